//===- AtomicDoubleReadCheck.h --------------------------------------*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_LOSTUPDATE_ATOMICDOUBLEREADCHECK_H
#define RACETIDY_CHECKS_LOSTUPDATE_ATOMICDOUBLEREADCHECK_H

#include "checks/RaceCheck.h"

namespace racetidy {

/// Finds ...
/// Docs: docs/checks/race-atomic-double-read.md
class AtomicDoubleReadCheck : public RaceCheck {
public:
  static const CheckInfo Info;

  AtomicDoubleReadCheck(llvm::StringRef Name,
                        clang::tidy::ClangTidyContext *Context)
      : RaceCheck(Info, Name, Context) {}

private:
  void report() override;
};

} // namespace racetidy

#endif // RACETIDY_CHECKS_LOSTUPDATE_ATOMICDOUBLEREADCHECK_H
