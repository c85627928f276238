//===- FunctionScan.cpp - the cheap first look at a function --------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/analysis/FunctionScan.h"

#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/STLExtras.h"

#include <set>

using namespace clang;
using namespace racetidy;

static const Stmt *userBody(const FunctionDecl &Function) {
  const Stmt *Body = Function.getBody();
  // Of a coroutine only what the user wrote: the rest is not shared state.
  if (const auto *Coroutine = dyn_cast_or_null<CoroutineBodyStmt>(Body))
    return Coroutine->getBody();
  return Body;
}

void racetidy::forEachEvaluated(const FunctionDecl &Function,
                                llvm::function_ref<void(const Stmt *)> Visit) {
  llvm::SmallVector<const Stmt *, 64> Work;
  Work.push_back(userBody(Function));
  if (const auto *Constructor = dyn_cast<CXXConstructorDecl>(&Function))
    for (const CXXCtorInitializer *Init : Constructor->inits())
      Work.push_back(Init->getInit());

  while (!Work.empty()) {
    const Stmt *S = Work.pop_back_val();
    if (!S)
      continue;
    Visit(S);
    if (const auto *Lambda = dyn_cast<LambdaExpr>(S)) {
      llvm::append_range(Work, Lambda->capture_inits());
      continue;
    }
    if (isa<UnaryExprOrTypeTraitExpr, CXXNoexceptExpr>(S))
      continue;
    // The body of an OpenMP region.
    if (const auto *Captured = dyn_cast<CapturedStmt>(S)) {
      Work.push_back(Captured->getCapturedStmt());
      continue;
    }
    if (const auto *Selection = dyn_cast<GenericSelectionExpr>(S)) {
      if (!Selection->isResultDependent())
        Work.push_back(Selection->getResultExpr());
      continue;
    }
    llvm::append_range(Work, S->children());
  }
}

/// Whether nobody looks at the value of \p E.
static bool isDiscarded(const Expr *E, const ParentMap &Parents) {
  const Stmt *S = E;
  while (const Stmt *Parent = Parents.getParent(S)) {
    if (isa<ExprWithCleanups, ParenExpr, CXXBindTemporaryExpr,
            ImplicitCastExpr>(Parent)) {
      S = Parent;
      continue;
    }
    if (const auto *Cast = dyn_cast<ExplicitCastExpr>(Parent))
      return Cast->getType()->isVoidType();
    if (const auto *B = dyn_cast<BinaryOperator>(Parent)) {
      if (B->getOpcode() != BO_Comma)
        return false;
      if (B->getLHS() == S)
        return true;
      S = Parent;
      continue;
    }
    if (const auto *For = dyn_cast<ForStmt>(Parent))
      return For->getCond() != S;
    if (const auto *If = dyn_cast<IfStmt>(Parent))
      return If->getCond() != S;
    if (const auto *While = dyn_cast<WhileStmt>(Parent))
      return While->getCond() != S;
    if (const auto *Do = dyn_cast<DoStmt>(Parent))
      return Do->getCond() != S;
    return isa<CompoundStmt, LabelStmt, SwitchCase>(Parent);
  }
  return true;
}

/// Whether the value of \p E is tested on the spot.
static bool decides(const Expr *E, const ParentMap &Parents) {
  const Stmt *S = E;
  while (const Stmt *Parent = Parents.getParent(S)) {
    if (isa<ExprWithCleanups, ParenExpr, CastExpr>(Parent)) {
      S = Parent;
      continue;
    }
    if (const auto *B = dyn_cast<BinaryOperator>(Parent))
      return B->isComparisonOp() || B->getOpcode() == BO_And ||
             B->isLogicalOp();
    if (const auto *U = dyn_cast<UnaryOperator>(Parent))
      return U->getOpcode() == UO_LNot;
    return isa<IfStmt, WhileStmt, DoStmt, ForStmt, SwitchStmt,
               ConditionalOperator>(Parent);
  }
  return false;
}

