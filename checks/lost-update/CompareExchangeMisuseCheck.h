//===- CompareExchangeMisuseCheck.h ---------------------------------*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_LOSTUPDATE_COMPAREEXCHANGEMISUSECHECK_H
#define RACETIDY_CHECKS_LOSTUPDATE_COMPAREEXCHANGEMISUSECHECK_H

#include "checks/RaceCheck.h"

namespace racetidy {

/// Finds ...
/// Docs: docs/checks/race-compare-exchange-misuse.md
class CompareExchangeMisuseCheck : public RaceCheck {
public:
  static const CheckInfo Info;

  CompareExchangeMisuseCheck(llvm::StringRef Name,
                             clang::tidy::ClangTidyContext *Context)
      : RaceCheck(Info, Name, Context) {}

private:
  void report() override;
};

} // namespace racetidy

#endif // RACETIDY_CHECKS_LOSTUPDATE_COMPAREEXCHANGEMISUSECHECK_H
