//===- Awaitables.h - what is awaited, by its shape --------------*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_ANALYSIS_AWAITABLES_H
#define RACETIDY_CHECKS_ANALYSIS_AWAITABLES_H

#include "checks/analysis/RuleIndex.h"

#include "clang/AST/ParentMap.h"

namespace racetidy {

/// What awaiting an object of some type means.
struct Awaitable {
  enum Kind : uint8_t {
    /// It can't be awaited.
    None,
    /// Its work begins when it is awaited.
    Lazy,
    /// Its work has begun when there is one.
    Eager,
    /// One or the other.
    Unknown,
  } K = None;
  /// Whoever drops one means it.
  bool MayBeDropped = false;
};

/// By rule, or by shape: the members 'await_ready' and its like, an 'operator
/// co_await', a member or beside the type. Lazy or eager is what the promise's
/// 'initial_suspend' gives: std::suspend_always or std::suspend_never. What
/// only has a promise, a generator or something fired and forgotten, is none.
Awaitable awaitable(clang::QualType T, RuleIndex &Rules);

/// Whether \p F is a coroutine, as far as its body is there to tell.
bool isCoroutine(const clang::FunctionDecl &F);

/// What becomes of a task at the end of the full expression.
enum class TaskFate { Awaited, Kept, Returned, Unknown };
/// The fate of the task that \p Call gives. \p Parents: of the function around.
TaskFate taskFate(const clang::CallExpr &Call, const clang::ParentMap &Parents,
                  RuleIndex &Rules);

} // namespace racetidy

#endif // RACETIDY_CHECKS_ANALYSIS_AWAITABLES_H
