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
  Assumed = (Assumed | Held.Must) & (Other.Assumed | Other.Held.Must);
  Given |= Other.Given;
  Done &= Other.Done;
  Held.join(Other.Held);
  Tried |= Other.Tried;
  for (const auto &[Guard, Theirs] : Other.Guards) {
    GuardState &Ours = Guards[Guard];
    Ours.Locks |= Theirs.Locks;
    Ours.Assumed |= Theirs.Assumed;
    Ours.Shared |= Theirs.Shared;
    Ours.Inverse |= Theirs.Inverse;
  }
}

LockFlow::LockFlow(const FunctionDecl &Function, LockEffects &Effects,
                   PathBuilder &Paths)
    : Function(Function), Effects(Effects), Rules(Effects.rules()),
      Paths(Paths) {}

LockBits LockFlow::apply(LockEffect Effect, LockBits Lock, bool SharedGuard,
                         LockState &State, SourceLocation Loc) {
  bool Takes = Effect != LockEffect::Release &&
               Effect != LockEffect::ReleaseShared &&
               Effect != LockEffect::Wait && Effect != LockEffect::Init &&
               Effect != LockEffect::Destroy;
  for (unsigned Number = 0; Takes && Number < Infos.size(); ++Number)
    if (Lock >> Number & 1) {
      Infos[Number].Taken = Loc;
      if (Effect != LockEffect::AssertHeld)
        Infos[Number].Takings.insert(Loc);
      Infos[Number].TakenIn = Block;
    }
  if (Takes && Effect != LockEffect::AssertHeld)
    Fresh |= Lock & ~State.Given;
  if (Takes)
    State.Done &= ~Lock;
  switch (Effect) {
  case LockEffect::Acquire:
  case LockEffect::AssertHeld:
    State.Tried &= ~Lock;
    SharedGuard ? State.Held.acquireShared(Lock) : State.Held.acquire(Lock);
    break;
  case LockEffect::AcquireShared:
    State.Tried &= ~Lock;
    State.Held.acquireShared(Lock);
    break;
  case LockEffect::TryAcquire:
    State.Tried |= Lock;
    SharedGuard ? State.Held.tryAcquireShared(Lock)
                : State.Held.tryAcquire(Lock);
    break;
  case LockEffect::TryAcquireShared:
    State.Tried |= Lock;
    State.Held.tryAcquireShared(Lock);
    break;
  case LockEffect::Release:
  case LockEffect::ReleaseShared: {
    // What the callers hold stays held; and of the many locks that share the
    // last bit, only one is given back.
    LockBits Kept = Callers | LockBits(1) << (MaxLocks - 1);
    // A recursive lock that some guard still holds stays held.
    for (const auto &[Entity, Guard] : State.Guards)
      for (unsigned Number = 0; Number < Infos.size(); ++Number)
        if (Infos[Number].Recursive)
          Kept |= Guard.Locks & LockBits(1) << Number;
    State.Given |=
        Lock & ~Kept &
        (OnEntry | Asserted | ~(State.Held.mayAny() | State.Assumed));
    noteBare(Lock & ~Kept, State, Loc);
    State.Done |= Lock & State.Held.mustAny() & ~Kept;
    State.Held.release(Lock & ~Kept);
    State.Assumed &= ~Lock;
    break;
  }
  case LockEffect::Wait:
    // It gives back a lock that must be held, by the callers if by nobody here.
    State.Given |=
        Lock & ~(State.Held.mayAny() | State.Assumed | Callers | Unnamed);
    noteBare(Lock & ~(Callers | Unnamed), State, Loc);
    return Lock;
  case LockEffect::Init:
    Made |= Lock & ~(Callers | Unnamed);
    break;
  case LockEffect::Destroy:
  case LockEffect::Detach:
  case LockEffect::Swap:
    break;
  }
  return 0;
}

