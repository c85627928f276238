//===- NamingIndex.cpp - what names alone say -----------------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// RuleIndex's answers by conventions, and by the names of single functions and
/// variables.
///
//===----------------------------------------------------------------------===//
#include "checks/analysis/RuleIndex.h"

#include "clang/AST/DeclCXX.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace racetidy;

static bool isNamedAs(const std::vector<std::string> &Globs,
                      const NamedDecl &D) {
  return D.getIdentifier() && matchesAny(Globs, D.getName().str());
}

bool RuleIndex::isCalledWithLockHeld(const FunctionDecl &F) const {
  return isNamedAs(Rules->Naming.CalledWithLockHeld, F);
}

bool RuleIndex::assertsLockHeld(const FunctionDecl &F) const {
  return isNamedAs(Rules->Naming.AssertsLockHeld, F);
}

bool RuleIndex::isSetUp(const FunctionDecl &F) const {
  return isNamedAs(Rules->Naming.SetUp, F);
}

bool RuleIndex::givesBound(const FunctionDecl &F) const {
  return isNamedAs(Rules->Naming.Bounds, F);
}

std::optional<LockEffect>
RuleIndex::lockEffectByName(const FunctionDecl &F) const {
  return F.getIdentifier() ? lockEffectByName(F.getName().str()) : std::nullopt;
}

std::optional<LockEffect>
RuleIndex::lockEffectByName(const std::string &Name) const {
  // Giving back first: 'unlock' also ends in 'lock'.
  if (matchesAny(Rules->Naming.ReleasesLock, Name))
    return LockEffect::Release;
  if (matchesAny(Rules->Naming.AcquiresLock, Name))
    return LockEffect::TryAcquire;
  return std::nullopt;
}

bool RuleIndex::isNamedLikeGuard(QualType T) const {
  T = T.getNonReferenceType();
  const NamedDecl *D = nullptr;
  if (const auto *TS = T->getAs<TemplateSpecializationType>())
    D = TS->getTemplateName().getAsTemplateDecl();
  else
    D = T->getAsRecordDecl();
  return D && isNamedAs(Rules->Naming.GuardTypes, *D);
}

bool RuleIndex::needsAffinity(const FunctionDecl &F,
                              const AffinityRule &Rule) const {
  if (!F.getIdentifier() || matchesAny(Rule.Anywhere, F.getName().str()) ||
      matchesAny(Rule.Anywhere, userName(F)))
    return false;
  const auto *Method = dyn_cast<CXXMethodDecl>(&F);
  return !Method || isOfLibrary(*Method->getParent()) ||
         matchesAny(Rule.Types, userName(*Method->getParent()));
}

bool RuleIndex::isHarmless(StringRef Name) const {
  return matchesAny(Rules->Naming.Harmless, Name.str());
}

bool RuleIndex::isSingleWriter(const NamedDecl &D) const {
  if (Rules->SingleWriters.empty())
    return false;
  std::string Name = userName(D);
  return llvm::any_of(Rules->SingleWriters, [&](const SingleWriterRule &R) {
    return matchesGlob(R.Entity, Name);
  });
}
