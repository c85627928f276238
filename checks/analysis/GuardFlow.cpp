//===- GuardFlow.cpp - guards made, moved and destroyed -------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The half of LockFlow that knows local objects which hold locks.
///
//===----------------------------------------------------------------------===//
#include "checks/analysis/AtomicOperations.h"
#include "checks/analysis/LockFlow.h"

#include "clang/AST/Attr.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace racetidy;

/// The arguments that a variable is constructed from, whether the constructor
/// is resolved or, in a template, not yet.
static ArrayRef<const Expr *> constructorArguments(const Expr *Init) {
  Init = Init->IgnoreImplicit();
  // 'std::unique_lock<std::mutex>(m)' is written as a cast.
  while (const auto *Cast = dyn_cast<CXXFunctionalCastExpr>(Init))
    Init = Cast->getSubExpr()->IgnoreImplicit();
  if (const auto *C = dyn_cast<CXXConstructExpr>(Init))
    return ArrayRef<const Expr *>(C->getArgs(), C->getNumArgs());
  if (const auto *P = dyn_cast<ParenListExpr>(Init))
    return ArrayRef<const Expr *>(const_cast<ParenListExpr *>(P)->getExprs(),
                                  P->getNumExprs());
  if (const auto *L = dyn_cast<InitListExpr>(Init))
    return ArrayRef<const Expr *>(const_cast<InitListExpr *>(L)->getInits(),
                                  L->getNumInits());
  if (const auto *C = dyn_cast<CXXUnresolvedConstructExpr>(Init))
    return ArrayRef<const Expr *>(
        const_cast<CXXUnresolvedConstructExpr *>(C)->arg_begin(),
        C->getNumArgs());
  return {};
}

static bool isTag(const Expr *Arg, const std::string &Tag) {
  if (Tag.empty())
    return false;
  const CXXRecordDecl *Record =
      Arg->getType().getNonReferenceType()->getAsCXXRecordDecl();
  return Record && userName(*Record) == Tag;
}

/// The guard that \p E moves from: 'std::move(l)' or a plain 'l'.
static const VarDecl *movedFrom(const Expr *E) {
  E = E->IgnoreImplicit()->IgnoreParenImpCasts();
  if (const auto *C = dyn_cast<CXXConstructExpr>(E))
    return C->getNumArgs() == 1 ? movedFrom(C->getArg(0)) : nullptr;
  if (const auto *Call = dyn_cast<CallExpr>(E))
    return Call->getNumArgs() == 1 ? variableOf(Call->getArg(0)) : nullptr;
  return variableOf(E);
}

/// Whether \p Init makes the guard right here, from arguments that can be seen.
static bool isConstruction(const Expr *Init) {
  Init = Init->IgnoreImplicit();
  while (const auto *Cast = dyn_cast<CXXFunctionalCastExpr>(Init))
    Init = Cast->getSubExpr()->IgnoreImplicit();
  return isa<CXXConstructExpr, ParenListExpr, InitListExpr,
             CXXUnresolvedConstructExpr>(Init);
}

void LockFlow::constructed(const VarDecl *V, const GuardRule *Rule,
                           const Expr *From, LockState &State) {
  ArrayRef<const Expr *> Args;
  if (From)
    Args = constructorArguments(From);
  GuardState &Guard = State.Guards[Paths.entity(V)];
  Guard = {0, 0, Rule->Shared, Rule->Inverse};
  bool Deferred = false, Tried = false, Adopted = false;
  for (const Expr *Arg : Args) {
    if (isa<CXXDefaultArgExpr>(Arg))
      continue;
    if (isTag(Arg, Rule->DeferTag)) {
      Deferred = true;
    } else if (isTag(Arg, Rule->TryTag)) {
      Tried = true;
    } else if (isTag(Arg, Rule->AdoptTag)) {
      Adopted = true;
    } else if (Rules.guard(Arg->getType())) {
      // Made from another guard: the lock changes hands.
      const VarDecl *Other = movedFrom(Arg);
      auto It =
          Other ? State.Guards.find(Paths.entity(Other)) : State.Guards.end();
      if (It != State.Guards.end() && Rule->Inverse) {
        Guard.Locks |= It->second.Locks;
      } else if (It != State.Guards.end()) {
        Guard.Locks |= It->second.Locks & State.Held.mayAny();
        It->second.Locks = 0;
        return;
      } else {
        Guard.Locks |= bit(AccessPath(RootKind::Local, Paths.entity(V)));
      }
    } else if (!Arg->isTypeDependent() && (Arg->getType()->isArithmeticType() ||
                                           Arg->getType()->isEnumeralType())) {
      // A timeout, not a lock.
      Tried = true;
    } else {
      Guard.Locks |= lockOf(Arg);
    }
  }
  if (Deferred)
    return;
  // A function, an awaited one, or a choice gives a guard that holds something.
  if (From && !isConstruction(From))
    Guard.Locks = bit(AccessPath(RootKind::Local, Paths.entity(V)));
  (void)Adopted; // An adopted lock is held, just as one taken here.
  apply(Rule->Inverse ? LockEffect::Release
        : Tried       ? LockEffect::TryAcquire
                      : LockEffect::Acquire,
        Guard.Locks, Rule->Shared, State, V->getLocation());
}

