//===- GetThenSetCheck.h ----------------------------------------*- C++ -*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_LOSTUPDATE_GETTHENSETCHECK_H
#define RACETIDY_CHECKS_LOSTUPDATE_GETTHENSETCHECK_H

#include "checks/RaceCheck.h"

namespace racetidy {

/// Finds objects that lock for themselves and are asked and set in two calls.
/// Docs: docs/checks/race-get-then-set.md
class GetThenSetCheck : public RaceCheck {
public:
  static const CheckInfo Info;

  GetThenSetCheck(llvm::StringRef Name, clang::tidy::ClangTidyContext *Context)
      : RaceCheck(Info, Name, Context) {}

private:
  void report() override;
};

} // namespace racetidy

#endif // RACETIDY_CHECKS_LOSTUPDATE_GETTHENSETCHECK_H
