//===- LocalDefinitions.cpp - what a function puts into its locals --------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/analysis/LocalDefinitions.h"

#include "checks/analysis/ShapeFinder.h"

#include "clang/AST/ExprCXX.h"

using namespace clang;
using namespace racetidy;

const VarDecl *racetidy::localOf(const Expr *E) {
  const auto *Ref = dyn_cast<DeclRefExpr>(plainValue(E));
  const auto *V = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  return V && V->hasLocalStorage() ? V : nullptr;
}

const VarDecl *racetidy::baseOf(const Expr *E) {
  while (E) {
    E = plainValue(E);
    if (const auto *M = dyn_cast<MemberExpr>(E))
      E = M->getBase();
    else if (const auto *D = dyn_cast<CXXDependentScopeMemberExpr>(E))
      E = D->isImplicitAccess() ? nullptr : D->getBase();
    else if (const auto *A = dyn_cast<ArraySubscriptExpr>(E))
      E = A->getBase();
    else if (const auto *U = dyn_cast<UnaryOperator>(E))
      E = U->getSubExpr();
    else if (const auto *C = dyn_cast<CXXOperatorCallExpr>(E))
      E = C->getNumArgs() ? C->getArg(0) : nullptr;
    else if (const auto *C = dyn_cast<CXXMemberCallExpr>(E))
      E = C->getImplicitObjectArgument();
    else
      return localOf(E);
  }
  return nullptr;
}

namespace {

struct Collector {
  const FunctionScan &Scan;
  const Expr *Besides;
  DefinitionMap Definitions;

  void collect(const Stmt *S);
  void defined(const Expr *Target, const Expr *Value, const Stmt *Where,
               bool Part);
};

} // namespace

void Collector::defined(const Expr *Target, const Expr *Value,
                        const Stmt *Where, bool Part) {
  if (const VarDecl *V = localOf(Target))
    Definitions[V].push_back({Value, Where, Part});
  else if (const VarDecl *V = baseOf(Target))
    Definitions[V].push_back({Value, Where, /*Part=*/true});
}

void Collector::collect(const Stmt *S) {
  if (const auto *D = dyn_cast<DeclStmt>(S)) {
    for (const Decl *Each : D->decls())
      if (const auto *V = dyn_cast<VarDecl>(Each); V && V->getInit())
        Definitions[V].push_back({V->getInit(), S, false});
    return;
  }
  if (const auto *B = dyn_cast<BinaryOperator>(S)) {
    if (B->isAssignmentOp())
      defined(B->getLHS(), B->getRHS(), S, B->isCompoundAssignmentOp());
    return;
  }
  if (const auto *U = dyn_cast<UnaryOperator>(S)) {
    if (U->isIncrementDecrementOp())
      defined(U->getSubExpr(), nullptr, S, true);
    return;
  }
  const auto *E = dyn_cast<Expr>(S);
  if (!E || S == Besides)
    return;
  if (const auto *C = dyn_cast<CXXOperatorCallExpr>(S)) {
    if (C->isAssignmentOp() && C->getNumArgs() == 2) {
      const auto *Store = Scan.operation(C);
      defined(C->getArg(0), C->getArg(1), S,
              Store || C->getOperator() != OO_Equal);
      return;
    }
  }
  // What a call is given by address, by reference or as a pointer it may
  // change; a method, its object.
  if (const auto *Other = Scan.operation(E)) {
    if (Other->Atomic.Op.Kind != AtomicKind::Load)
      defined(Other->Atomic.Object, Other->Atomic.Value, S, true);
    if (Other->Atomic.Expected)
      defined(Other->Atomic.Expected, nullptr, S, true);
    return;
  }
  auto Touch = [&](const Expr *A) {
    QualType T = A->getType();
    if (A->isLValue() || T->isPointerType() || isa<UnaryOperator>(A))
      if (const VarDecl *V = baseOf(A))
        Definitions[V].push_back({nullptr, S, true});
  };
  if (const auto *Call = dyn_cast<CallExpr>(S)) {
    if (const auto *M = dyn_cast<CXXMemberCallExpr>(S))
      if (!M->getMethodDecl() || !M->getMethodDecl()->isConst())
        Touch(M->getImplicitObjectArgument());
    for (const Expr *A : Call->arguments())
      Touch(A);
  } else if (const auto *L = dyn_cast<LambdaExpr>(S)) {
    for (const LambdaCapture &Capture : L->captures())
      if (Capture.capturesVariable())
        if (const auto *V = dyn_cast<VarDecl>(Capture.getCapturedVar()))
          Definitions[V].push_back({nullptr, S, true});
  }
}

DefinitionMap racetidy::definitionsIn(const FunctionDecl &Function,
                                      const FunctionScan &Scan,
                                      const Expr *Besides) {
  Collector C{Scan, Besides, DefinitionMap()};
  forEachEvaluated(Function, [&](const Stmt *S) { C.collect(S); });
  return std::move(C.Definitions);
}
