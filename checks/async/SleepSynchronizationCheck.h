//===- SleepSynchronizationCheck.h ------------------------------*- C++ -*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_ASYNC_SLEEPSYNCHRONIZATIONCHECK_H
#define RACETIDY_CHECKS_ASYNC_SLEEPSYNCHRONIZATIONCHECK_H

#include "checks/RaceCheck.h"

namespace racetidy {

/// Finds pauses after which work that was begun before is taken as done.
/// Docs: docs/checks/race-sleep-synchronization.md
class SleepSynchronizationCheck : public RaceCheck {
public:
  static const CheckInfo Info;

  SleepSynchronizationCheck(llvm::StringRef Name,
                            clang::tidy::ClangTidyContext *Context)
      : RaceCheck(Info, Name, Context) {}

private:
  void report() override;
};

} // namespace racetidy

#endif // RACETIDY_CHECKS_ASYNC_SLEEPSYNCHRONIZATIONCHECK_H
