//===- SingleCheckWaitCheck.h -----------------------------------*- C++ -*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_ASYNC_SINGLECHECKWAITCHECK_H
#define RACETIDY_CHECKS_ASYNC_SINGLECHECKWAITCHECK_H

#include "checks/RaceCheck.h"

namespace racetidy {

/// Finds waits, of coroutines and of threads, after which nobody looks again.
/// Docs: docs/checks/race-single-check-wait.md
class SingleCheckWaitCheck : public RaceCheck {
public:
  static const CheckInfo Info;

  SingleCheckWaitCheck(llvm::StringRef Name,
                       clang::tidy::ClangTidyContext *Context)
      : RaceCheck(Info, Name, Context) {}

private:
  void report() override;
};

} // namespace racetidy

#endif // RACETIDY_CHECKS_ASYNC_SINGLECHECKWAITCHECK_H
