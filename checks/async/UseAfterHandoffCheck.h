//===- UseAfterHandoffCheck.h -----------------------------------*- C++ -*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_ASYNC_USEAFTERHANDOFFCHECK_H
#define RACETIDY_CHECKS_ASYNC_USEAFTERHANDOFFCHECK_H

#include "checks/RaceCheck.h"

#include "clang/AST/DeclCXX.h"
#include "llvm/ADT/DenseSet.h"

namespace racetidy {

/// Finds awaiters that touch themselves, or the coroutine, after they gave its
/// handle to somebody who may have resumed it.
/// Docs: docs/checks/race-use-after-handoff.md
class UseAfterHandoffCheck : public RaceCheck {
public:
  static const CheckInfo Info;

  UseAfterHandoffCheck(llvm::StringRef Name,
                       clang::tidy::ClangTidyContext *Context)
      : RaceCheck(Info, Name, Context) {}

private:
  void report() override;
  void suspend(const clang::CXXMethodDecl &F);

  /// A template's pattern and what was made from it are the same code.
  llvm::DenseSet<clang::SourceLocation> Reported;
};

} // namespace racetidy

#endif // RACETIDY_CHECKS_ASYNC_USEAFTERHANDOFFCHECK_H