/// In a template, operands of atomic type whose load is not spelled out yet:
/// the 'n' of 'n + i', where 'i' depends on a parameter.
static void dependentLoads(const Expr &E, RuleIndex &Rules,
                           llvm::SmallVectorImpl<AtomicOperation> &Out) {
  if (!E.isTypeDependent())
    return;
  auto Operand = [&](const Expr *O) {
    O = O->IgnoreParenImpCasts();
    if (isa<DeclRefExpr, MemberExpr>(O))
      if (const AtomicRule *Rule = Rules.atomic(O->getType()))
        Out.push_back({{AtomicKind::Load, ""}, O, O, false, nullptr, Rule});
  };
  if (const auto *B = dyn_cast<BinaryOperator>(&E)) {
    if (B->isAssignmentOp() || B->getOpcode() == BO_Comma)
      return;
    Operand(B->getLHS());
    Operand(B->getRHS());
  } else if (const auto *C = dyn_cast<CXXOperatorCallExpr>(&E)) {
    if (!C->isAssignmentOp() && C->isInfixBinaryOp())
      for (const Expr *A : C->arguments())
        Operand(A);
  }
}

FunctionScan::FunctionScan(const FunctionDecl &Function, RuleIndex &Rules)
    : Paths(Function, Rules) {
  llvm::SmallVector<AtomicOperation, 8> Found;
  unsigned Loads = 0, Updates = 0;
  bool Stores = false, Exchanges = false;
  forEachEvaluated(Function, [&](const Stmt *S) {
    HasTry |= isa<CXXTryStmt>(S);
    const auto *E = dyn_cast<Expr>(S);
    if (!E)
      return;
    size_t Before = Found.size();
    if (auto Op = atomicOperation(*E, Rules))
      Found.push_back(*Op);
    dependentLoads(*E, Rules, Found);
    for (const AtomicOperation &Op : llvm::ArrayRef(Found).drop_front(Before)) {
      Loads += Op.Op.Kind == AtomicKind::Load;
      Updates += Op.Op.Kind == AtomicKind::Update;
      Exchanges |= Op.Op.Kind == AtomicKind::CompareExchange;
      Stores |=
          Op.Op.Kind == AtomicKind::Store || Op.Op.Kind == AtomicKind::Exchange;
      if (Op.Op.Kind != AtomicKind::Load && Op.Op.Kind != AtomicKind::Update)
        Writes.push_back(Op);
    }
  });
  // A load and a store, two loads, an update and a load: nothing else can be
  // torn apart. A compare-exchange can be wrong alone.
  if (!Exchanges && Loads < 2 && !(Loads && (Stores || Updates)))
    return;

  std::set<AccessPath> Written, LoadedOnce, LoadedTwice;
  for (const AtomicOperation &Op : Found) {
    auto Path = Op.Pointer ? Paths.pointee(Op.Object) : Paths.path(Op.Object);
    if (!Path)
      continue;
    // An arrow in front of a method: 'p->load()' is an operation on *p.
    if (!Op.Pointer && Op.Object->getType()->isAnyPointerType())
      Path = Paths.pointee(Op.Object);
    if (!Path)
      continue;
    if (Op.Op.Kind == AtomicKind::Store || Op.Op.Kind == AtomicKind::Exchange)
      Written.insert(*Path);
    if (!Operations.try_emplace(Op.Node, Operation{Op, *Path}).second)
      continue;
    Sites.push_back(Op.Node);
    if (Op.Op.Kind == AtomicKind::Load && !LoadedOnce.insert(*Path).second)
      LoadedTwice.insert(*Path);
  }

  auto Number = [&](const std::set<AccessPath> &Which) {
    for (const Expr *Site : Sites) {
      Operation &Op = Operations.find(Site)->second;
      if (Op.Atomic.Op.Kind != AtomicKind::Load || !Which.count(Op.Path) ||
          Op.Read >= 0)
        continue;
      if (Reads.size() == MaxReads) {
        ++CutReads;
        continue;
      }
      Op.Read = Reads.size();
      Reads.push_back(Site);
    }
  };
  Number(Written);
  Rewritten = !Reads.empty();
  Number(LoadedTwice);
  if (Operations.empty())
    return;

  Parents = std::make_unique<ParentMap>(const_cast<Stmt *>(userBody(Function)));
  for (auto &[E, Op] : Operations) {
    Op.ResultUsed = !isDiscarded(E, *Parents);
    Op.Decides = Op.ResultUsed && decides(E, *Parents);
  }
}
