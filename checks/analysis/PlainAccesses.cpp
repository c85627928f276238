//===- PlainAccesses.cpp - reads and writes that are not atomic -----------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/analysis/PlainAccesses.h"

#include "checks/analysis/AtomicOperations.h"

#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"

using namespace clang;
using namespace racetidy;

/// An enumerator, a function.
static bool namesNoVariable(const Expr *E) {
  const auto *Ref = dyn_cast<DeclRefExpr>(E->IgnoreParenImpCasts());
  return Ref && !isa<VarDecl, BindingDecl>(Ref->getDecl());
}

/// Whether \p E names a variable that only this function can name: by far the
/// most common access, and never a shared one.
static bool namesOwnVariable(const Expr *E) {
  const auto *Ref = dyn_cast<DeclRefExpr>(E->IgnoreParenImpCasts());
  const auto *V = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  if (namesNoVariable(E))
    return true;
  return V && V->hasLocalStorage() && !V->getType()->isReferenceType() &&
         !Ref->refersToEnclosingVariableOrCapture();
}

static std::optional<PlainAccess> containerAccess(const Expr &E,
                                                  RuleIndex &Rules) {
  auto Method = methodCall(E);
  if (!Method || Method->ObjectType.isNull())
    return std::nullopt;
  const ContainerRule *Rule = Rules.container(Method->ObjectType);
  if (!Rule)
    return std::nullopt;
  auto It = Rule->Methods.find(Method->Name);
  if (It == Rule->Methods.end())
    return std::nullopt;
  PlainAccess A;
  A.Kind = It->second.K == ContainerOp::Query    ? AccessKind::Read
           : It->second.K == ContainerOp::Insert ? AccessKind::Insert
                                                 : AccessKind::Update;
  A.Node = &E;
  A.Object = Method->Object;
  A.Pointer = Method->Arrow;
  // Keys are passed by reference; what is passed by value is an iterator,
  // which names no element by its text.
  const auto *Call = dyn_cast<CallExpr>(&E);
  const auto *Callee =
      Call ? dyn_cast_or_null<CXXMethodDecl>(Call->getDirectCallee()) : nullptr;
  bool ByValue = Callee && Callee->getNumParams() > 0 &&
                 !Callee->getParamDecl(0)->getType()->isReferenceType();
  if (It->second.Keyed && !ByValue && !Method->Arguments.empty())
    A.Key = Method->Arguments[0];
  return A;
}

std::optional<PlainAccess>
racetidy::plainAccess(const Expr &E, RuleIndex &Rules, bool OwnVariables) {
  auto IsOwn = [&](const Expr *Named) {
    return OwnVariables ? namesNoVariable(Named) : namesOwnVariable(Named);
  };
  PlainAccess A;
  A.Node = &E;
  if (const auto *Cast = dyn_cast<ImplicitCastExpr>(&E)) {
    if (Cast->getCastKind() != CK_LValueToRValue || IsOwn(Cast->getSubExpr()))
      return std::nullopt;
    A.Kind = AccessKind::Read;
    A.Object = Cast->getSubExpr();
    return A;
  }
  if (const auto *B = dyn_cast<BinaryOperator>(&E)) {
    if (!B->isAssignmentOp() || IsOwn(B->getLHS()))
      return std::nullopt;
    A.Kind =
        B->getOpcode() == BO_Assign ? AccessKind::Write : AccessKind::Update;
    A.Object = B->getLHS();
    A.Value = B->getRHS();
    return A;
  }
  if (const auto *U = dyn_cast<UnaryOperator>(&E)) {
    if (!U->isIncrementDecrementOp() || IsOwn(U->getSubExpr()))
      return std::nullopt;
    A.Kind = AccessKind::Update;
    A.Object = U->getSubExpr();
    return A;
  }
  if (const auto *C = dyn_cast<CXXConstructExpr>(&E)) {
    // 'auto copy = list_;' reads the whole object.
    if (C->getNumArgs() == 0 || !C->getConstructor()->isCopyConstructor() ||
        !C->getArg(0)->isLValue() || IsOwn(C->getArg(0)))
      return std::nullopt;
    A.Kind = AccessKind::Read;
    A.Object = C->getArg(0);
    return A;
  }
  const auto *Operator = dyn_cast<CXXOperatorCallExpr>(&E);
  if (Operator && Operator->getNumArgs() == 2) {
    // 'copy = list_;' reads the whole object, as its construction does.
    if (Operator->getOperator() == OO_Equal && IsOwn(Operator->getArg(0)) &&
        Operator->getArg(1)->isLValue() && !IsOwn(Operator->getArg(1))) {
      A.Kind = AccessKind::Read;
      A.Object = Operator->getArg(1);
      return A;
    }
    if (Operator->isAssignmentOp() && !IsOwn(Operator->getArg(0))) {
      A.Kind = Operator->getOperator() == OO_Equal ? AccessKind::Write
                                                   : AccessKind::Update;
      A.Object = Operator->getArg(0);
      A.Value = Operator->getArg(1);
      return A;
    }
    // 'p == nullptr' for a smart pointer.
    if (Operator->isComparisonOp())
      for (const Expr *Side : Operator->arguments())
        if (Side->isLValue() && !IsOwn(Side) &&
            Rules.container(Side->getType())) {
          A.Kind = AccessKind::Read;
          A.Object = Side;
          return A;
        }
  }
  if (isa<CXXMemberCallExpr>(&E) || Operator)
    return containerAccess(E, Rules);
  return std::nullopt;
}

std::optional<AccessPath> racetidy::pathOf(const PlainAccess &Access,
                                           PathBuilder &Paths) {
  auto Path =
      Access.Pointer ? Paths.pointee(Access.Object) : Paths.path(Access.Object);
  return Path && Access.Key ? Paths.element(Path, Access.Key) : Path;
}
