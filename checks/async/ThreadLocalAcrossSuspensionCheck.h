//===- ThreadLocalAcrossSuspensionCheck.h -----------------------*- C++ -*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_ASYNC_THREADLOCALACROSSSUSPENSIONCHECK_H
#define RACETIDY_CHECKS_ASYNC_THREADLOCALACROSSSUSPENSIONCHECK_H

#include "checks/RaceCheck.h"

#include "llvm/ADT/DenseSet.h"

namespace racetidy {

/// Finds references to thread-local variables that outlive a suspension.
/// Docs: docs/checks/race-thread-local-across-suspension.md
class ThreadLocalAcrossSuspensionCheck : public RaceCheck {
public:
  static const CheckInfo Info;

  ThreadLocalAcrossSuspensionCheck(llvm::StringRef Name,
                                   clang::tidy::ClangTidyContext *Context)
      : RaceCheck(Info, Name, Context) {}

private:
  void report() override;
  void function(const clang::FunctionDecl &F);

  /// A template's pattern and what was made from it are the same code.
  llvm::DenseSet<clang::SourceLocation> Reported;
};

} // namespace racetidy

#endif // RACETIDY_CHECKS_ASYNC_THREADLOCALACROSSSUSPENSIONCHECK_H
