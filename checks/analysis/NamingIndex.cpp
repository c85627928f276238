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

static QualType withoutArrays(QualType T) {
  while (const ArrayType *A = T->getAsArrayTypeUnsafe())
    T = A->getElementType();
  return T;
}

/// A class that is itself a lock: at least half of what it offers takes a lock,
/// gives it back, or checks it, and what it takes is its own. A class of data
/// that can also be locked offers more than that.
bool RuleIndex::isLockClass(const CXXRecordDecl *R) {
  R = R->getDefinition();
  if (!R || R->isLambda() || R->isUnion())
    return false;
  auto [It, New] = LockClasses.try_emplace(R, false);
  if (!New || isOfLibrary(*R))
    return It->second;
  auto FromBase = [this](const CXXBaseSpecifier &B) {
    const CXXRecordDecl *Base = B.getType()->getAsCXXRecordDecl();
    return B.getAccessSpecifier() == AS_public && Base && isLockClass(Base);
  };
  bool Is = llvm::any_of(R->bases(), FromBase);
  unsigned Own = 0;
  for (const FieldDecl *F : R->fields())
    Own += isLock(withoutArrays(F->getType())) || atomic(F->getType());
  if (!Is && Own == 1) {
    unsigned Acquires = 0, Releases = 0, Others = 0;
    for (const CXXMethodDecl *M : R->methods()) {
      if (M->getAccess() != AS_public || M->isImplicit() || M->isDeleted() ||
          !M->isInstance() || !M->getIdentifier())
        continue;
      auto Effect = lockEffectByName(*M);
      if (Effect == LockEffect::Release)
        ++Releases;
      else if (Effect)
        ++Acquires;
      else
        Others += !assertsLockHeld(*M);
    }
    Is = Acquires && Releases && Others <= Acquires + Releases;
  }
  return LockClasses[R] = Is;
}

/// The rule of the lock that \p R wraps, if all its methods that have to do
/// with locks bear the names of that one's: 'lock() { inner_.lock(); }'. With
/// other names their bodies tell.
const LockRule *RuleIndex::wrappedLock(const CXXRecordDecl *R) {
  R = R->getDefinition();
  if (!R || !isLockClass(R))
    return nullptr;
  auto [It, New] = WrappedLocks.try_emplace(R, nullptr);
  if (!New)
    return It->second;
  const LockRule *Inner = nullptr;
  for (const FieldDecl *F : R->fields())
    if (const LockRule *Rule = lock(F->getType()))
      Inner = Rule;
  bool Same = Inner && llvm::all_of(R->methods(), [&](const CXXMethodDecl *M) {
                return M->getAccess() != AS_public || !M->isInstance() ||
                       !M->getIdentifier() || !lockEffectByName(*M) ||
                       Inner->Methods.count(M->getName().str());
              });
  return WrappedLocks[R] = Same ? Inner : nullptr;
}

/// The lock inside of a class that is one by its shape is what counts: one that
/// anybody may give back makes no other.
bool RuleIndex::isThreadBound(QualType T) {
  if (const LockRule *Rule = lock(T))
    return Rule->ThreadBound;
  const CXXRecordDecl *R = T->getAsCXXRecordDecl();
  if (R && R->hasDefinition())
    for (const FieldDecl *F : R->fields())
      if (const LockRule *Inner = lock(F->getType()))
        return Inner->ThreadBound;
  return isLock(T);
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
