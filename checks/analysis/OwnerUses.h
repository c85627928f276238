//===- OwnerUses.h - what relies on an answer about owners -*- C++ -*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_ANALYSIS_OWNERUSES_H
#define RACETIDY_CHECKS_ANALYSIS_OWNERUSES_H

#include "checks/analysis/OwnerFlow.h"

#include "clang/AST/ParentMap.h"

namespace racetidy {

/// Recognises, statement by statement, what relies on an answer about owners
/// and what makes it stale.
class OwnerUses {
public:
  OwnerUses(const clang::FunctionDecl &Function, RuleIndex &Rules);

  PathBuilder &paths() { return Paths; }
  /// Whether the function takes a lock somewhere.
  bool takesLock() const { return TakesLock; }

  /// Whether no other thread can change the answer to \p T, asked of the
  /// pointer at \p Path: this function owns the object itself.
  bool isConfined(const OwnerTest &T, const AccessPath &Path);

  /// What \p E does that relies on an answer; without the test.
  std::optional<OwnerUse> use(const clang::Expr &E);

  /// The locations to which \p S gives a new value, or may; \p AnyGlobal when
  /// it may be any global.
  void assigned(const clang::Stmt &S, llvm::SmallVectorImpl<AccessPath> &Into,
                bool &AnyGlobal);

private:
  std::optional<AccessPath> object(const MethodCall &M);
  /// Where the owner that \p Made makes is dereferenced without a test.
  clang::SourceLocation dereference(const clang::Expr &Made, bool &ByArrow);
  clang::SourceLocation firstDereference(const clang::VarDecl &V);
  bool isDereferenced(const clang::Expr *E, bool &ByArrow) const;

  std::optional<OwnerUse> lockUse(const clang::Expr &E);
  std::optional<OwnerUse> changeUse(const clang::Expr &E);
  std::optional<AccessPath> changed(const clang::Expr &E);
  bool isLocalOwner(const clang::Expr *E);

  const clang::FunctionDecl &Function;
  RuleIndex &Rules;
  PathBuilder Paths;
  clang::ParentMap Parents;
  bool TakesLock = false;
  /// Of every variable; filled when first asked.
  llvm::DenseMap<const clang::Decl *, const clang::DeclRefExpr *> FirstMentions;
};

} // namespace racetidy

#endif // RACETIDY_CHECKS_ANALYSIS_OWNERUSES_H
