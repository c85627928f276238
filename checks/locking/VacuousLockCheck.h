//===- VacuousLockCheck.h ----------------------------------------*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_LOCKING_VACUOUSLOCKCHECK_H
#define RACETIDY_CHECKS_LOCKING_VACUOUSLOCKCHECK_H

#include "checks/RaceCheck.h"

#include "llvm/ADT/DenseSet.h"

namespace racetidy {

/// Finds locks that exclude nobody: a guard that is a temporary or locks
/// nothing, a lock that is new in every call, a copied lock, an attempt whose
/// result is ignored, an instance's lock over static state.
/// Docs: docs/checks/race-vacuous-lock.md
class VacuousLockCheck : public RaceCheck {
public:
  static const CheckInfo Info;

  VacuousLockCheck(llvm::StringRef Name, clang::tidy::ClangTidyContext *Context)
      : RaceCheck(Info, Name, Context) {}

  void onEndOfTranslationUnit() override;

private:
  using Result = clang::ast_matchers::MatchFinder::MatchResult;

  void addMatchers(clang::ast_matchers::MatchFinder *Finder) override;
  void match(const Result &R) override;

  void alone(const clang::Stmt *Body, const clang::FunctionDecl &F);
  /// One statement of a block, and those that follow it there.
  void statement(const clang::Stmt &S, llvm::ArrayRef<const clang::Stmt *> Rest,
                 const clang::FunctionDecl &F, bool Alone);

  void temporaryGuard(const clang::Expr &E, const clang::Stmt *Next);
  void guardVariable(const clang::VarDecl &V,
                     llvm::ArrayRef<const clang::Stmt *> Rest,
                     const clang::FunctionDecl &F);
  void lockVariable(const clang::VarDecl &V, const clang::FunctionDecl &F);
  void copiedLock(const clang::VarDecl &V);
  void copiedLock(const clang::BinaryOperator &Assignment);
  void ignoredAttempt(const clang::Expr &Call, const clang::Stmt *Next,
                      const clang::FunctionDecl &F);
  std::string newName();
  unsigned lockUses(const clang::FunctionDecl &F);
  void staticState(const clang::VarDecl &Guard,
                   llvm::ArrayRef<const clang::Stmt *> Rest,
                   const clang::CXXMethodDecl &Method);

  /// Reports once a place: a template's pattern and what was made from it are
  /// the same code.
  void found(clang::SourceLocation Loc, std::string Message, Interleaving Steps,
             std::string Advice, Confidence Level = Confidence::High,
             std::vector<clang::FixItHint> Fixes = {});

  llvm::DenseSet<clang::SourceLocation> Reported;
  /// The function at hand has labels or cases.
  bool HasJumps = false;
  /// Mentions of locks and guards in the function at hand, once counted.
  std::optional<unsigned> LockUses;
  unsigned NamesGiven = 0;
};

} // namespace racetidy

#endif // RACETIDY_CHECKS_LOCKING_VACUOUSLOCKCHECK_H
