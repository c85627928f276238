//===- AtomicSplitUpdateCheck.h ----------------------------------*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_LOSTUPDATE_ATOMICSPLITUPDATECHECK_H
#define RACETIDY_CHECKS_LOSTUPDATE_ATOMICSPLITUPDATECHECK_H

#include "checks/RaceCheck.h"

namespace racetidy {

/// Finds atomics that are loaded and then stored with what was computed from
/// the load, so that an update in between is lost.
/// Docs: docs/checks/race-atomic-split-update.md
class AtomicSplitUpdateCheck : public RaceCheck {
public:
  static const CheckInfo Info;

  AtomicSplitUpdateCheck(llvm::StringRef Name,
                         clang::tidy::ClangTidyContext *Context)
      : RaceCheck(Info, Name, Context) {}

private:
  void report() override;
};

} // namespace racetidy

#endif // RACETIDY_CHECKS_LOSTUPDATE_ATOMICSPLITUPDATECHECK_H
