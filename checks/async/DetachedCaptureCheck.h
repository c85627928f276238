//===- DetachedCaptureCheck.h -----------------------------------*- C++ -*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_ASYNC_DETACHEDCAPTURECHECK_H
#define RACETIDY_CHECKS_ASYNC_DETACHEDCAPTURECHECK_H

#include "checks/RaceCheck.h"
#include "checks/analysis/Awaitables.h"

#include "llvm/ADT/DenseSet.h"

namespace racetidy {

/// Finds work that outlives what it refers to: locals that a detached thread or
/// a posted task was given by reference, and the captures of a coroutine lambda
/// whose closure is a temporary.
/// Docs: docs/checks/race-detached-capture.md
class DetachedCaptureCheck : public RaceCheck {
public:
  static const CheckInfo Info;

  DetachedCaptureCheck(llvm::StringRef Name,
                       clang::tidy::ClangTidyContext *Context)
      : RaceCheck(Info, Name, Context) {}

private:
  /// Something that is started, and what it refers to of its starter's frame.
  struct Start {
    const clang::Expr *At = nullptr;
    const OriginRule *Rule = nullptr;
    llvm::ArrayRef<const clang::Expr *> Args;
    /// The object that the method is called on, or null.
    const clang::Expr *Object = nullptr;
    llvm::SmallVector<const clang::VarDecl *, 2> Locals;
    /// Where the first of Locals is named.
    clang::SourceLocation Named;
  };

  void report() override;
  /// Whether \p V, which may be null, is of \p F's own frame, and ends with its
  /// scope.
  static bool isFrames(const clang::VarDecl *V, const clang::FunctionDecl &F);
  void function(const clang::FunctionDecl &F);
  void start(Start S, const clang::FunctionDecl &F,
             const clang::ParentMap &Parents);
  void referred(const clang::Stmt *Arg, const clang::FunctionDecl &F, Start &S);
  bool isLeft(const Start &S, const clang::FunctionDecl &F,
              const clang::ParentMap &Parents);
  bool isOwnExecutor(const Start &S);
  void closure(const clang::CXXOperatorCallExpr &Call,
               const clang::FunctionDecl &F, const clang::ParentMap &Parents);

  /// A template's pattern and what was made from it are the same code.
  llvm::DenseSet<clang::SourceLocation> Reported;
};

} // namespace racetidy

#endif // RACETIDY_CHECKS_ASYNC_DETACHEDCAPTURECHECK_H
