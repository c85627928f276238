//===- CoroutineReferenceParameterCheck.h -----------------------*- C++ -*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_ASYNC_COROUTINEREFERENCEPARAMETERCHECK_H
#define RACETIDY_CHECKS_ASYNC_COROUTINEREFERENCEPARAMETERCHECK_H

#include "checks/RaceCheck.h"
#include "checks/analysis/Awaitables.h"

#include "clang/AST/ParentMap.h"
#include "llvm/ADT/DenseSet.h"

namespace racetidy {

/// Finds temporaries that a coroutine is given by reference where its task
/// outlives the full expression.
/// Docs: docs/checks/race-coroutine-reference-parameter.md
class CoroutineReferenceParameterCheck : public RaceCheck {
public:
  static const CheckInfo Info;

  CoroutineReferenceParameterCheck(llvm::StringRef Name,
                                   clang::tidy::ClangTidyContext *Context)
      : RaceCheck(Info, Name, Context) {}

private:
  void report() override;
  void call(const clang::CallExpr &Call, const clang::ParentMap &Parents);
  void tell(const clang::CallExpr &Call, const clang::ParmVarDecl &P,
            TaskFate Goes, clang::SourceLocation Used);

  /// A template's pattern and what was made from it are the same code.
  llvm::DenseSet<clang::SourceLocation> Reported;
};

} // namespace racetidy

#endif // RACETIDY_CHECKS_ASYNC_COROUTINEREFERENCEPARAMETERCHECK_H
