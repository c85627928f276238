//===- LockEffects.cpp - what a project's functions do to locks -----------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/analysis/LockEffects.h"

#include "checks/analysis/AtomicOperations.h"
#include "checks/analysis/FunctionScan.h"
#include "checks/analysis/SummaryFlow.h"

#include "clang/AST/Attr.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/SaveAndRestore.h"

using namespace clang;
using namespace racetidy;

const FunctionDecl *LockEffects::bodyOf(const FunctionDecl &F) {
  const FunctionDecl *Body = nullptr;
  if (F.hasBody(Body) && !Body->isDefaulted())
    return Body;
  const FunctionDecl *Pattern = F.getTemplateInstantiationPattern();
  return Pattern && Pattern->hasBody(Body) && !Body->isDefaulted() ? Body
                                                                   : nullptr;
}

std::optional<LockEffect> LockEffects::byName(const FunctionDecl &F) {
  const FunctionDecl *Key = F.getCanonicalDecl();
  auto It = Names.find(Key);
  if (It == Names.end())
    It = Names.try_emplace(Key, Rules.lockEffectByName(F)).first;
  return It->second;
}

bool LockEffects::isAssumed(const FunctionDecl &F) {
  // What gives an answer may not have got the lock.
  return F.getReturnType()->isVoidType() && !bodyOf(F) && !isOfLibrary(F);
}

bool LockEffects::hasGuardField(const CXXRecordDecl &R) {
  auto [It, New] = GuardFields.try_emplace(&R, false);
  if (New && R.hasDefinition())
    It->second =
        llvm::any_of(R.getDefinition()->fields(), [&](const FieldDecl *F) {
          return Rules.guard(F->getType()) != nullptr;
        });
  return It->second;
}

bool LockEffects::holdsGuard(QualType T) {
  if (T.isNull() || T->isBuiltinType())
    return false;
  auto [It, New] = GuardHolders.try_emplace(T.getAsOpaquePtr(), false);
  return New ? GuardHolders[T.getAsOpaquePtr()] = holdsGuard(T, 2) : It->second;
}

bool LockEffects::holdsGuard(QualType T, unsigned Depth) {
  if (T.isNull())
    return false;
  T = T.getNonReferenceType();
  if (T->isPointerType())
    T = T->getPointeeType();
  if (T->isBuiltinType())
    return false;
  if (Rules.guard(T))
    return true;
  if (Depth == 0)
    return false;
  auto Holds = [&](ArrayRef<TemplateArgument> Args) {
    return llvm::any_of(Args, [&](const TemplateArgument &A) {
      return A.getKind() == TemplateArgument::Type &&
             holdsGuard(A.getAsType(), Depth - 1);
    });
  };
  if (const auto *S = T->getAs<TemplateSpecializationType>())
    if (Holds(S->template_arguments()))
      return true;
  const auto *Record = T->getAsCXXRecordDecl();
  if (!Record || !Record->hasDefinition())
    return false;
  if (const auto *S = dyn_cast<ClassTemplateSpecializationDecl>(Record))
    if (Holds(S->getTemplateArgs().asArray()))
      return true;
  return !Record->isLambda() && hasGuardField(*Record);
}

bool LockEffects::isLock(QualType T) {
  if (T.isNull())
    return false;
  T = T.getNonReferenceType();
  while (const ArrayType *A = T->getAsArrayTypeUnsafe())
    T = A->getElementType();
  return Rules.isLock(T);
}

bool LockEffects::touchesLock(const FunctionDecl &F) {
  auto [It, New] = Touching.try_emplace(&F, false);
  if (!New)
    return It->second;
  bool Touches = Rules.lockFunction(F) || Rules.assertsLockHeld(F) ||
                 (F.hasAttrs() && (F.hasAttr<AcquireCapabilityAttr>() ||
                                   F.hasAttr<TryAcquireCapabilityAttr>() ||
                                   F.hasAttr<AssertCapabilityAttr>() ||
                                   F.hasAttr<ReleaseCapabilityAttr>()));
  if (const auto *Method = dyn_cast<CXXMethodDecl>(&F); !Touches && Method) {
    QualType T = F.getASTContext().getCanonicalTagType(Method->getParent());
    Touches = Rules.isLock(T) || Rules.guard(T) || Rules.condition(T);
  }
  if (!Touches && !isOfLibrary(F))
    Touches = byName(F) || of(F);
  return Touching[&F] = Touches;
}

