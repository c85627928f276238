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

namespace racetidy {

/// A call of a function that says which lock its callers hold, from one that
/// does not hold it.
struct BareCall {
  /// The way in which the callee runs; its Caller and Call say where from.
  ContextId In = 0;
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
  BareCallFinder(const SummarySet &Set, const Contexts &Ways,
                 const Locations &Where)
      : Set(Set), Ways(Ways), Where(Where) {}

  /// One for each caller and callee, in no order.
  std::vector<BareCall> run() const;

private:
  bool isBare(const Context &C, const SummaryLock &Lock) const;
  bool findWitness(BareCall &Call) const;

  const SummarySet &Set;
  const Contexts &Ways;
  const Locations &Where;
};

} // namespace racetidy

#endif // RACETIDY_CHECKS_COMPOSITION_BARECALLS_H
