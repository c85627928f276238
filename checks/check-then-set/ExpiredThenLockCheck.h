//===- ExpiredThenLockCheck.h ------------------------------*- C++ -*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_CHECKTHENSET_EXPIREDTHENLOCKCHECK_H
#define RACETIDY_CHECKS_CHECKTHENSET_EXPIREDTHENLOCKCHECK_H

#include "checks/RaceCheck.h"
#include "checks/analysis/OwnerFlow.h"

#include "llvm/ADT/DenseSet.h"

namespace racetidy {

/// Finds answers about the owners of an object that are out of date when they
/// are acted upon: a weak pointer that is asked and then locked, a shared one
/// whose object is changed since nobody else seems to own it.
/// Docs: docs/checks/race-expired-then-lock.md
class ExpiredThenLockCheck : public RaceCheck {
public:
  static const CheckInfo Info;

  ExpiredThenLockCheck(llvm::StringRef Name,
                       clang::tidy::ClangTidyContext *Context)
      : RaceCheck(Info, Name, Context) {}

  void onEndOfTranslationUnit() override;

private:
  using Result = clang::ast_matchers::MatchFinder::MatchResult;

  void addMatchers(clang::ast_matchers::MatchFinder *Finder) override;
  void match(const Result &R) override;

  void expired(const OwnerUse &Use, const clang::FunctionDecl &F);
  void changed(const OwnerUse &Use);
  Evidence evidenceOfSharing(const OwnerUse &Use);
  std::vector<clang::FixItHint> repair(const OwnerUse &Use,
                                       const clang::FunctionDecl &F);
  std::string newName();

  /// Places that were reported: a template's pattern and what was made from it
  /// are the same code.
  llvm::DenseSet<clang::SourceLocation> Reported;
  unsigned NamesGiven = 0;
};

} // namespace racetidy

#endif // RACETIDY_CHECKS_CHECKTHENSET_EXPIREDTHENLOCKCHECK_H
