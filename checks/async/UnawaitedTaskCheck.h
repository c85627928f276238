//===- UnawaitedTaskCheck.h -------------------------------------*- C++ -*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_ASYNC_UNAWAITEDTASKCHECK_H
#define RACETIDY_CHECKS_ASYNC_UNAWAITEDTASKCHECK_H

#include "checks/RaceCheck.h"
#include "checks/analysis/Awaitables.h"

#include "llvm/ADT/DenseSet.h"

namespace racetidy {

/// Finds tasks that nobody awaits: dropped where they are made, kept in a local
/// and forgotten, tested as if they were what they give, made by a coroutine
/// that is called as a callback without a result.
/// Docs: docs/checks/race-unawaited-task.md
class UnawaitedTaskCheck : public RaceCheck {
public:
  static const CheckInfo Info;

  UnawaitedTaskCheck(llvm::StringRef Name,
                     clang::tidy::ClangTidyContext *Context)
      : RaceCheck(Info, Name, Context) {}

private:
  void report() override;
  void dropped(const clang::Expr &E, const clang::FunctionDecl &F);
  void kept(const clang::FunctionDecl &F);
  void asBool(const clang::CXXMemberCallExpr &Call,
              const clang::FunctionDecl &F);
  void asVoidCallback(const clang::CXXConstructExpr &Made);
  void tell(const clang::CallExpr &Call, Awaitable What,
            clang::SourceLocation Loc, std::string How,
            const clang::FunctionDecl &F);

  /// A template's pattern and what was made from it are the same code.
  llvm::DenseSet<clang::SourceLocation> Reported;
};

} // namespace racetidy

#endif // RACETIDY_CHECKS_ASYNC_UNAWAITEDTASKCHECK_H
