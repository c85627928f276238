//===- FunctionCollector.h - the functions of a translation unit -*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_ANALYSIS_FUNCTIONCOLLECTOR_H
#define RACETIDY_CHECKS_ANALYSIS_FUNCTIONCOLLECTOR_H

#include "clang/AST/ASTContext.h"

namespace racetidy {

/// Calls \p Visit once for every function with a body outside system headers
/// in the traversal scope of \p Context: methods, lambdas, local classes,
/// templates and, after their pattern, what was instantiated from them.
void forEachFunction(
    clang::ASTContext &Context,
    llvm::function_ref<void(const clang::FunctionDecl &)> Visit,
    llvm::function_ref<void(const clang::CXXRecordDecl &)> VisitClass =
        nullptr);

} // namespace racetidy

#endif // RACETIDY_CHECKS_ANALYSIS_FUNCTIONCOLLECTOR_H
