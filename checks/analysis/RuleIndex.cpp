//===- RuleIndex.cpp - rules looked up by declaration ---------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/analysis/RuleIndex.h"

#include "clang/AST/Attr.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace racetidy;

std::string racetidy::userName(const NamedDecl &D) {
  std::string Name;
  if (const IdentifierInfo *II = D.getIdentifier())
    Name = II->getName().str();
  else
    Name = D.getNameAsString();
  for (const DeclContext *C = D.getDeclContext(); C; C = C->getParent()) {
    if (const auto *N = dyn_cast<NamespaceDecl>(C)) {
      if (N->isInline() || N->isAnonymousNamespace())
        continue;
      Name = (N->getName() + "::" + Name).str();
    } else if (const auto *T = dyn_cast<TagDecl>(C)) {
      if (T->getIdentifier())
        Name = (T->getName() + "::" + Name).str();
    }
  }
  return Name;
}

RuleIndex::RuleIndex(std::shared_ptr<const RuleSet> Rules)
    : Rules(std::move(Rules)) {}

static bool matchesAny(const std::vector<std::string> &Globs,
                       const std::string &Name) {
  return llvm::any_of(
      Globs, [&](const std::string &P) { return matchesGlob(P, Name); });
}

template <typename Rule>
static const Rule *lastMatch(const std::vector<Rule> &Rules,
                             const std::string &Name) {
  for (const Rule &R : llvm::reverse(Rules))
    // Rules of functions alone have no type, and a lambda's class no name.
    if (!R.Type.empty() && matchesGlob(R.Type, Name))
      return &R;
  return nullptr;
}

void RuleIndex::fill(TypeAnswer &A, const std::string &Name) const {
  if (!A.Lock)
    A.Lock = lastMatch(Rules->Locks, Name);
  if (!A.Guard)
    A.Guard = lastMatch(Rules->Guards, Name);
  if (!A.Atomic)
    A.Atomic = lastMatch(Rules->Atomics, Name);
  if (!A.Pointer)
    A.Pointer = lastMatch(Rules->Pointers, Name);
  if (!A.Condition)
    A.Condition = lastMatch(Rules->Conditions, Name);
  if (!A.Container)
    for (const ContainerRule &R : llvm::reverse(Rules->Containers))
      if (!A.Container && matchesAny(R.Types, Name))
        A.Container = &R;
  A.NeverSuspends |= matchesAny(Rules->Suspensions.NeverSuspend, Name);
}

/// The declaration that names \p T at this level of sugar, or null.
static const NamedDecl *nameOf(QualType T) {
  if (const auto *TD = dyn_cast<TypedefType>(T))
    return TD->getDecl();
  // A dependent specialisation has no declaration but still a template.
  if (const auto *TS = dyn_cast<TemplateSpecializationType>(T))
    return TS->getTemplateName().getAsTemplateDecl();
  if (const auto *Tag = dyn_cast<TagType>(T))
    return Tag->getDecl();
  return nullptr;
}

void RuleIndex::fillFrom(TypeAnswer &A, QualType T, unsigned Depth) const {
  // Every name on the way down counts: 'pthread_spinlock_t' is only a typedef.
  while (true) {
    if (const NamedDecl *D = nameOf(T))
      fill(A, userName(*D));
    QualType Next = T->getLocallyUnqualifiedSingleStepDesugaredType();
    if (Next.getTypePtr() == T.getTypePtr())
      break;
    T = Next;
  }
  const auto *Record = T->getAsCXXRecordDecl();
  if (!Record || !Record->hasDefinition() || Depth == 0)
    return;
  for (const CXXBaseSpecifier &Base : Record->bases())
    if (Base.getAccessSpecifier() == AS_public)
      fillFrom(A, Base.getType(), Depth - 1);
}

