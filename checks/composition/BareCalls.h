//===- BareCalls.h - calls without the lock that is needed -------*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_COMPOSITION_BARECALLS_H
#define RACETIDY_CHECKS_COMPOSITION_BARECALLS_H

#include "checks/composition/Locations.h"

#include <set>

namespace racetidy {

/// A call of a function that says which lock its callers hold, from one that
/// does not hold it.
struct BareCall {
  /// The way in which the caller runs, and which of its calls it is.
  ContextId From = 0;
  uint32_t Call = 0;
  FunctionId Callee = 0;
  /// The lock's entity.
  Symbol Lock = 0;
  /// What the callee does in need of the lock, and who does something to the
  /// same location under it.
  Instance Mine, Theirs;
  Confidence Level = Confidence::High;
};

/// Finds the calls of \c FunctionSummary::Needs without the lock. What is
/// said by the code is evidence enough that somebody else takes it; but a call
/// is told only with a location that the callee touches and somebody else
/// touches under the lock, one of the two writing.
class BareCallFinder {
public:
  BareCallFinder(const SummarySet &Set, const CallGraph &Calls,
                 const LockTable &Locks, const Contexts &Ways,
                 const Locations &Where, PathTable &Paths)
      : Set(Set), Calls(Calls), Locks(Locks), Ways(Ways), Where(Where),
        Paths(Paths) {}

  /// One for each caller and callee, in no order.
  std::vector<BareCall> run();

private:
  void look(ContextId From, uint32_t Call, std::vector<BareCall> &Found);
  bool isBare(const HeldLocks &Held, const SummaryLock &Lock) const;
  bool isOwned(const Context &C, const SummaryCall &Call,
               const SummaryPath &Lock) const;
  bool findWitness(BareCall &Call) const;

  const SummarySet &Set;
  const CallGraph &Calls;
  const LockTable &Locks;
  const Contexts &Ways;
  const Locations &Where;
  PathTable &Paths;
  std::set<std::pair<FunctionId, FunctionId>> Told;
};

} // namespace racetidy

#endif // RACETIDY_CHECKS_COMPOSITION_BARECALLS_H
