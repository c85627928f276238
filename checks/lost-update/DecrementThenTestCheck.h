//===- DecrementThenTestCheck.h -------------------------------------*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_LOSTUPDATE_DECREMENTTHENTESTCHECK_H
#define RACETIDY_CHECKS_LOSTUPDATE_DECREMENTTHENTESTCHECK_H

#include "checks/RaceCheck.h"

namespace racetidy {

/// Finds ...
/// Docs: docs/checks/race-decrement-then-test.md
class DecrementThenTestCheck : public RaceCheck {
public:
  static const CheckInfo Info;

  DecrementThenTestCheck(llvm::StringRef Name,
                         clang::tidy::ClangTidyContext *Context)
      : RaceCheck(Info, Name, Context) {}

private:
  void report() override;
};

} // namespace racetidy

#endif // RACETIDY_CHECKS_LOSTUPDATE_DECREMENTTHENTESTCHECK_H
