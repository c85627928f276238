//===- ConditionCalls.h - waits and wake-ups ---------------------*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_ANALYSIS_CONDITIONCALLS_H
#define RACETIDY_CHECKS_ANALYSIS_CONDITIONCALLS_H

#include "checks/analysis/RuleIndex.h"

namespace clang {
class CallExpr;
}

namespace racetidy {

/// A call on a condition variable.
struct ConditionCall {
  enum Kind : uint8_t {
    /// Waits until it is woken, for whatever reason.
    PlainWait,
    /// Waits until what it is given as a predicate is true.
    PredicateWait,
    /// Waits no longer than some time, or until somebody says stop.
    TimedWait,
    Notify,
  } K = PlainWait;
  /// The condition variable, or a pointer to it.
  const clang::Expr *Condition = nullptr;
  /// Of a wait: the lock, its guard, or a pointer to it.
  const clang::Expr *Lock = nullptr;
  const clang::Expr *Predicate = nullptr;
};

/// What \p Call does to a condition variable, if the rules say that it does
/// something.
std::optional<ConditionCall> conditionCall(const clang::CallExpr &Call,
                                           RuleIndex &Rules);

} // namespace racetidy

#endif // RACETIDY_CHECKS_ANALYSIS_CONDITIONCALLS_H
