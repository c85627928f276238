//===- OwnRulesCheck.h - patterns that the project names ---------*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_OWN_OWNRULESCHECK_H
#define RACETIDY_CHECKS_OWN_OWNRULESCHECK_H

#include "checks/RaceCheck.h"

namespace racetidy {

/// Finds what the project's own rules say is wrong, each under the rule's name.
/// Docs: docs/checks/race-own-rules.md
class OwnRulesCheck : public RaceCheck {
public:
  static const CheckInfo Info;

  OwnRulesCheck(llvm::StringRef Name, clang::tidy::ClangTidyContext *Context)
      : RaceCheck(Info, Name, Context), Context(Context) {}

private:
  bool isOn(const RuleSet &Rules) const override;
  void report() override;

  clang::tidy::ClangTidyContext *Context;
};

} // namespace racetidy

#endif // RACETIDY_CHECKS_OWN_OWNRULESCHECK_H
