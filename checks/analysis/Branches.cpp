//===- Branches.cpp - which branches decide what runs ---------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/analysis/Branches.h"

#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace racetidy;

llvm::ArrayRef<CFGBlock *> Branches::controllers(const CFGBlock &B) {
  if (isCut())
    return {};
  if (!Control)
    Control = std::make_unique<ControlDependencyCalculator>(&Graph);
  return Control->getControlDependencies(const_cast<CFGBlock *>(&B));
}

/// What was evaluated last before the branch: of 'a && b' each block has its
/// own part.
static const Expr *conditionOf(const CFGBlock &B) {
  if (const Expr *Last = B.getLastCondition())
    return Last;
  return dyn_cast_or_null<Expr>(B.getTerminatorCondition());
}

ReadBits Branches::decisionAt(const CFGBlock &B) {
  llvm::SmallPtrSet<const CFGBlock *, 8> Decides;
  for (const CFGBlock *P : B.preds()) {
    if (!P)
      continue;
    if (P->succ_size() > 1)
      Decides.insert(P);
    for (const CFGBlock *C : controllers(*P))
      Decides.insert(C);
  }
  for (const CFGBlock *C : controllers(B))
    Decides.erase(C);
  ReadBits Reads = 0;
  for (const CFGBlock *C : Decides)
    if (const Expr *Condition = conditionOf(*C))
      Reads |= Values.readsOf(Condition);
  return Reads;
}

bool Branches::sameValue(const Expr *A, const Expr *B) {
  A = A->IgnoreParenImpCasts();
  B = B->IgnoreParenImpCasts();
  ASTContext &Context = Function.getASTContext();
  if (A->isTypeDependent() || B->isTypeDependent() ||
      A->HasSideEffects(Context) || B->HasSideEffects(Context))
    return false;
  auto PathA = Scan.paths().path(A), PathB = Scan.paths().path(B);
  if (PathA || PathB)
    return PathA && PathB && *PathA == *PathB;
  llvm::FoldingSetNodeID IdA, IdB;
  A->Profile(IdA, Context, /*Canonical=*/true);
  B->Profile(IdB, Context, /*Canonical=*/true);
  return IdA == IdB;
}

ReadBits Branches::comparedWith(const Expr *Condition, const Expr *Value) {
  Condition = Condition->IgnoreParenImpCasts();
  if (const auto *U = dyn_cast<UnaryOperator>(Condition);
      U && U->getOpcode() == UO_LNot)
    return comparedWith(U->getSubExpr(), Value);
  const auto *B = dyn_cast<BinaryOperator>(Condition);
  if (!B)
    return 0;
  if (B->isLogicalOp())
    return comparedWith(B->getLHS(), Value) | comparedWith(B->getRHS(), Value);
  // Only an ordering makes a maximum or minimum. 'if (n != v) n = v' writes
  // the same for whoever comes last.
  if (!B->isRelationalOp())
    return 0;
  if (sameValue(B->getLHS(), Value))
    return Values.readsOf(B->getRHS());
  if (sameValue(B->getRHS(), Value))
    return Values.readsOf(B->getLHS());
  return 0;
}

ReadBits Branches::boundOf(const Expr *Value, const CFGBlock &B) {
  ReadBits Reads = 0;
  for (const CFGBlock *C : controllers(B))
    if (const Expr *Condition = conditionOf(*C))
      Reads |= comparedWith(Condition, Value);
  return Reads;
}

bool Branches::clears(const Expr *Value) const {
  const ASTContext &Context = Function.getASTContext();
  Value = Value->IgnoreParenImpCasts();
  if (Value->isValueDependent())
    return true;
  if (Value->isNullPointerConstant(const_cast<ASTContext &>(Context),
                                   Expr::NPC_ValueDependentIsNotNull))
    return true;
  Expr::EvalResult Result;
  return Value->EvaluateAsInt(Result, Context) && Result.Val.getInt() == 0;
}

/// Whether \p S does something that others could notice, apart from the
/// atomic operation \p Besides.
static bool acts(const Stmt *S, const Expr *Besides, FunctionScan &Scan) {
  if (!S || S == Besides || isa<LambdaExpr>(S))
    return false;
  if (const auto *E = dyn_cast<Expr>(S)) {
    if (isa<CXXNewExpr, CXXDeleteExpr>(E))
      return true;
    const auto *Op = Scan.operation(E);
    if (Op && isAtomic(Op->Kind)) {
      if (Op->Kind != AccessKind::AtomicLoad)
        return true;
    } else if (isa<CallExpr>(E) && !isa<CXXOperatorCallExpr>(E)) {
      return true;
    }
    const Expr *Target = nullptr;
    if (const auto *B = dyn_cast<BinaryOperator>(E))
      Target = B->isAssignmentOp() ? B->getLHS() : nullptr;
    else if (const auto *U = dyn_cast<UnaryOperator>(E))
      Target = U->isIncrementDecrementOp() ? U->getSubExpr() : nullptr;
    if (Target) {
      auto Path = Scan.paths().path(Target);
      if (!Path || Path->kind() != RootKind::Local)
        return true;
    }
  }
  return llvm::any_of(S->children(), [&](const Stmt *Child) {
    return acts(Child, Besides, Scan);
  });
}

/// Whether the block that \p Store stands in does something beside it. A flag
/// that is only set, whoever sets it, is set: 'if (!seen) seen = true;'.
bool Branches::actsBeside(const Expr *Store) const {
  const Stmt *S = Store;
  while (const Stmt *Parent = Scan.parents().getParent(S)) {
    if (const auto *Block = dyn_cast<CompoundStmt>(Parent))
      return llvm::any_of(Block->body(), [&](const Stmt *Other) {
        // What stands before it, such as the test of an early return, is not
        // decided by the test.
        bool After = Function.getASTContext()
                         .getSourceManager()
                         .isBeforeInTranslationUnit(S->getBeginLoc(),
                                                    Other->getBeginLoc());
        return Other != S && (After || !isa<IfStmt>(Other)) &&
               acts(Other, Store, Scan);
      });
    if (isa<IfStmt>(Parent))
      return false;
    S = Parent;
  }
  return false;
}

std::vector<Branches::Test> Branches::testsAt(const CFGBlock &B) {
  std::vector<Test> Tests;
  for (const CFGBlock *C : controllers(B)) {
    const Expr *Condition = conditionOf(*C);
    ReadBits Reads = Condition ? Values.readsOf(Condition) : 0;
    if (!Reads)
      continue;
    // The statement that the condition belongs to. One round of a loop is not
    // a claim: 'while (!done) { …; done = true; }'.
    const Stmt *S = Condition;
    while (S && (isa<Expr>(S)))
      S = Scan.parents().getParent(S);
    const auto *If = dyn_cast_or_null<IfStmt>(S);
    Tests.push_back({If && If->getCond() ? If : nullptr, Condition, Reads});
  }
  return Tests;
}

bool Branches::alwaysBefore(const CFGBlock &Before, const CFGBlock &B) {
  if (isCut())
    return false;
  if (!Dominators)
    Dominators = std::make_unique<CFGDomTree>(&Graph);
  return Dominators->dominates(const_cast<CFGBlock *>(&Before),
                               const_cast<CFGBlock *>(&B));
}

bool Branches::claims(const FunctionScan::Operation &Op,
                      const Expr *Node) const {
  return Op.Value && !clears(Op.Value) && actsBeside(Node);
}
