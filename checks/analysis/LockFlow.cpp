//===- LockFlow.cpp - how locks come and go -------------------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/analysis/LockFlow.h"

#include "checks/analysis/AtomicOperations.h"

#include "clang/AST/Attr.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace racetidy;

void LockState::join(const LockState &Other) {
  Held.join(Other.Held);
  for (const auto &[Guard, Theirs] : Other.Guards) {
    GuardState &Ours = Guards[Guard];
    Ours.Locks |= Theirs.Locks;
    Ours.Shared |= Theirs.Shared;
  }
}

LockFlow::LockFlow(const FunctionDecl &Function, RuleIndex &Rules,
                   PathBuilder &Paths)
    : Function(Function), Rules(Rules), Paths(Paths) {}

LockBits LockFlow::bit(const AccessPath &Path) {
  unsigned Next = std::min<size_t>(Bits.size(), 61);
  return Bits.try_emplace(Path, LockBits(1) << Next).first->second;
}

LockBits LockFlow::lockOf(const Expr *E) {
  E = E->IgnoreParenImpCasts();
  auto Path =
      E->getType()->isAnyPointerType() ? Paths.pointee(E) : Paths.path(E);
  return Path ? bit(*Path) : Unnamed;
}

void LockFlow::apply(LockEffect Effect, LockBits Lock, bool SharedGuard,
                     LockState &State) {
  switch (Effect) {
  case LockEffect::Acquire:
  case LockEffect::AssertHeld:
    return SharedGuard ? State.Held.acquireShared(Lock)
                       : State.Held.acquire(Lock);
  case LockEffect::TryAcquire:
    return SharedGuard ? State.Held.acquireShared(Lock)
                       : State.Held.tryAcquire(Lock);
  case LockEffect::AcquireShared:
  case LockEffect::TryAcquireShared:
    return State.Held.acquireShared(Lock);
  case LockEffect::Release:
  case LockEffect::ReleaseShared:
    return State.Held.release(Lock & ~Callers);
  }
}

/// Whether an object of type \p T has a guard inside: a pointer to one, a
/// std::optional or pair of one, a structure with a guard among its fields.
bool LockFlow::holdsGuard(QualType T, unsigned Depth) {
  if (T.isNull())
    return false;
  T = T.getNonReferenceType();
  if (T->isPointerType())
    T = T->getPointeeType();
  if (Rules.guard(T))
    return true;
  if (Depth == 0)
    return false;
  if (const auto *S = T->getAs<TemplateSpecializationType>())
    for (const TemplateArgument &A : S->template_arguments())
      if (A.getKind() == TemplateArgument::Type &&
          holdsGuard(A.getAsType(), Depth - 1))
        return true;
  const auto *Record = T->getAsCXXRecordDecl();
  if (!Record || !Record->hasDefinition())
    return false;
  if (const auto *S = dyn_cast<ClassTemplateSpecializationDecl>(Record))
    for (const TemplateArgument &A : S->getTemplateArgs().asArray())
      if (A.getKind() == TemplateArgument::Type &&
          holdsGuard(A.getAsType(), Depth - 1))
        return true;
  return !Record->isLambda() &&
         llvm::any_of(Record->fields(), [&](const FieldDecl *F) {
           return Rules.guard(F->getType()) != nullptr;
         });
}