/// Whether a local of this type could be a guard that nobody described: in a
/// template's pattern it has neither constructor nor destructor in the CFG.
bool LockFlow::mayBeUnknownGuard(const VarDecl *V) const {
  auto callsByName = [this](const Expr *E) {
    const auto *Call = dyn_cast<CallExpr>(E);
    return Call && Rules.lockEffectByName(nameOfCallee(*Call)) ==
                       LockEffect::TryAcquire;
  };
  QualType T = V->getType();
  if (T->isReferenceType())
    T = T->getPointeeType();
  if (!T->isDependentType() || T->isPointerType())
    return false;
  // 'T v = n.load();' copies a value; 'Guard g(m)' constructs, and so may
  // 'auto g = Policy::lock(m);'.
  if (V->getInitStyle() == VarDecl::CInit || T->isUndeducedType())
    return V->hasInit() && callsByName(V->getInit()->IgnoreImplicit());
  return V->hasInit();
}

/// 'auto held = co_await gate_.pass();': a local with a destructor that
/// came out of an await and is not touched again is there for its destructor,
/// which lets the next activation in.
bool LockFlow::isAwaitedGuard(const VarDecl *V) const {
  const Expr *Init = V->getInit() ? V->getInit()->IgnoreImplicit() : nullptr;
  const CXXRecordDecl *Record = V->getType()->getAsCXXRecordDecl();
  return Init && isa<CoawaitExpr>(Init) && Record && Record->hasDefinition() &&
         !Record->hasTrivialDestructor() && !V->isReferenced();
}

/// A guard that clang's attributes describe: its constructor says which of its
/// arguments it takes. Returns whether \p V is one.
bool LockFlow::scopedByAttribute(const VarDecl *V, LockState &State) {
  const CXXRecordDecl *Record = V->getType()->getAsCXXRecordDecl();
  if (!Record || !Record->hasAttr<ScopedLockableAttr>() || !V->getInit())
    return false;
  const auto *C = dyn_cast<CXXConstructExpr>(V->getInit()->IgnoreImplicit());
  const auto *Attr =
      C ? C->getConstructor()->getAttr<AcquireCapabilityAttr>() : nullptr;
  if (!Attr)
    return false;
  LockBits Locks = 0;
  for (const Expr *Named : Attr->args()) {
    const auto *Ref = dyn_cast<DeclRefExpr>(Named->IgnoreParenImpCasts());
    const auto *P = Ref ? dyn_cast<ParmVarDecl>(Ref->getDecl()) : nullptr;
    if (P && P->getFunctionScopeIndex() < C->getNumArgs())
      Locks |= lockOf(C->getArg(P->getFunctionScopeIndex()));
  }
  if (!Locks)
    return false;
  State.Guards[Paths.entity(V)] = {Locks, 0, Attr->isShared(), false};
  apply(LockEffect::Acquire, Locks, Attr->isShared(), State, V->getLocation());
  return true;
}

void LockFlow::declared(const VarDecl *V, LockState &State) {
  if (!V->hasLocalStorage() ||
      (V->getType()->isReferenceType() && !V->getType()->isDependentType()))
    return;
  ArrayRef<const Expr *> Args;
  if (V->getInit())
    Args = constructorArguments(V->getInit());

  if (const GuardRule *Rule = Rules.guard(V->getType()))
    return constructed(V, Rule, V->getInit(), State);

  if (scopedByAttribute(V, State) || inferredGuard(V, State))
    return;
  const CXXRecordDecl *Record = V->getType()->getAsCXXRecordDecl();
  bool ByAttribute = Record && Record->hasAttr<ScopedLockableAttr>();
  bool ByName = Record && Record->hasDefinition() &&
                !Record->hasTrivialDestructor() &&
                Rules.isNamedLikeGuard(V->getType());
  // A guard by whatever name: it is made from a lock and has a destructor.
  bool ByArgument =
      Record && Record->hasDefinition() && !Record->hasTrivialDestructor() &&
      llvm::any_of(Args, [&](const Expr *A) {
        QualType T = A->getType().getNonReferenceType();
        return Effects.isLock(T->isAnyPointerType() ? T->getPointeeType() : T);
      });
  if (!ByAttribute && !ByName && !ByArgument && !mayBeUnknownGuard(V) &&
      !isAwaitedGuard(V) && !Effects.holdsGuard(V->getType()))
    return;
  LockBits Locks = bit(AccessPath(RootKind::Local, Paths.entity(V)));
  LockBits Assumed = assumedLock(V, Args);
  State.Guards[Paths.entity(V)] = {Locks, Assumed, false, false};
  State.Held.tryAcquire(Locks);
  State.Assumed |= Assumed;
}

void LockFlow::destroyed(const VarDecl *V, LockState &State) {
  auto It = State.Guards.find(Paths.entity(V));
  if (It == State.Guards.end())
    return;
  GuardState Guard = It->second;
  State.Guards.erase(It);
  // What was given back by hand before is not the callers'.
  if (!Guard.Inverse)
    Guard.Locks &= State.Held.mayAny() | State.Assumed;
  // A guard around it by the same lock goes on to hold it: 'upgrade_lock'.
  for (const auto &[Entity, Around] : State.Guards) {
    Guard.Locks &= ~Around.Assumed;
    Guard.Assumed &= ~Around.Assumed;
  }
  State.Assumed &= ~Guard.Assumed;
  apply(Guard.Inverse ? LockEffect::Acquire : LockEffect::Release, Guard.Locks,
        Guard.Shared, State, V->getLocation());
}

void LockFlow::unwind(const CXXTryStmt &Try, LockState &State) {
  const SourceManager &SM = Function.getASTContext().getSourceManager();
  SourceRange Range = Try.getTryBlock()->getSourceRange();
  llvm::SmallVector<const VarDecl *, 4> Gone;
  for (const auto &[Entity, Guard] : State.Guards)
    if (const auto *V = dyn_cast_or_null<VarDecl>(Paths.declaration(Entity)))
      if (SM.isPointWithin(V->getLocation(), Range.getBegin(), Range.getEnd()))
        Gone.push_back(V);
  for (const VarDecl *V : Gone)
    destroyed(V, State);
}