bool LockEffects::touches(const CallExpr &Call) {
  const FunctionDecl *F = Call.getDirectCallee();
  return F ? touchesLock(*F)
           : Rules.lockEffectByName(nameOfCallee(Call)).has_value();
}

bool LockEffects::maybeGuard(const VarDecl &V) {
  QualType T = V.getType();
  if (T->isDependentType())
    return V.hasInit() && !T->isReferenceType() && !T->isPointerType();
  const CXXRecordDecl *R = T->getAsCXXRecordDecl();
  if (!R || T->isReferenceType())
    return false;
  if (Rules.guard(T) || R->hasAttr<ScopedLockableAttr>())
    return true;
  if (!R->hasDefinition() || R->hasTrivialDestructor())
    return false;
  auto [It, New] = NamedGuards.try_emplace(R, false);
  if (New)
    It->second = Rules.isNamedLikeGuard(T) || hasGuardField(*R);
  if (NamedGuards[R])
    return true;
  const Expr *Init = V.getInit() ? V.getInit()->IgnoreImplicit() : nullptr;
  const auto *Made = dyn_cast_or_null<CXXConstructExpr>(Init);
  if (!Made || isOfLibrary(*Made->getConstructor()))
    return false;
  for (const Expr *A : llvm::ArrayRef(Made->getArgs(), Made->getNumArgs())) {
    QualType Given = A->getType().getNonReferenceType();
    if (isLock(Given->isAnyPointerType() ? Given->getPointeeType() : Given))
      return true;
  }
  return !guardedBy(*Made->getConstructor()).empty();
}

/// A cheap look whether the body does anything to a lock beside holding it in
/// a local guard.
bool LockEffects::mayChangeLocks(const FunctionDecl &F) {
  bool May = false;
  forEachEvaluated(F, [&](const Stmt *S) {
    if (const auto *Call = May ? nullptr : dyn_cast<CallExpr>(S))
      May = touches(*Call);
  });
  return May;
}

static std::optional<LockPlace> placeOf(const AccessPath &Path,
                                        const PathBuilder &Paths) {
  LockPlace Place;
  Place.Root = Path.kind();
  if (Path.kind() == RootKind::Parameter || Path.kind() == RootKind::Static) {
    Place.Variable = dyn_cast_or_null<VarDecl>(Paths.declaration(Path.root()));
    if (!Place.Variable)
      return std::nullopt;
  } else if (Path.kind() != RootKind::This) {
    return std::nullopt;
  }
  for (PathStep Step : Path.steps()) {
    if (Step.K == PathStep::Element)
      return std::nullopt;
    const ValueDecl *Field =
        Step.K == PathStep::Field ? Paths.declaration(Step.Id) : nullptr;
    if (Step.K == PathStep::Field && !Field)
      return std::nullopt;
    Place.Steps.push_back({Step.K, Field});
  }
  return Place;
}

void LockEffects::compute(const FunctionDecl &Body, NetEffect &Net) {
  PathBuilder Paths(Body, Rules);
  SummaryFlow Flow(Body, *this, Paths);
  if (!Flow.run() || !Flow.exit())
    return;
  const LockState &Exit = Flow.exit()->Locks, &Entry = Flow.entry();
  LockFlow &Locks = Flow.locks();
  LockBits Held = Exit.Held.mustAny() | Exit.Assumed;
  LockBits Before = Entry.Held.mayAny() | Locks.asserted();
  LockBits Lost = Exit.Given | (Before & ~Exit.Held.mayAny());
  for (unsigned Number = 0; Number < Locks.size(); ++Number) {
    LockBits Bit = LockBits(1) << Number;
    const LockInfo *Info = Locks.info(Bit);
    auto Place = Info ? placeOf(Info->Path, Paths) : std::nullopt;
    if (!Place)
      continue;
    LockChange Change{*Place, (Exit.Held.MustShared & Bit) != 0, {}};
    if (!(Exit.Held.mustAny() & Bit))
      Change.Assumed = Info->Assumed;
    if (Lost & Held & Bit)
      Net.Interrupted.push_back(std::move(Change));
    else if (Lost & Bit)
      Net.Released.push_back(std::move(Change));
    else if (Held & ~Before & Bit)
      Net.Acquired.push_back(std::move(Change));
    else if (Flow.interrupted() & Before & Bit)
      Net.Interrupted.push_back(std::move(Change));
  }
}

