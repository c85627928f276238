//===- ReaderEscapes.cpp - ways to a location that leave its lock ---------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/analysis/FunctionReader.h"

#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace racetidy;

/// Whether objects of \p T need no lock of others: they have one themselves, or
/// are made of atomics alone.
static bool guardsItself(QualType T, SummaryNames &Names) {
  if (T.isNull() || isSynchronising(T, Names))
    return true;
  const RecordDecl *R = T.getNonReferenceType()->getAsRecordDecl();
  if (!R || !(R = R->getDefinition()) || Names.isSystem(R))
    return false;
  bool Some = false, All = true;
  for (const FieldDecl *F : R->fields()) {
    if (Names.isLock(F->getType()))
      return true;
    Some = true;
    All = All && isSynchronising(F->getType(), Names);
  }
  return Some && All;
}

/// Whether \p Path is a part of something that has a name elsewhere: a field, a
/// global. The object itself, and what a parameter stands for, the caller has.
static bool isPart(const AccessPath &Path) {
  bool Field = llvm::any_of(Path.steps(),
                            [](PathStep S) { return S.K == PathStep::Field; });
  return Path.kind() == RootKind::Static ||
         (Field && Path.kind() != RootKind::Local &&
          Path.kind() != RootKind::Captured);
}

std::optional<AccessPath> FunctionReader::locationOf(const Expr *E) {
  E = E->IgnoreParens();
  if (const auto *Cast = dyn_cast<ImplicitCastExpr>(E);
      Cast && Cast->isLValue())
    return locationOf(Cast->getSubExpr());
  if (auto Path = Paths.path(E))
    if (isPart(*Path))
      return Path;
  if (const auto *C = dyn_cast<ConditionalOperator>(E)) {
    auto Path = locationOf(C->getTrueExpr());
    return Path ? Path : locationOf(C->getFalseExpr());
  }
  // 'it->second', '*it': a part of what the iterator stands in.
  const Expr *Through = nullptr;
  if (const auto *M = dyn_cast<MemberExpr>(E))
    Through = M->getBase()->IgnoreParenImpCasts();
  else if (const auto *A = dyn_cast<ArraySubscriptExpr>(E))
    Through = A->getBase();
  else
    Through = E;
  if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(Through);
      Operator && (Operator->getOperator() == OO_Arrow ||
                   Operator->getOperator() == OO_Star)) {
    auto Into = pointsInto(Operator->getArg(0));
    return Into ? std::optional(Into->Path) : std::nullopt;
  }
  if (const auto *U = dyn_cast<UnaryOperator>(Through);
      U && U->getOpcode() == UO_Deref)
    Through = U->getSubExpr();
  if (Through != E)
    if (auto Into = pointsInto(Through))
      return Into->Path;
  // 'items.back()': what gives a reference to a part of its object.
  const auto *Call = dyn_cast<CallExpr>(E);
  const FunctionDecl *F = Call ? Call->getDirectCallee() : nullptr;
  if (!F || !E->isLValue())
    return std::nullopt;
  if (!Names.isSystem(F)) {
    auto Into = returnedBy(Call, F);
    return Into ? std::optional(Into->Path) : std::nullopt;
  }
  auto Method = methodCall(*E);
  if (!Method || !Rules.container(Method->ObjectType))
    return std::nullopt;
  auto Path = Method->Arrow ? Paths.pointee(Method->Object)
                            : locationOf(Method->Object);
  if (!Path || !isPart(*Path))
    return std::nullopt;
  return Path->with(PathStep::Element);
}

/// What a function of the project returns a way to, in terms of this one.
std::optional<FunctionReader::Pointing>
FunctionReader::returnedBy(const CallExpr *Call, const FunctionDecl *F) {
  const FunctionDecl *Body = LockEffects::bodyOf(*F);
  auto Method = methodCall(*Call);
  // A method that returns a part of its own object, and nothing else.
  const auto *Block = Body ? dyn_cast<CompoundStmt>(Body->getBody()) : nullptr;
  const auto *Return = Block && Block->size() == 1
                           ? dyn_cast<ReturnStmt>(Block->body_back())
                           : nullptr;
  if (!Return || !Return->getRetValue() || !Method ||
      !isa<CXXThisExpr>(Method->Object->IgnoreParenImpCasts()) || Nested > 2)
    return std::nullopt;
  ++Nested;
  std::optional<Pointing> Into;
  if (F->getReturnType()->isReferenceType()) {
    if (auto Path = locationOf(Return->getRetValue()))
      Into = Pointing{*Path, "reference", Call};
  } else {
    Into = pointsInto(Return->getRetValue());
  }
  --Nested;
  if (Into)
    Into->Made = Call;
  return Into;
}

