//===- PublishBeforeCommitCheck.h -------------------------------*- C++ -*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_ASYNC_PUBLISHBEFORECOMMITCHECK_H
#define RACETIDY_CHECKS_ASYNC_PUBLISHBEFORECOMMITCHECK_H

#include "checks/RaceCheck.h"

namespace racetidy {

/// Finds calls after which others act on what they find, made before the write
/// that they tell of has ended, or with an order number that is too old.
/// Docs: docs/checks/race-publish-before-commit.md
class PublishBeforeCommitCheck : public RaceCheck {
public:
  static const CheckInfo Info;

  PublishBeforeCommitCheck(llvm::StringRef Name,
                           clang::tidy::ClangTidyContext *Context)
      : RaceCheck(Info, Name, Context) {}

private:
  void report() override;
};

} // namespace racetidy

#endif // RACETIDY_CHECKS_ASYNC_PUBLISHBEFORECOMMITCHECK_H
