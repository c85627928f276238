//===- RuleSet.cpp - what is known about libraries and the project --------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "rules/RuleSet.h"

#include "llvm/ADT/STLExtras.h"

#include <ctime>

using namespace racetidy;

void RuleSet::append(const RuleSet &Other) {
  llvm::append_range(Locks, Other.Locks);
  llvm::append_range(Guards, Other.Guards);
  llvm::append_range(Conditions, Other.Conditions);
  llvm::append_range(Containers, Other.Containers);
  llvm::append_range(Suspensions.Functions, Other.Suspensions.Functions);
  llvm::append_range(Suspensions.NeverSuspend, Other.Suspensions.NeverSuspend);
  llvm::append_range(Origins, Other.Origins);
  llvm::append_range(Handles, Other.Handles);
  llvm::append_range(Orderings, Other.Orderings);
  llvm::append_range(ThreadSafeTypes, Other.ThreadSafeTypes);
  llvm::append_range(StartUpFunctions, Other.StartUpFunctions);
  llvm::append_range(Atomics, Other.Atomics);
  llvm::append_range(AtomicFunctions, Other.AtomicFunctions);
  llvm::append_range(Resources, Other.Resources);
  llvm::append_range(Publications, Other.Publications);
  llvm::append_range(Awaitables, Other.Awaitables);
  llvm::append_range(SleepFunctions, Other.SleepFunctions);
  llvm::append_range(SignalUnsafeFunctions, Other.SignalUnsafeFunctions);
  llvm::append_range(BlockingFunctions, Other.BlockingFunctions);
  llvm::append_range(SharedMemory, Other.SharedMemory);
  llvm::append_range(Affinities, Other.Affinities);
  llvm::append_range(Executors, Other.Executors);
  llvm::append_range(TestFiles, Other.TestFiles);
  llvm::append_range(StandIns, Other.StandIns);
  llvm::append_range(Pointers, Other.Pointers);
  llvm::append_range(FreshFunctions, Other.FreshFunctions);
  llvm::append_range(Forwarders, Other.Forwarders);
  llvm::append_range(Naming.CalledWithLockHeld,
                     Other.Naming.CalledWithLockHeld);
  llvm::append_range(Naming.AssertsLockHeld, Other.Naming.AssertsLockHeld);
  llvm::append_range(Naming.AcquiresLock, Other.Naming.AcquiresLock);
  llvm::append_range(Naming.ReleasesLock, Other.Naming.ReleasesLock);
  llvm::append_range(Naming.GuardTypes, Other.Naming.GuardTypes);
  llvm::append_range(Naming.Harmless, Other.Naming.Harmless);
  llvm::append_range(Naming.SetUp, Other.Naming.SetUp);
  llvm::append_range(Naming.Bounds, Other.Naming.Bounds);
  llvm::append_range(SingleWriters, Other.SingleWriters);
  llvm::append_range(Checks, Other.Checks);
  llvm::append_range(Packs, Other.Packs);
  llvm::append_range(Severities, Other.Severities);
  llvm::append_range(IncludedPaths, Other.IncludedPaths);
  llvm::append_range(ExcludedPaths, Other.ExcludedPaths);
  llvm::append_range(Suppressions, Other.Suppressions);
  for (const OwnRule &Rule : Other.OwnRules) {
    llvm::erase_if(OwnRules,
                   [&](const OwnRule &Old) { return Old.Name == Rule.Name; });
    OwnRules.push_back(Rule);
  }
  for (auto Setting : {&RuleSet::MinConfidence, &RuleSet::HeaderFilter,
                       &RuleSet::ExcludeHeaderFilter})
    if (!(Other.*Setting).empty())
      this->*Setting = Other.*Setting;
  for (const auto &[Check, Values] : Other.Options)
    for (const auto &[Option, Value] : Values)
      Options[Check][Option] = Value;
}

std::string racetidy::today() {
  std::time_t Now = std::time(nullptr);
  std::tm Parts{};
  localtime_r(&Now, &Parts);
  char Text[16];
  std::strftime(Text, sizeof Text, "%Y-%m-%d", &Parts);
  return Text;
}

bool racetidy::matchesAny(const std::vector<std::string> &Patterns,
                          const std::string &Name) {
  return llvm::any_of(
      Patterns, [&](const std::string &P) { return matchesGlob(P, Name); });
}

bool racetidy::matchesGlob(const std::string &Pattern,
                           const std::string &Name) {
  // Iterative matching with one point of return: linear for one star,
  // never exponential.
  size_t P = 0, N = 0, Star = std::string::npos, Resume = 0;
  while (N < Name.size()) {
    if (P < Pattern.size() && Pattern[P] == '*') {
      Star = P++;
      Resume = N;
    } else if (P < Pattern.size() && Pattern[P] == Name[N]) {
      ++P, ++N;
    } else if (Star != std::string::npos) {
      P = Star + 1;
      N = ++Resume;
    } else {
      return false;
    }
  }
  while (P < Pattern.size() && Pattern[P] == '*')
    ++P;
  return P == Pattern.size();
}

bool racetidy::isSwitchedOn(const std::vector<std::string> &Globs,
                            const std::string &Name, bool Default) {
  bool On = Default;
  for (const std::string &Glob : Globs) {
    bool Off = !Glob.empty() && Glob.front() == '-';
    if (matchesGlob(Off ? Glob.substr(1) : Glob, Name))
      On = !Off;
  }
  return On;
}

bool racetidy::matchesPath(const std::vector<std::string> &Globs,
                           const std::string &Path) {
  return llvm::any_of(Globs, [&](const std::string &Glob) {
    return matchesGlob(Glob, Path) || matchesGlob(Glob + "/*", Path);
  });
}

bool racetidy::isShown(const RuleSet &Rules, const std::string &Path) {
  return (Rules.IncludedPaths.empty() ||
          matchesPath(Rules.IncludedPaths, Path)) &&
         !matchesPath(Rules.ExcludedPaths, Path);
}

Severity racetidy::severityOf(const RuleSet &Rules, const std::string &Check) {
  for (const auto &[Glob, Each] : llvm::reverse(Rules.Severities))
    if (matchesGlob(Glob, Check))
      return Each;
  for (const OwnRule &Rule : Rules.OwnRules)
    if (Rule.Name == Check && Rule.Severity)
      return *Rule.Severity;
  return Severity::Warning;
}

bool racetidy::isOwnRuleOn(const std::vector<std::string> &Globs,
                           const std::string &Name) {
  bool On = true;
  for (const std::string &Glob : Globs)
    for (const std::string &Each : {Name, std::string("race-own-rules")})
      On = isSwitchedOn({Glob}, Each, On);
  return On;
}
