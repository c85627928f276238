//===- LostWakeupCheck.cpp ------------------------------------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/CheckInfo.h"
#include "checks/composition/Witness.h"

#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/STLExtras.h"

using namespace racetidy;

namespace {

/// A wait that a change of something should end.
struct Waiting {
  FunctionId In = 0;
  const SummaryWait *Wait = nullptr;
};

} // namespace

/// By what is waited for: the waits.
static llvm::DenseMap<Symbol, llvm::SmallVector<Waiting, 1>>
waitsBySubject(const SummarySet &Set) {
  llvm::DenseMap<Symbol, llvm::SmallVector<Waiting, 1>> Result;
  for (FunctionId F = 0; F < Set.functions().size(); ++F)
    for (const SummaryWait &W : Set.functions()[F].Waits)
      for (Symbol Subject : W.Predicate)
        Result[Subject].push_back({F, &W});
  return Result;
}

/// Whether at \p I, which changes what others wait for, no lock is held at all,
/// and somebody may be waiting.
static bool isUnlocked(const Composition &All, const Location &L,
                       const Instance &I) {
  const FunctionSummary &F = All.summaries().functions()[I.Function];
  const SummaryAccess &A = All.locations().access(I);
  // A destructor that stops a thread shares its object with that thread.
  if (F.Constructor || (I.Owned && !F.Destructor))
    return false;
  if (!writes(A.Kind) || All.locations().isAlone(L, I))
    return false;
  // A helper that some caller calls with the lock is meant to be called so.
  return llvm::all_of(L.Instances, [&](const Instance &J) {
    return J.Function != I.Function || J.Access != I.Access ||
           All.locations().held(J).none();
  });
}

static void tell(const Composition &All, std::vector<LinkedFinding> &Out) {
  const SummarySet &Set = All.summaries();
  auto Waits = waitsBySubject(Set);
  if (Waits.empty())
    return;
  Witness Say(All);
  for (const Location &L : All.locations().all()) {
    auto It = Waits.find(L.Entity);
    if (It == Waits.end())
      continue;
    std::set<FunctionId> Told;
    for (const Instance &I : L.Instances) {
      const SummaryAccess &A = All.locations().access(I);
      const Waiting *Missed = nullptr;
      for (const Waiting &W : It->second)
        if (llvm::is_contained(A.Wakes, W.Wait->Condition))
          Missed = &W;
      if (!Missed || !isUnlocked(All, L, I) || !Told.insert(I.Function).second)
        continue;
      std::string Name = Say.location(I);
      std::string By = Say.member(Missed->Wait->Condition);
      LinkedFinding F = Say.begin(I, "lost-wakeup");
      F.Message =
          Name +
          " is changed without the lock under which it is tested "
          "before the wait on " +
          By +
          "; a wake-up between that test and that wait is lost, and the "
          "thread waits for ever";
      F.Evidence = {Name + " is what the wait on " + By + " in '" +
                        Set.text(Set.functions()[Missed->In].Name).str() +
                        "' waits for",
                    Confidence::Medium};
      F.Steps.push_back(
          {"thread A", Missed->Wait->At,
           "holds its lock, tests " + Name + " and finds that it has to wait"});
      F.Steps.push_back({"thread B", A.At,
                         Say.does(I) +
                             ", which no lock keeps it from, and wakes those "
                             "who wait on " +
                             By + ": nobody does yet"});
      F.Steps.push_back({"thread A", Missed->Wait->At,
                         "begins to wait: the wake-up is lost"});
      F.Advice = "change " + Name +
                 " under the lock of the wait; the wake-up itself may come "
                 "after it";
      Out.push_back(std::move(F));
    }
  }
}

namespace racetidy {
extern const CheckInfo LostWakeupCheck;
} // namespace racetidy

const CheckInfo racetidy::LostWakeupCheck{
    "race-lost-wakeup",
    "what a thread waits for is changed without its lock, so the wake-up may "
    "come before the wait",
    "async",
    "unreleased",
    "linked",
    /*Default=*/true,
    "362, 833",
    "none",
    /*Options=*/{},
    tell,
};
