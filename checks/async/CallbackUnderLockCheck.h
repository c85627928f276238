//===- CallbackUnderLockCheck.h ---------------------------------*- C++ -*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_ASYNC_CALLBACKUNDERLOCKCHECK_H
#define RACETIDY_CHECKS_ASYNC_CALLBACKUNDERLOCKCHECK_H

#include "checks/RaceCheck.h"

#include "clang/AST/DeclCXX.h"

namespace racetidy {

/// Finds callables that somebody else gave, called under a lock that they may
/// come back for.
/// Docs: docs/checks/race-callback-under-lock.md
class CallbackUnderLockCheck : public RaceCheck {
public:
  static const CheckInfo Info;

  CallbackUnderLockCheck(llvm::StringRef Name,
                         clang::tidy::ClangTidyContext *Context)
      : RaceCheck(Info, Name, Context) {}

private:
  void report() override;
  const clang::CXXMethodDecl *comesBackBy(const CallbackUnderLock &C);
};

} // namespace racetidy

#endif // RACETIDY_CHECKS_ASYNC_CALLBACKUNDERLOCKCHECK_H
