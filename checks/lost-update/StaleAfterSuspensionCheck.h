//===- StaleAfterSuspensionCheck.h ----------------------------------*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_LOSTUPDATE_STALEAFTERSUSPENSIONCHECK_H
#define RACETIDY_CHECKS_LOSTUPDATE_STALEAFTERSUSPENSIONCHECK_H

#include "checks/RaceCheck.h"

namespace racetidy {

/// Finds ...
/// Docs: docs/checks/race-stale-after-suspension.md
class StaleAfterSuspensionCheck : public RaceCheck {
public:
  static const CheckInfo Info;

  StaleAfterSuspensionCheck(llvm::StringRef Name,
                            clang::tidy::ClangTidyContext *Context)
      : RaceCheck(Info, Name, Context) {}

private:
  void report() override;
  std::vector<clang::FixItHint> hoist(const DependentWrite &W);

  unsigned NamesGiven = 0;
};

} // namespace racetidy

#endif // RACETIDY_CHECKS_LOSTUPDATE_STALEAFTERSUSPENSIONCHECK_H
