//===- InferredLocks.cpp - locks over calls, and guards by what they do ---===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/analysis/LockFlow.h"

#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace racetidy;

/// The bit of a lock that a callee names, seen from the call; Unnamed where it
/// has no name here.
LockBits LockFlow::bitOf(const LockPlace &Lock, const Expr *Object,
                         ArrayRef<const Expr *> Args) {
  std::optional<AccessPath> Path;
  auto Steps = llvm::ArrayRef(Lock.Steps);
  switch (Lock.Root) {
  case RootKind::This:
    if (Object)
      Path = Object->getType()->isAnyPointerType() ? Paths.pointee(Object)
                                                   : Paths.path(Object);
    break;
  case RootKind::Parameter: {
    unsigned Index = cast<ParmVarDecl>(Lock.Variable)->getFunctionScopeIndex();
    if (Index >= Args.size())
      return Unnamed;
    if (Lock.Variable->getType()->isReferenceType()) {
      Path = Paths.path(Args[Index]);
    } else if (!Steps.empty() && Steps[0].first == PathStep::Deref) {
      Path = Paths.pointee(Args[Index]);
      Steps = Steps.drop_front();
    }
    break;
  }
  default:
    Path = AccessPath(RootKind::Static, Paths.entity(Lock.Variable));
  }
  for (auto [Kind, Field] : Steps)
    if (Path)
      Path = Path->with(Kind, Field ? Paths.entity(Field) : 0);
  return Path && !Path->tooLong() ? bit(*Path) : Unnamed;
}

void LockFlow::assume(LockBits Lock, const FunctionDecl &F, LockState &State) {
  unsigned Number = llvm::countr_zero(Lock);
  if (Number >= Infos.size())
    return;
  if (!llvm::is_contained(Infos[Number].Assumed, &F))
    Infos[Number].Assumed.push_back(&F);
  State.Assumed |= Lock;
  Fresh |= Lock & ~State.Given;
}

std::optional<LockBits> LockFlow::inferred(const FunctionDecl &F,
                                           const Expr *Object,
                                           ArrayRef<const Expr *> Args,
                                           LockState &State,
                                           SourceLocation Loc) {
  const NetEffect *Net = Effects.of(F);
  if (!Net)
    return std::nullopt;
  // A lock of the project's own, which is bound to a thread as its inner one.
  if (const auto *Method = dyn_cast<CXXMethodDecl>(&F);
      Method && Object && Rules.isLockClass(Method->getParent()))
    lockOf(Object);
  for (const LockChange &Change : Net->Released) {
    LockBits Lock = bitOf(Change.Lock, Object, Args);
    apply(LockEffect::Release, Lock, false, State, Loc);
  }
  for (const LockChange &Change : Net->Acquired) {
    LockBits Lock = bitOf(Change.Lock, Object, Args);
    if (Lock == Unnamed) {
      apply(LockEffect::TryAcquire, Lock, false, State, Loc);
      continue;
    }
    apply(Change.Assumed.empty() ? LockEffect::Acquire : LockEffect::TryAcquire,
          Lock, Change.Shared, State, Loc);
    for (const FunctionDecl *By : Change.Assumed)
      assume(Lock, *By, State);
  }
  LockBits Waited = 0;
  for (const LockChange &Change : Net->Interrupted)
    Waited |= bitOf(Change.Lock, Object, Args);
  return Waited & ~Unnamed;
}

static const CXXConstructExpr *constructionOf(const Expr *Init) {
  Init = Init ? Init->IgnoreImplicit() : nullptr;
  while (const auto *Cast = dyn_cast_or_null<CXXFunctionalCastExpr>(Init))
    Init = Cast->getSubExpr()->IgnoreImplicit();
  return dyn_cast_or_null<CXXConstructExpr>(Init);
}

/// A local whose constructor takes a lock that its destructor gives back.
bool LockFlow::inferredGuard(const VarDecl *V, LockState &State) {
  const CXXConstructExpr *Made = constructionOf(V->getInit());
  if (!Made)
    return false;
  const auto &Guarded = Effects.guardedBy(*Made->getConstructor());
  if (Guarded.empty())
    return false;
  GuardState Guard;
  Guard.Inferred = true;
  llvm::ArrayRef Args(Made->getArgs(), Made->getNumArgs());
  for (const LockChange &Change : Guarded) {
    LockBits Lock = bitOf(Change.Lock, nullptr, Args);
    Guard.Shared |= Change.Shared;
    if (!Change.Assumed.empty()) {
      // By name only: as with every such guard, nobody knows what it holds.
      LockBits Own = bit(AccessPath(RootKind::Local, Paths.entity(V)));
      Guard.Locks |= Own;
      Guard.Inferred = false;
      State.Held.tryAcquire(Own);
      if (Lock == Unnamed)
        continue;
      for (const FunctionDecl *By : Change.Assumed)
        assume(Lock, *By, State);
      Guard.Assumed |= Lock;
      continue;
    }
    Guard.Locks |= Lock;
    apply(Lock == Unnamed ? LockEffect::TryAcquire : LockEffect::Acquire, Lock,
          Change.Shared, State, V->getLocation());
  }
  State.Guards[Paths.entity(V)] = Guard;
  return true;
}

LockBits LockFlow::assumedLock(const VarDecl *V, ArrayRef<const Expr *> Args) {
  const CXXConstructExpr *Made = constructionOf(V->getInit());
  if (!Made || LockEffects::bodyOf(*Made->getConstructor()))
    return 0;
  LockBits Only = 0;
  for (const Expr *A : Args) {
    QualType T = A->getType().getNonReferenceType();
    if (!Effects.isLock(T->isAnyPointerType() ? T->getPointeeType() : T))
      continue;
    LockBits Lock = lockOf(A);
    if (Only || Lock == Unnamed)
      return 0;
    Only = Lock;
  }
  if (unsigned Number = llvm::countr_zero(Only); Only && Number < Infos.size())
    if (!llvm::is_contained(Infos[Number].Assumed, Made->getConstructor()))
      Infos[Number].Assumed.push_back(Made->getConstructor());
  return Only;
}