/// A lock made of an atomic by hand: which of its methods take it and give it
/// back, their names say; that they do, the exchange and the store in them.
void LockEffects::ofSpinLock(const FunctionDecl &Body, NetEffect &Net) {
  const auto *Method = dyn_cast<CXXMethodDecl>(&Body);
  auto Effect = Method ? byName(*Method) : std::nullopt;
  if (!Effect || !Body.getReturnType()->isVoidType() ||
      !Rules.isLockClass(Method->getParent()))
    return;
  bool Claims = false, Stores = false;
  forEachEvaluated(Body, [&](const Stmt *S) {
    const auto *E = dyn_cast<Expr>(S);
    auto Op = E ? atomicOperation(*E, Rules) : std::nullopt;
    if (!Op)
      return;
    Claims |= Op->Op.Kind == AtomicKind::Exchange ||
              Op->Op.Kind == AtomicKind::CompareExchange;
    Stores |=
        Op->Op.Kind == AtomicKind::Store || Op->Op.Kind == AtomicKind::Exchange;
  });
  if (*Effect == LockEffect::Release && Stores)
    Net.Released.emplace_back();
  else if (*Effect != LockEffect::Release && Claims)
    Net.Acquired.emplace_back();
}

const NetEffect *LockEffects::of(const FunctionDecl &F) {
  const FunctionDecl *Body = bodyOf(F);
  if (!Body)
    return nullptr;
  if (Depth >= MaxDepth)
    return nullptr;
  auto [It, New] = Known.try_emplace(Body);
  if (!New || isOfLibrary(*Body))
    return It->second.get();
  llvm::SaveAndRestore Deeper(Depth, Depth + 1);
  // Until it is known, a recursive call changes nothing.
  auto Net = std::make_unique<NetEffect>();
  if (mayChangeLocks(*Body))
    compute(*Body, *Net);
  if (Net->empty())
    ofSpinLock(*Body, *Net);
  if (Net->empty())
    return nullptr;
  return (Known[Body] = std::move(Net)).get();
}

const ParmVarDecl *racetidy::keptIn(const CXXConstructorDecl &Constructor,
                                    const ValueDecl *F) {
  for (const CXXCtorInitializer *Init : Constructor.inits()) {
    if (!Init->isAnyMemberInitializer() || Init->getAnyMember() != F)
      continue;
    const Expr *E = Init->getInit()->IgnoreImplicit()->IgnoreParenCasts();
    if (const auto *U = dyn_cast<UnaryOperator>(E))
      E = U->getSubExpr()->IgnoreParenCasts();
    const auto *Ref = dyn_cast<DeclRefExpr>(E);
    return Ref ? dyn_cast<ParmVarDecl>(Ref->getDecl()) : nullptr;
  }
  return nullptr;
}

/// \p Place of an object that \p Constructor made, in terms of its parameters.
static LockPlace throughParameter(const CXXConstructorDecl &Constructor,
                                  LockPlace Place) {
  if (Place.Root != RootKind::This || Place.Steps.empty() ||
      Place.Steps[0].first != PathStep::Field)
    return Place;
  const ParmVarDecl *P = keptIn(Constructor, Place.Steps[0].second);
  if (!P)
    return Place;
  Place.Root = RootKind::Parameter;
  Place.Variable = P;
  Place.Steps.erase(Place.Steps.begin());
  // 'Guard(Mutex &m) : m_(&m)': the pointer that the destructor follows is the
  // reference that the constructor was given.
  if (P->getType()->isReferenceType() && !Place.Steps.empty() &&
      Place.Steps[0].first == PathStep::Deref)
    Place.Steps.erase(Place.Steps.begin());
  return Place;
}

const llvm::SmallVector<LockChange, 1> &
LockEffects::guardedBy(const CXXConstructorDecl &Constructor) {
  auto [It, New] = Guards.try_emplace(&Constructor);
  if (!New)
    return It->second;
  llvm::SmallVector<LockChange, 1> Found;
  const CXXDestructorDecl *Destructor =
      Constructor.getParent()->getDestructor();
  const NetEffect *Makes = Destructor ? of(Constructor) : nullptr;
  const NetEffect *Ends = Makes ? of(*Destructor) : nullptr;
  const auto *Body = dyn_cast_or_null<CXXConstructorDecl>(bodyOf(Constructor));
  if (Makes && Ends && Body)
    for (LockChange Change : Makes->Acquired) {
      Change.Lock = throughParameter(*Body, Change.Lock);
      bool Ended = llvm::any_of(Ends->Released, [&](const LockChange &R) {
        return throughParameter(*Body, R.Lock) == Change.Lock;
      });
      if (Ended && Change.Lock.Root != RootKind::This)
        Found.push_back(std::move(Change));
    }
  return Guards[&Constructor] = std::move(Found);
}