/// Those of \p Locks that nothing out of sight can name.
LockBits LockFlow::hidden(LockBits Locks) const {
  LockBits Result = 0;
  for (unsigned Number = 0; Number < Infos.size(); ++Number) {
    const AccessPath &Path = Infos[Number].Path;
    const auto *V =
        Locks >> Number & 1 && !Path.dereferences()
            ? dyn_cast_or_null<VarDecl>(Paths.declaration(Path.root()))
            : nullptr;
    if (V && !V->isExternallyVisible())
      Result |= LockBits(1) << Number;
  }
  return Result;
}

void LockFlow::beginSweep() {
  // With a lock that is believed to be held on entry, nothing new is seen.
  if (Believed)
    return;
  for (LockInfo &Info : Infos)
    Info.GivenTwice = Info.GivenBare = SourceLocation();
}

/// Notes which of \p Lock are given back at \p Loc though nobody here can hold
/// them there.
void LockFlow::noteBare(LockBits Lock, const LockState &State,
                        SourceLocation Loc) {
  // What is held by another name may be just that.
  if ((State.Held.mayAny() & Unnamed) || State.Assumed)
    return;
  LockBits Bare = Lock & ~(State.Held.mayAny() | OnEntry | Asserted);
  for (unsigned Number = 0; Bare && Number < Infos.size(); ++Number)
    if (Bare >> Number & 1) {
      SourceLocation &At = State.Done >> Number & 1 ? Infos[Number].GivenTwice
                                                    : Infos[Number].GivenBare;
      if (At.isInvalid())
        At = Loc;
    }
}

/// The field of another class that an attribute names: '&Owner::mu_'.
static const FieldDecl *fieldNamed(const Expr *E) {
  E = E->IgnoreParenImpCasts();
  if (const auto *U = dyn_cast<UnaryOperator>(E))
    E = U->getSubExpr()->IgnoreParenImpCasts();
  if (const auto *Ref = dyn_cast<DeclRefExpr>(E))
    return dyn_cast<FieldDecl>(Ref->getDecl());
  const auto *M = dyn_cast<MemberExpr>(E);
  return M ? dyn_cast<FieldDecl>(M->getMemberDecl()) : nullptr;
}

LockState LockFlow::entry() {
  LockState State;
  Believed = false;
  if (Rules.isCalledWithLockHeld(Function))
    State.Held.acquire(Callers);
  // A method of an object that is itself a guard, or holds one.
  if (const auto *Method = dyn_cast<CXXMethodDecl>(&Function))
    if (Method->isInstance() && !isa<CXXConstructorDecl>(Method) &&
        Effects.hasGuardField(*Method->getParent()))
      State.Held.tryAcquire(Callers);
  for (const FunctionDecl *D : Function.redecls())
    for (const auto *Attr : D->specific_attrs<RequiresCapabilityAttr>())
      for (const Expr *Lock : Attr->args()) {
        // By its own name where it has one here: a body may give it back.
        LockBits Bit = lockOf(Lock);
        if (const FieldDecl *F = Bit == Unnamed ? fieldNamed(Lock) : nullptr)
          Bit = bit(AccessPath(RootKind::Static, Paths.entity(F)));
        if (Bit == Unnamed)
          Bit = Callers;
        Attr->isShared() ? State.Held.acquireShared(Bit)
                         : State.Held.acquire(Bit);
      }
  // A guard that the caller lends: 'void drain(std::unique_lock<std::mutex> &)'
  for (const ParmVarDecl *P : Function.parameters())
    if (const GuardRule *Rule = Rules.guard(P->getType())) {
      LockBits Lock = bit(AccessPath(RootKind::Parameter, Paths.entity(P)));
      State.Guards[Paths.entity(P)] = {Lock, 0, Rule->Shared, false};
      apply(LockEffect::Acquire, Lock, Rule->Shared, State, P->getLocation());
    } else if (Effects.holdsGuard(P->getType())) {
      State.Held.tryAcquire(Callers);
    }
  OnEntry = State.Held.mayAny() & ~(Callers | Unnamed);
  return State;
}

