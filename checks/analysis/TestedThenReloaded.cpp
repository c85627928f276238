//===- TestedThenReloaded.cpp - tested by one load, used by another ===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/analysis/ShapeFinder.h"

#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace racetidy;

/// The expression that dereferences the pointer or handle \p Load, or null.
static const Expr *dereference(const ShapeFinder &F, const Expr *Load) {
  const Stmt *S = Load;
  const Stmt *P = F.parent(S);
  while (P && handsOn(P)) {
    S = P;
    P = F.parent(S);
  }
  const auto *E = dyn_cast_or_null<Expr>(P);
  if (!E)
    return nullptr;
  bool Through = false;
  if (const auto *M = dyn_cast<MemberExpr>(E))
    Through = M->isArrow();
  else if (const auto *D = dyn_cast<CXXDependentScopeMemberExpr>(E))
    Through = D->isArrow();
  else if (const auto *U = dyn_cast<UnaryOperator>(E))
    Through = U->getOpcode() == UO_Deref;
  else if (const auto *A = dyn_cast<ArraySubscriptExpr>(E))
    Through = A->getBase() == S;
  else if (const auto *C = dyn_cast<CXXOperatorCallExpr>(E))
    Through = C->getNumArgs() > 0 && C->getArg(0) == S &&
              (C->getOperator() == OO_Arrow || C->getOperator() == OO_Star);
  else if (const auto *C = dyn_cast<CallExpr>(E))
    Through = C->getCallee() == S;
  return Through ? E : nullptr;
}

/// The load of \p Path that \p E asks for null, directly or through a variable
/// that holds it.
static const Expr *asked(const ShapeFinder &F, const Expr *E,
                         const AccessPath &Path) {
  if (const Expr *Load = F.loadOf(E, Path))
    return Load;
  E = plainValue(E);
  // The conversion to bool of a handle.
  if (const auto *Call = dyn_cast<CXXMemberCallExpr>(E))
    return isa_and_nonnull<CXXConversionDecl>(Call->getMethodDecl())
               ? F.loadOf(Call->getImplicitObjectArgument(), Path)
               : nullptr;
  if (const auto *Ref = dyn_cast<DeclRefExpr>(E)) {
    const auto *V = dyn_cast<VarDecl>(Ref->getDecl());
    if (V && V->hasLocalStorage() && V->hasInit() && !isa<ParmVarDecl>(V))
      return F.loadOf(V->getInit(), Path);
  }
  return nullptr;
}

/// The load of \p Path that was found not to be null where \p Condition came
/// out as \p Truth.
static const Expr *foundSet(const ShapeFinder &F, const Expr *Condition,
                            bool Truth, const AccessPath &Path) {
  if (!Condition)
    return nullptr;
  Condition = plainValue(Condition);
  if (const auto *Rewritten = dyn_cast<CXXRewrittenBinaryOperator>(Condition))
    return foundSet(F, Rewritten->getSemanticForm(), Truth, Path);
  if (const auto *U = dyn_cast<UnaryOperator>(Condition);
      U && U->getOpcode() == UO_LNot)
    return foundSet(F, U->getSubExpr(), !Truth, Path);
  const Expr *Left = nullptr, *Right = nullptr;
  bool Equal = false, Unequal = false;
  if (const auto *B = dyn_cast<BinaryOperator>(Condition)) {
    if (B->getOpcode() == (Truth ? BO_LAnd : BO_LOr)) {
      if (const Expr *Load = foundSet(F, B->getLHS(), Truth, Path))
        return Load;
      return foundSet(F, B->getRHS(), Truth, Path);
    }
    Left = B->getLHS(), Right = B->getRHS();
    Equal = B->getOpcode() == BO_EQ, Unequal = B->getOpcode() == BO_NE;
  } else if (const auto *C = dyn_cast<CXXOperatorCallExpr>(Condition);
             C && C->getNumArgs() == 2) {
    Left = C->getArg(0), Right = C->getArg(1);
    Equal = C->getOperator() == OO_EqualEqual;
    Unequal = C->getOperator() == OO_ExclaimEqual;
  }
  if (Truth ? Unequal : Equal) {
    auto IsNull = [&](const Expr *E) {
      return E->isNullPointerConstant(F.Context,
                                      Expr::NPC_ValueDependentIsNotNull);
    };
    if (IsNull(Right->IgnoreParenImpCasts()))
      return asked(F, Left, Path);
    if (IsNull(Left->IgnoreParenImpCasts()))
      return asked(F, Right, Path);
    return nullptr;
  }
  return Truth ? asked(F, Condition, Path) : nullptr;
}

/// The load that lets \p Use run only where the location was not null.
static const Expr *guardOf(const ShapeFinder &F, const Expr *Use,
                           const AccessPath &Path) {
  auto Test = [&](const Stmt *Where, const Expr *Condition,
                  bool Truth) -> const Expr * {
    // 'assert(p.load());' says that it is never null.
    return F.isInHarmlessMacro(Where) ? nullptr
                                      : foundSet(F, Condition, Truth, Path);
  };
  const Stmt *S = Use;
  while (const Stmt *P = F.parent(S)) {
    const Expr *Load = nullptr;
    if (isa<LambdaExpr, CapturedStmt>(P))
      return nullptr;
    if (const auto *If = dyn_cast<IfStmt>(P)) {
      if (S == If->getThen() || S == If->getElse())
        Load = Test(If, If->getCond(), S == If->getThen());
    } else if (const auto *C = dyn_cast<ConditionalOperator>(P)) {
      if (S != C->getCond())
        Load = Test(C, C->getCond(), S == C->getTrueExpr());
    } else if (const auto *B = dyn_cast<BinaryOperator>(P)) {
      if (B->isLogicalOp() && S == B->getRHS())
        Load = Test(B, B->getLHS(), B->getOpcode() == BO_LAnd);
    } else if (const auto *W = dyn_cast<WhileStmt>(P)) {
      if (S == W->getBody())
        Load = Test(W, W->getCond(), true);
    } else if (const auto *L = dyn_cast<ForStmt>(P)) {
      if (S == L->getBody() && L->getCond())
        Load = Test(L, L->getCond(), true);
    } else if (const auto *Block = dyn_cast<CompoundStmt>(P)) {
      for (const Stmt *Before : Block->body()) {
        if (Before == S)
          break;
        const auto *If = dyn_cast<IfStmt>(Before);
        if (If && !If->getElse() && leaves(If->getThen()))
          if (const Expr *L = Test(If, If->getCond(), false))
            Load = L;
      }
    }
    if (Load)
      return Load;
    S = P;
  }
  return nullptr;
}

void racetidy::findTestedThenReloaded(ShapeFinder &F) {
  for (const Expr *Site : F.Scan.sites()) {
    const auto *Second = F.Scan.atomic(Site);
    if (Second->Atomic.Op.Kind != AtomicKind::Load || Second->Read < 0)
      continue;
    const Expr *Use = dereference(F, Site);
    const Expr *Load = Use ? guardOf(F, Use, Second->Path) : nullptr;
    // Whoever sets it between test and use knows what is there now.
    if (!Load || Load == Site || F.isWrittenBetween(Load, Site, Second->Path))
      continue;
    AtomicMisuse M =
        F.misuse(MisuseKind::TestedThenReloaded, *F.Scan.atomic(Load), *Second);
    M.Most =
        F.storesPlainly(Second->Path) ? Confidence::Low : Confidence::Medium;
    M.Decides = true;
    M.NeedsNull = true;
    F.Found.push_back(std::move(M));
  }
}
