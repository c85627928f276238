//===- OnceMisuseCheck.h ----------------------------------*- C++ -*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_CHECKTHENSET_ONCEMISUSECHECK_H
#define RACETIDY_CHECKS_CHECKTHENSET_ONCEMISUSECHECK_H

#include "checks/RaceCheck.h"

#include "llvm/ADT/DenseSet.h"

namespace racetidy {

/// Finds once flags that are made anew by each call, so that everybody is the
/// first.
/// Docs: docs/checks/race-once-misuse.md
class OnceMisuseCheck : public RaceCheck {
public:
  static const CheckInfo Info;

  OnceMisuseCheck(llvm::StringRef Name, clang::tidy::ClangTidyContext *Context)
      : RaceCheck(Info, Name, Context) {}

  void onEndOfTranslationUnit() override;

private:
  void addMatchers(clang::ast_matchers::MatchFinder *Finder) override;
  void match(const clang::ast_matchers::MatchFinder::MatchResult &R) override;

  /// A template's pattern and what was made from it are the same code.
  llvm::DenseSet<clang::SourceLocation> Reported;
};

} // namespace racetidy

#endif // RACETIDY_CHECKS_CHECKTHENSET_ONCEMISUSECHECK_H