void LockFlow::require(LockBits Locks, LockState &Entry) {
  Entry.Held.acquire(Locks);
  OnEntry |= Locks;
  Believed = true;
}

std::map<EntityId, GuardState>::iterator
LockFlow::guardNamed(const Expr *E, LockState &State) {
  E = E->IgnoreParenImpCasts();
  // A guard is passed by address to C functions only, and by reference else.
  if (const auto *U = dyn_cast<UnaryOperator>(E);
      U && U->getOpcode() == UO_AddrOf)
    E = U->getSubExpr()->IgnoreParenImpCasts();
  const auto *Ref = dyn_cast<DeclRefExpr>(E);
  const auto *V = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  return V ? State.Guards.find(Paths.entity(V)) : State.Guards.end();
}

std::string racetidy::nameOfCallee(const CallExpr &Call) {
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

/// What clang's thread-safety attributes say of a call on \p Object, or, if
/// null, of a free function. Returns whether they say anything.
bool LockFlow::attributes(const CallExpr &Call, const Expr *Object,
                          LockState &State) {
  const FunctionDecl *F = Call.getDirectCallee();
  // 'void open() ACQUIRE(mu_)': the member of the object that is called on.
  auto LockNamed = [&](auto *Attr) -> LockBits {
    if (!Object)
      return Unnamed;
    LockBits Locks = 0;
    for (const Expr *Arg : Attr->args()) {
      const auto *M = dyn_cast<MemberExpr>(Arg->IgnoreParenImpCasts());
      auto Base = Object->getType()->isAnyPointerType() ? Paths.pointee(Object)
                                                        : Paths.path(Object);
      bool OfThis = M && isa<CXXThisExpr>(M->getBase()->IgnoreParenImpCasts());
      Locks |= OfThis && Base
                   ? bit(Base->with(PathStep::Field,
                                    Paths.entity(M->getMemberDecl())))
                   : Unnamed;
    }
    return Locks ? Locks : lockOf(Object);
  };
  auto Apply = [&](LockEffect Effect, LockBits Lock) {
    apply(Effect, Lock, false, State, Call.getBeginLoc());
    return true;
  };
  if (const auto *A = F->getAttr<AcquireCapabilityAttr>()) {
    LockBits Lock = LockNamed(A);
    if (Lock == Unnamed)
      return Apply(LockEffect::TryAcquire, Lock);
    return Apply(
        A->isShared() ? LockEffect::AcquireShared : LockEffect::Acquire, Lock);
  }
  if (const auto *A = F->getAttr<TryAcquireCapabilityAttr>())
    return Apply(LockEffect::TryAcquire, LockNamed(A));
  if (const auto *A = F->getAttr<ReleaseCapabilityAttr>())
    return Apply(LockEffect::Release, LockNamed(A));
  if (const auto *A = F->getAttr<AssertCapabilityAttr>())
    return Apply(LockEffect::AssertHeld, LockNamed(A));
  return false;
}

/// A method of a guard that no rule describes: one inferred, or one by name.
LockBits LockFlow::unruledGuard(const CallExpr &Call, GuardState &Guard,
                                LockState &State) {
  const FunctionDecl *F = Call.getDirectCallee();
  if (!F)
    return 0;
  std::optional<LockEffect> Effect = Effects.byName(*F);
  if (const NetEffect *Net = Effects.of(*F)) {
    if (!Net->Acquired.empty())
      Effect = LockEffect::Acquire;
    else if (!Net->Released.empty())
      Effect = LockEffect::Release;
  }
  if (!Effect)
    return 0;
  bool Gives = *Effect == LockEffect::Release;
  State.Assumed =
      Gives ? State.Assumed & ~Guard.Assumed : State.Assumed | Guard.Assumed;
  // By its name alone it only ever holds.
  if (Guard.Inferred)
    apply(Gives ? LockEffect::Release : LockEffect::Acquire, Guard.Locks,
          Guard.Shared, State, Call.getBeginLoc());
  return 0;
}

LockBits LockFlow::guardMethod(const MethodCall &Method, EntityId Guard,
                               const GuardRule &Rule, LockState &State) {
  GuardState &Ours = State.Guards[Guard];
  auto Effect = Rule.Methods.find(Method.Name);
  if (Effect == Rule.Methods.end())
    return 0;
  if (Effect->second == LockEffect::Detach) {
    Ours.Locks = 0;
    return 0;
  }
  if (Effect->second == LockEffect::Swap) {
    if (Method.Arguments.size() == 1)
      if (auto Other = guardNamed(Method.Arguments[0], State);
          Other != State.Guards.end())
        std::swap(Ours, Other->second);
    return 0;
  }
  LockBits Locks = Ours.Locks;
  if (Effect->second == LockEffect::Release) {
    // Given back by hand, a recursive lock is free though its guard lives.
    LockBits Kept = std::exchange(Ours.Locks, 0);
    apply(LockEffect::Release, Locks, Rule.Shared, State,
          Method.Object->getBeginLoc());
    Ours.Locks = Kept;
    return 0;
  }
  return apply(Effect->second, Locks, Rule.Shared, State,
               Method.Object->getBeginLoc());
}

LockBits LockFlow::method(const CallExpr &Call, LockState &State) {
  auto Method = methodCall(Call);
  if (!Method)
    return function(Call, State);
  SourceLocation Loc = Call.getBeginLoc();

  if (const ConditionRule *Rule = Rules.condition(Method->ObjectType)) {
    if (!llvm::is_contained(Rule->Waits, Method->Name) ||
        Rule->Lock >= Method->Arguments.size())
      return 0;
    const Expr *Lock = Method->Arguments[Rule->Lock];
    auto Guard = guardNamed(Lock, State);
    return apply(LockEffect::Wait,
                 Guard != State.Guards.end() ? Guard->second.Locks
                                             : lockOf(Lock),
                 false, State, Loc);
  }

  auto Guard = guardNamed(Method->Object, State);
  if (Guard != State.Guards.end()) {
    const auto *V = cast<VarDecl>(
        cast<DeclRefExpr>(Method->Object->IgnoreParenImpCasts())->getDecl());
    const GuardRule *Rule = Rules.guard(V->getType());
    if (!Rule)
      return unruledGuard(Call, Guard->second, State);
    if (Method->Name == "operator=" && Method->Arguments.size() == 1) {
      // 'l = std::unique_lock(m)': what it held is released first.
      State.Held.release(Guard->second.Locks);
      constructed(V, Rule, Method->Arguments[0], State);
      return 0;
    }
    return guardMethod(*Method, Guard->first, *Rule, State);
  }
  // A guard that is a member: it stands for a lock by its own name.
  if (const GuardRule *Rule = Rules.guard(Method->ObjectType)) {
    auto Effect = Rule->Methods.find(Method->Name);
    if (Effect == Rule->Methods.end())
      return 0;
    return apply(Effect->second, lockOf(Method->Object), Rule->Shared, State,
                 Loc);
  }
  if (const LockRule *Rule = Rules.lock(Method->ObjectType)) {
    auto Effect = Rule->Methods.find(Method->Name);
    if (Effect == Rule->Methods.end())
      return 0;
    return apply(Effect->second, lockOf(Method->Object), false, State, Loc);
  }
  if (const FunctionDecl *F = Call.getDirectCallee()) {
    if (attributes(Call, Method->Object, State))
      return 0;
    if (auto Waited =
            inferred(*F, Method->Object, Method->Arguments, State, Loc))
      return *Waited;
    // 'allocator->Release(size)' gives back so much of something: no lock.
    bool ByAmount = llvm::any_of(Method->Arguments, [](const Expr *A) {
      return A->getType()->isArithmeticType();
    });
    if (auto ByName = Effects.byName(*F);
        ByName && !(*ByName == LockEffect::Release && ByAmount)) {
      LockBits Lock = lockOf(Method->Object);
      apply(*ByName, Lock, false, State, Loc);
      if (*ByName == LockEffect::TryAcquire && Effects.isAssumed(*F))
        assume(Lock, *F, State);
    }
  } else if (auto ByName = Rules.lockEffectByName(Method->Name)) {
    // In a template, of a type that is not known yet.
    apply(*ByName, lockOf(Method->Object), false, State, Loc);
  }
  return 0;
}

LockBits LockFlow::function(const CallExpr &Call, LockState &State) {
  const FunctionDecl *F = Call.getDirectCallee();
  SourceLocation Loc = Call.getBeginLoc();
  if (!F) {
    if (auto ByName = Rules.lockEffectByName(nameOfCallee(Call)))
      apply(*ByName, Unnamed, false, State, Loc);
    return 0;
  }
  if (auto Known = Rules.lockFunction(*F)) {
    LockBits Waited = 0;
    for (unsigned I = 0; I < Call.getNumArgs(); ++I) {
      if (I != Known->Argument && Known->Argument != AllArguments)
        continue;
      auto Guard = guardNamed(Call.getArg(I), State);
      Waited |= apply(Known->Effect,
                      Guard != State.Guards.end() ? Guard->second.Locks
                                                  : lockOf(Call.getArg(I)),
                      false, State, Loc);
    }
    return Waited;
  }
  if (attributes(Call, nullptr, State))
    return 0;
  if (auto Waited = inferred(*F, nullptr,
                             llvm::ArrayRef(Call.getArgs(), Call.getNumArgs()),
                             State, Loc))
    return *Waited;
  if (auto ByName = Effects.byName(*F)) {
    LockBits Lock = ofFunction(Call, *F, *ByName, State);
    apply(*ByName, Lock, false, State, Loc);
    if (*ByName == LockEffect::TryAcquire && Lock != Unnamed)
      assume(Lock, *F, State);
  }
  return 0;
}

LockBits LockFlow::statement(const Stmt *S, LockState &State) {
  if (const auto *Declaration = dyn_cast<DeclStmt>(S)) {
    for (const Decl *D : Declaration->decls())
      if (const auto *V = dyn_cast<VarDecl>(D))
        declared(V, State);
    return 0;
  }
  const auto *Call = dyn_cast<CallExpr>(S);
  if (!Call)
    return 0;
  // What is called out of sight may have taken the lock again.
  if (const FunctionDecl *F = Call->getDirectCallee();
      State.Done && (!F || (!LockEffects::bodyOf(*F) && !isOfLibrary(*F))))
    State.Done &= hidden(State.Done);
  if (const FunctionDecl *F = Call->getDirectCallee();
      F && Rules.assertsLockHeld(*F)) {
    // Which lock, the object says where it is one: 'mu_.AssertHeld()'.
    auto Method = methodCall(*Call);
    LockBits Lock = Callers;
    if (Method && Effects.isLock(Method->ObjectType))
      Lock |= lockOf(Method->Object);
    Asserted |= Lock & ~State.Held.mayAny();
    // A lock that was taken by another name may be this one.
    if (!(State.Held.mayAny() & Unnamed))
      Required |= Lock & ~State.Held.mayAny();
    State.Held.acquire(Lock);
    return 0;
  }
  return method(*Call, State);
}

LockBits LockFlow::namedIn(const Stmt *S, LockState &State) {
  LockBits Locks = 0;
  llvm::SmallVector<const Stmt *, 8> Work{S};
  while (!Work.empty()) {
    const Stmt *Next = Work.pop_back_val();
    if (!Next)
      continue;
    if (const auto *E = dyn_cast<Expr>(Next);
        E && isa<DeclRefExpr, MemberExpr>(E)) {
      if (auto Guard = guardNamed(E, State); Guard != State.Guards.end())
        Locks |= Guard->second.Locks;
      else if (Effects.isLock(E->getType()))
        Locks |= lockOf(E);
    }
    llvm::append_range(Work, Next->children());
  }
  return Locks;
}