LockState LockFlow::entry() {
  LockState State;
  if (Rules.isCalledWithLockHeld(Function))
    State.Held.acquire(Callers);
  // A method of an object that is itself a guard, or holds one.
  if (const auto *Method = dyn_cast<CXXMethodDecl>(&Function))
    if (Method->isInstance() && !isa<CXXConstructorDecl>(Method) &&
        llvm::any_of(Method->getParent()->fields(), [&](const FieldDecl *F) {
          return Rules.guard(F->getType()) != nullptr;
        }))
      State.Held.tryAcquire(Callers);
  for (const FunctionDecl *D : Function.redecls())
    for (const auto *Attr : D->specific_attrs<RequiresCapabilityAttr>()) {
      if (!Attr->isShared())
        State.Held.acquire(Callers);
    }
  // A guard that the caller lends: 'void drain(std::unique_lock<std::mutex> &)'
  for (const ParmVarDecl *P : Function.parameters())
    if (const GuardRule *Rule = Rules.guard(P->getType())) {
      LockBits Lock = bit(AccessPath(RootKind::Parameter, Paths.entity(P)));
      State.Guards[Paths.entity(P)] = {Lock, Rule->Shared};
      apply(LockEffect::Acquire, Lock, Rule->Shared, State);
    } else if (holdsGuard(P->getType(), 2)) {
      State.Held.tryAcquire(Callers);
    }
  return State;
}

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

static const VarDecl *variableOf(const Expr *E) {
  const auto *Ref = dyn_cast<DeclRefExpr>(E->IgnoreParenImpCasts());
  return Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
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
  Guard = {0, Rule->Shared};
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
      if (It != State.Guards.end()) {
        Guard.Locks |= It->second.Locks & State.Held.May;
        It->second.Locks = 0;
        return;
      }
      Guard.Locks |= bit(AccessPath(RootKind::Local, Paths.entity(V)));
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
  apply(Tried ? LockEffect::TryAcquire : LockEffect::Acquire, Guard.Locks,
        Rule->Shared, State);
}

/// The name of what a call in a template calls, where it is not resolved yet.
static std::string nameOfCallee(const CallExpr &Call) {
  const Expr *Callee = Call.getCallee()->IgnoreParenImpCasts();
  if (const auto *M = dyn_cast<CXXDependentScopeMemberExpr>(Callee))
    return M->getMember().getAsString();
  if (const auto *D = dyn_cast<DependentScopeDeclRefExpr>(Callee))
    return D->getDeclName().getAsString();
  if (const auto *O = dyn_cast<OverloadExpr>(Callee))
    return O->getName().getAsString();
  if (const FunctionDecl *F = Call.getDirectCallee())
    return F->getNameAsString();
  return "";
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

void LockFlow::declared(const VarDecl *V, LockState &State) {
  if (!V->hasLocalStorage() ||
      (V->getType()->isReferenceType() && !V->getType()->isDependentType()))
    return;
  ArrayRef<const Expr *> Args;
  if (V->getInit())
    Args = constructorArguments(V->getInit());

  if (const GuardRule *Rule = Rules.guard(V->getType()))
    return constructed(V, Rule, V->getInit(), State);

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
        return Rules.isLock(T->isAnyPointerType() ? T->getPointeeType() : T);
      });
  if (!ByAttribute && !ByName && !ByArgument && !mayBeUnknownGuard(V) &&
      !holdsGuard(V->getType(), 2))
    return;
  LockBits Locks = bit(AccessPath(RootKind::Local, Paths.entity(V)));
  State.Guards[Paths.entity(V)] = {Locks, false};
  State.Held.tryAcquire(Locks);
}

void LockFlow::destroyed(const VarDecl *V, LockState &State) {
  auto It = State.Guards.find(Paths.entity(V));
  if (It == State.Guards.end())
    return;
  State.Held.release(It->second.Locks);
  State.Guards.erase(It);
}