std::optional<FunctionReader::Pointing>
FunctionReader::pointsInto(const Expr *E) {
  E = E->IgnoreParens();
  if (const auto *Full = dyn_cast<FullExpr>(E))
    return pointsInto(Full->getSubExpr());
  if (const auto *T = dyn_cast<MaterializeTemporaryExpr>(E))
    return pointsInto(T->getSubExpr());
  if (const auto *T = dyn_cast<CXXBindTemporaryExpr>(E))
    return pointsInto(T->getSubExpr());
  if (const auto *Cast = dyn_cast<CastExpr>(E)) {
    if (Cast->getCastKind() == CK_ArrayToPointerDecay)
      if (auto Path = locationOf(Cast->getSubExpr()))
        return Pointing{*Path, "pointer", E};
    return pointsInto(Cast->getSubExpr());
  }
  if (const auto *Ref = dyn_cast<DeclRefExpr>(E)) {
    auto It = Pointers.find(dyn_cast<VarDecl>(Ref->getDecl()));
    return It != Pointers.end() ? std::optional(It->second.Into) : std::nullopt;
  }
  if (const auto *C = dyn_cast<ConditionalOperator>(E)) {
    auto Into = pointsInto(C->getTrueExpr());
    return Into ? Into : pointsInto(C->getFalseExpr());
  }
  if (const auto *U = dyn_cast<UnaryOperator>(E)) {
    auto Path = U->getOpcode() == UO_AddrOf ? locationOf(U->getSubExpr())
                                            : std::nullopt;
    return Path ? std::optional(Pointing{*Path, "pointer", E}) : std::nullopt;
  }
  if (const auto *List = dyn_cast<InitListExpr>(E)) {
    for (const Expr *Init : List->inits())
      if (auto Into = pointsInto(Init))
        return Into;
    return std::nullopt;
  }
  if (const auto *C = dyn_cast<CXXConstructExpr>(E))
    return constructedInto(C);
  const auto *Call = dyn_cast<CallExpr>(E);
  const FunctionDecl *F = Call ? Call->getDirectCallee() : nullptr;
  if (!F)
    return std::nullopt;
  if (!Names.isSystem(F))
    return returnedBy(Call, F);
  auto Method = methodCall(*E);
  if (!Method)
    return std::nullopt;
  auto Path = Method->Arrow ? Paths.pointee(Method->Object)
                            : locationOf(Method->Object);
  if (!Path || !isPart(*Path))
    return std::nullopt;
  QualType T = F->getReturnType();
  if (T->isPointerType())
    return Pointing{*Path, "pointer", E};
  const CXXRecordDecl *R = T->getAsCXXRecordDecl();
  if (!R || !R->hasDefinition() || !R->hasTrivialDestructor())
    return std::nullopt;
  if (isa<CXXConversionDecl>(F))
    return Pointing{*Path, "view", E};
  const ContainerRule *Rule = Rules.container(Method->ObjectType);
  auto Op = Rule ? Rule->Methods.find(Method->Name)
                 : std::map<std::string, ContainerOp>::const_iterator();
  if (Rule && Op != Rule->Methods.end() && Op->second.K == ContainerOp::Query)
    return Pointing{Path->with(PathStep::Element), "iterator", E};
  return std::nullopt;
}

/// An object that is made from a way to a location and keeps it, as views,
/// pairs and cursors do. Owners make a copy.
std::optional<FunctionReader::Pointing>
FunctionReader::constructedInto(const CXXConstructExpr *C) {
  QualType T = C->getType();
  const CXXRecordDecl *R = T->getAsCXXRecordDecl();
  if (!R || !R->hasDefinition() || Rules.container(T) || Rules.pointer(T)) {
    // A container is copied, a pointer shares what it owns; but an optional
    // iterator is an iterator.
    if (!R || !Rules.container(T) || C->getNumArgs() != 1 ||
        C->getConstructor()->isCopyOrMoveConstructor())
      return std::nullopt;
    const Expr *Arg = C->getArg(0)->IgnoreImplicit()->IgnoreParens();
    auto Into = isa<DeclRefExpr>(Arg) ? pointsInto(Arg) : std::nullopt;
    return Into && Into->What == StringRef("iterator") ? Into : std::nullopt;
  }
  bool Copies = C->getConstructor()->isCopyOrMoveConstructor();
  for (const Expr *Arg : llvm::ArrayRef(C->getArgs(), C->getNumArgs())) {
    const Expr *Plain = Arg->IgnoreImplicit()->IgnoreParens();
    if (!Copies && Plain->isLValue() && R->hasTrivialDestructor() &&
        Rules.container(Plain->getType()))
      if (auto Path = locationOf(Plain))
        return Pointing{*Path, "view", C};
    if (auto Into = pointsInto(Arg))
      return Into;
  }
  return std::nullopt;
}

