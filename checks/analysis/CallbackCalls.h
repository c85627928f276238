//===- CallbackCalls.h - calls of what somebody else gave --------*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_ANALYSIS_CALLBACKCALLS_H
#define RACETIDY_CHECKS_ANALYSIS_CALLBACKCALLS_H

#include "clang/AST/Expr.h"

namespace racetidy {

/// The object that \p Call calls, where it is a callable of a library that
/// anybody may have filled (std::function), or a coroutine's handle that it
/// resumes; null otherwise.
const clang::Expr *calledBack(const clang::CallExpr &Call);

} // namespace racetidy

#endif // RACETIDY_CHECKS_ANALYSIS_CALLBACKCALLS_H