const RuleIndex::TypeAnswer &RuleIndex::answer(QualType T) {
  // Expressions that are still to be resolved may have no type at all.
  if (!T.isNull())
    T = T.getNonReferenceType().getUnqualifiedType();
  auto [It, New] = Types.try_emplace(T.getAsOpaquePtr());
  if (New && !T.isNull()) {
    TypeAnswer A;
    fillFrom(A, T, /*Depth=*/4);
    Types[T.getAsOpaquePtr()] = A;
    return Types[T.getAsOpaquePtr()];
  }
  return It->second;
}

const LockRule *RuleIndex::lock(QualType T) { return answer(T).Lock; }
const GuardRule *RuleIndex::guard(QualType T) { return answer(T).Guard; }
const AtomicRule *RuleIndex::atomic(QualType T) { return answer(T).Atomic; }
const PointerRule *RuleIndex::pointer(QualType T) { return answer(T).Pointer; }
const ConditionRule *RuleIndex::condition(QualType T) {
  return answer(T).Condition;
}
const ContainerRule *RuleIndex::container(QualType T) {
  return answer(T).Container;
}

bool RuleIndex::isLock(QualType T) {
  if (lock(T))
    return true;
  const auto *Record =
      T.isNull() ? nullptr : T.getNonReferenceType()->getAsRecordDecl();
  return Record && Record->hasAttr<CapabilityAttr>();
}

std::optional<RuleIndex::AtomicCall>
RuleIndex::atomicFunction(StringRef Name) const {
  std::string Text = Name.str();
  for (const AtomicFunctionRule &Rule : llvm::reverse(Rules->AtomicFunctions))
    for (const auto &[Pattern, Op] : Rule.Functions)
      if (matchesGlob(Pattern, Text))
        return AtomicCall{Op, Rule.Object, Rule.Value, Rule.Expected,
                          Rule.Desired};
  return std::nullopt;
}

const RuleIndex::FunctionAnswer &RuleIndex::answer(const FunctionDecl &F) {
  const FunctionDecl *Key = F.getCanonicalDecl();
  auto It = Functions.find(Key);
  if (It != Functions.end())
    return It->second;

  FunctionAnswer A;
  if (F.getIdentifier() && !Rules->Suspensions.Functions.empty())
    A.Suspends = matchesAny(Rules->Suspensions.Functions, userName(F));
  if (F.getIdentifier() && !isa<CXXMethodDecl>(F)) {
    std::string Name = userName(F);
    for (const LockRule &Rule : llvm::reverse(Rules->Locks))
      for (const auto &[Pattern, Effect] : Rule.Functions)
        if (!A.Lock && matchesGlob(Pattern, Name))
          A.Lock = LockCall{Effect, Rule.Argument, Rule.TryGivesZero};
    A.Atomic = atomicFunction(Name);
    A.Fresh = llvm::any_of(Rules->FreshFunctions, [&](const std::string &P) {
      return matchesGlob(P, Name);
    });
  }
  return Functions.try_emplace(Key, std::move(A)).first->second;
}

std::optional<RuleIndex::LockCall>
RuleIndex::lockFunction(const FunctionDecl &F) {
  return answer(F).Lock;
}
std::optional<RuleIndex::AtomicCall>
RuleIndex::atomicFunction(const FunctionDecl &F) {
  return answer(F).Atomic;
}
bool RuleIndex::isFreshFunction(const FunctionDecl &F) {
  return answer(F).Fresh;
}
bool RuleIndex::suspends(const FunctionDecl &F) { return answer(F).Suspends; }

static bool matchesAny(const std::vector<std::string> &Globs,
                       const NamedDecl &D) {
  return D.getIdentifier() && matchesAny(Globs, D.getName().str());
}

bool RuleIndex::isCalledWithLockHeld(const FunctionDecl &F) const {
  return matchesAny(Rules->Naming.CalledWithLockHeld, F);
}

bool RuleIndex::assertsLockHeld(const FunctionDecl &F) const {
  return matchesAny(Rules->Naming.AssertsLockHeld, F);
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
  return D && matchesAny(Rules->Naming.GuardTypes, *D);
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