void FunctionReader::escape(const Pointing &Into, const Stmt *At, QualType To,
                            bool Stored) {
  if (!Known.isShared(Into.Path) || guardsItself(To, Names))
    return;
  const ValueDecl *Named = Paths.named(Into.Path);
  if (!Named || Named->getType().isConstQualified() ||
      isSynchronising(Named->getType(), Names))
    return;
  auto Location = Known.convert(Into.Path);
  if (!Location)
    return;
  SummaryEscape E;
  E.Path = std::move(*Location);
  E.At = Names.site(At->getBeginLoc());
  E.Text = Names.intern(Paths.str(Into.Path));
  E.What = Names.intern(Into.What);
  E.Stored = Stored;
  Out.Escapes.push_back(std::move(E));
  EscapePlace Place;
  Place.Node = Into.Made;
  EscapeAt.push_back(std::move(Place));
}

static QualType pointeeOf(QualType T) {
  return T->isPointerType() ? T->getPointeeType() : QualType();
}

void FunctionReader::escapes(const ReturnStmt *Return) {
  // The lock goes out with it: '{std::move(lock), &items}'.
  if (IsExempt || Unit.Effects.holdsGuard(Function.getReturnType()))
    return;
  const Expr *Value = Return->getRetValue();
  if (!Value || lambdaOf(&Function))
    return;
  QualType T = Function.getReturnType();
  if (T->isReferenceType()) {
    if (auto Path = locationOf(Value))
      escape({*Path, "reference", Value}, Return, T, false);
    return;
  }
  if (!T->isPointerType() && !T->isRecordType() && !T->isDependentType() &&
      !T->isUndeducedType())
    return;
  if (auto Into = pointsInto(Value)) {
    QualType To = pointeeOf(T);
    escape(*Into, Return, To.isNull() ? Function.getASTContext().IntTy : To,
           false);
  }
}

/// A pointer, iterator or view is given to a variable.
void FunctionReader::keeps(const VarDecl *V, const Expr *Value) {
  QualType T = V->getType();
  if (!V->hasLocalStorage() || (!T->isPointerType() && !T->isRecordType()))
    return;
  auto Into = pointsInto(Value);
  if (!Into) {
    // 'found = nullptr' at first says nothing of later.
    return;
  }
  size_t Before = Out.Escapes.size();
  if (Shape.Locks)
    escape(*Into, Value,
           T->isPointerType() ? T->getPointeeType()
                              : Function.getASTContext().IntTy,
           true);
  size_t Number = Out.Escapes.size() > Before ? Before : NoEscape;
  if (Number != NoEscape)
    EscapeAt[Number].Kept = true;
  Pointers[V] = {*Into, Number};
}

void FunctionReader::stores(const Expr *Target, const Expr *Value) {
  const Expr *Plain = Target->IgnoreParenImpCasts();
  QualType T = Plain->getType();
  if (!T->isPointerType() && !T->isRecordType())
    return;
  if (const auto *Ref = dyn_cast<DeclRefExpr>(Plain))
    if (const auto *V = dyn_cast<VarDecl>(Ref->getDecl());
        V && V->hasLocalStorage() && !V->getType()->isReferenceType())
      return keeps(V, Value);
  auto Into = pointsInto(Value);
  auto Kept = Into ? Paths.path(Plain) : std::nullopt;
  if (!Kept || !Known.isShared(*Kept))
    return;
  size_t Before = Out.Escapes.size();
  escape(*Into, Target,
         T->isPointerType() ? T->getPointeeType()
                            : Function.getASTContext().IntTy,
         true);
  if (Out.Escapes.size() > Before)
    if (auto Place = Known.convert(*Kept))
      Out.Escapes.back().Into = std::move(*Place);
}

/// The pointer or iterator in a local is followed.
void FunctionReader::follows(const Expr *E) {
  const Expr *Pointer = nullptr;
  if (const auto *U = dyn_cast<UnaryOperator>(E))
    Pointer = U->getOpcode() == UO_Deref ? U->getSubExpr() : nullptr;
  else if (const auto *M = dyn_cast<MemberExpr>(E))
    Pointer = M->isArrow() ? M->getBase() : nullptr;
  else if (const auto *A = dyn_cast<ArraySubscriptExpr>(E))
    Pointer = A->getBase();
  else if (const auto *C = dyn_cast<CXXOperatorCallExpr>(E))
    Pointer = C->getOperator() == OO_Arrow || C->getOperator() == OO_Star
                  ? C->getArg(0)
                  : nullptr;
  const auto *Ref =
      Pointer ? dyn_cast<DeclRefExpr>(Pointer->IgnoreParenImpCasts()) : nullptr;
  auto It =
      Ref ? Pointers.find(dyn_cast<VarDecl>(Ref->getDecl())) : Pointers.end();
  if (It != Pointers.end() && It->second.Escape != NoEscape)
    EscapeAt[It->second.Escape].Uses.push_back(E);
}