void LockFlow::statement(const Stmt *S, LockState &State) {
  if (const auto *Declaration = dyn_cast<DeclStmt>(S)) {
    for (const Decl *D : Declaration->decls())
      if (const auto *V = dyn_cast<VarDecl>(D))
        declared(V, State);
    return;
  }
  const auto *E = dyn_cast<Expr>(S);
  if (!E || !isa<CallExpr>(E))
    return;
  if (const FunctionDecl *F = cast<CallExpr>(E)->getDirectCallee();
      F && Rules.assertsLockHeld(*F))
    return State.Held.acquire(Callers);

  if (auto Method = methodCall(*E)) {
    const VarDecl *V = variableOf(Method->Object);
    auto Guard = V ? State.Guards.find(Paths.entity(V)) : State.Guards.end();
    if (Guard != State.Guards.end()) {
      const GuardRule *Rule = Rules.guard(V->getType());
      if (!Rule)
        return;
      if (Method->Name == "operator=" && Method->Arguments.size() == 1) {
        // 'l = std::unique_lock(m)': what it held is released first.
        State.Held.release(Guard->second.Locks);
        constructed(V, Rule, Method->Arguments[0], State);
        return;
      }
      auto Effect = Rule->Methods.find(Method->Name);
      if (Effect != Rule->Methods.end())
        apply(Effect->second, Guard->second.Locks, Rule->Shared, State);
      return;
    }
    // A guard that is a member: it stands for a lock by its own name.
    if (const GuardRule *Rule = Rules.guard(Method->ObjectType)) {
      auto Effect = Rule->Methods.find(Method->Name);
      if (Effect != Rule->Methods.end())
        apply(Effect->second, lockOf(Method->Object), Rule->Shared, State);
      return;
    }
    if (const LockRule *Rule = Rules.lock(Method->ObjectType)) {
      auto Effect = Rule->Methods.find(Method->Name);
      if (Effect != Rule->Methods.end())
        apply(Effect->second, lockOf(Method->Object), false, State);
      return;
    }
    // A lock of the project, by clang's thread-safety attributes.
    const auto *Call = cast<CallExpr>(E);
    if (const FunctionDecl *F = Call->getDirectCallee()) {
      if (const auto *A = F->getAttr<AcquireCapabilityAttr>())
        apply(A->isShared() ? LockEffect::AcquireShared : LockEffect::Acquire,
              lockOf(Method->Object), false, State);
      else if (F->hasAttr<TryAcquireCapabilityAttr>())
        apply(LockEffect::TryAcquire, lockOf(Method->Object), false, State);
      else if (F->hasAttr<ReleaseCapabilityAttr>())
        apply(LockEffect::Release, lockOf(Method->Object), false, State);
      else if (F->hasAttr<AssertCapabilityAttr>())
        apply(LockEffect::AssertHeld, lockOf(Method->Object), false, State);
      else if (auto ByName = Rules.lockEffectByName(*F))
        apply(*ByName, lockOf(Method->Object), false, State);
    } else if (auto ByName = Rules.lockEffectByName(Method->Name)) {
      // In a template, of a type that is not known yet.
      apply(*ByName, lockOf(Method->Object), false, State);
    }
    return;
  }

  const auto *Call = cast<CallExpr>(E);
  const FunctionDecl *F = Call->getDirectCallee();
  if (!F) {
    if (auto ByName = Rules.lockEffectByName(nameOfCallee(*Call)))
      apply(*ByName, Unnamed, false, State);
    return;
  }
  if (auto Known = Rules.lockFunction(*F)) {
    for (unsigned I = 0; I < Call->getNumArgs(); ++I) {
      if (I != Known->Argument && Known->Argument != AllArguments)
        continue;
      const VarDecl *V = variableOf(Call->getArg(I));
      auto Guard = V ? State.Guards.find(Paths.entity(V)) : State.Guards.end();
      apply(Known->Effect,
            Guard != State.Guards.end() ? Guard->second.Locks
                                        : lockOf(Call->getArg(I)),
            false, State);
    }
  } else if (F->hasAttr<AcquireCapabilityAttr>() ||
             F->hasAttr<TryAcquireCapabilityAttr>()) {
    apply(LockEffect::TryAcquire, Unnamed, false, State);
  } else if (F->hasAttr<ReleaseCapabilityAttr>()) {
    apply(LockEffect::Release, Unnamed, false, State);
  } else if (auto ByName = Rules.lockEffectByName(*F)) {
    // Which lock, the arguments may say; one for all is coarse, and quiet.
    apply(*ByName, Unnamed, false, State);
  }
}
