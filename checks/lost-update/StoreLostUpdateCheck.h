//===- StoreLostUpdateCheck.h -----------------------------------*- C++ -*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_LOSTUPDATE_STORELOSTUPDATECHECK_H
#define RACETIDY_CHECKS_LOSTUPDATE_STORELOSTUPDATECHECK_H

#include "checks/RaceCheck.h"

namespace racetidy {

/// Finds values that are read from a store and written back by another call,
/// with nothing that keeps others out in between.
/// Docs: docs/checks/race-store-lost-update.md
class StoreLostUpdateCheck : public RaceCheck {
public:
  static const CheckInfo Info;

  StoreLostUpdateCheck(llvm::StringRef Name,
                       clang::tidy::ClangTidyContext *Context)
      : RaceCheck(Info, Name, Context) {}

private:
  void report() override;
};

} // namespace racetidy

#endif // RACETIDY_CHECKS_LOSTUPDATE_STORELOSTUPDATECHECK_H
