//===- LockEnds.h - who leaves a lock held, who gives it back ----*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_COMPOSITION_LOCKENDS_H
#define RACETIDY_CHECKS_COMPOSITION_LOCKENDS_H

#include "checks/composition/Composition.h"

namespace racetidy {

/// A lock that does not come out even in one function, and that no other
/// function makes up for.
struct UnevenLock {
  FunctionId In = 0;
  SummaryImbalance::Kind Kind = SummaryImbalance::Kept;
  SummaryPath Lock;
  /// Where it is taken or given back; of Kept where the function returns,
  /// invalid where that is not known.
  Site At, End;
  /// The lock as the code names it.
  Symbol Text = 0;
  Confidence Level = Confidence::High;
};

/// Finds them: each function's locks that it leaves held and that it gives back
/// without having taken them, callees first, with what they do to their
/// parameters put in terms of the caller.
class LockEnds {
public:
  explicit LockEnds(const Composition &All);

  std::vector<UnevenLock> run();

private:
  /// What a function does to a lock on the whole, by a call or by itself.
  struct End {
    SummaryPath Lock;
    Site At;
  };
  struct Effects {
    std::vector<End> Takes, Gives;
  };

  void own(FunctionId F);
  void ofCalls(FunctionId F);
  void count(FunctionId F);
  bool isLocalTo(FunctionId F, const SummaryPath &Lock) const;
  bool isPassedOn(FunctionId F, const SummaryPath &Lock) const;
  bool closed(Symbol Entity) const;
  void judge(FunctionId F, const SummaryImbalance &I);
  void judgeCalls(FunctionId F);

  const Composition &All;
  const SummarySet &Set;
  const CallGraph &Calls;
  std::vector<Effects> Of;
  /// Entities of locks that some function leaves held, or gives back, on the
  /// whole; and those that some function takes at all.
  llvm::DenseSet<Symbol> Left, Given, Used;
  /// Somebody gives back, or leaves held, a lock that nobody can name.
  bool GivesUnknown = false, LeavesUnknown = false;
  std::vector<UnevenLock> Found;
};

} // namespace racetidy

#endif // RACETIDY_CHECKS_COMPOSITION_LOCKENDS_H
