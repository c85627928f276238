//===- DependentWriteFacts.cpp - what is told of a write -----------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The half of WriteJudge that looks around a write that was found.
///
//===----------------------------------------------------------------------===//
#include "checks/analysis/DependentWrites.h"

#include "clang/AST/ExprCXX.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace racetidy;

/// The first write to something shared that follows the statement of \p Node in
/// its block.
SourceLocation WriteJudge::dataAfter(const Expr *Node) const {
  const Stmt *S = Node;
  const CompoundStmt *Block = nullptr;
  while (const Stmt *Parent = Scan.parents().getParent(S)) {
    Block = dyn_cast<CompoundStmt>(Parent);
    if (Block)
      break;
    if (!isa<Expr>(Parent))
      return SourceLocation();
    S = Parent;
  }
  if (!Block)
    return SourceLocation();
  bool After = false;
  for (const Stmt *Each : Block->body()) {
    if (!std::exchange(After, After || Each == S))
      continue;
    llvm::SmallVector<const Stmt *, 8> Work{Each};
    while (!Work.empty()) {
      const Stmt *Next = Work.pop_back_val();
      if (!Next || isa<LambdaExpr>(Next))
        continue;
      const auto *E = dyn_cast<Expr>(Next);
      const auto *Op = E ? Scan.operation(E) : nullptr;
      if (Op && !isAtomic(Op->Kind) && Op->Kind != AccessKind::Read)
        return E->getBeginLoc();
      llvm::append_range(Work, Next->children());
    }
  }
  return SourceLocation();
}

/// Whether \p Value is what a 'co_await' gave, in itself or through the
/// function's own variables.
bool WriteJudge::isAwaited(const Expr *Value) const {
  llvm::SmallPtrSet<const Stmt *, 16> Seen;
  llvm::SmallVector<const Stmt *, 16> Work{Value};
  while (!Work.empty()) {
    const Stmt *S = Work.pop_back_val();
    if (!S || isa<LambdaExpr>(S) || !Seen.insert(S).second)
      continue;
    if (isa<CoawaitExpr, DependentCoawaitExpr>(S))
      return true;
    if (const auto *Ref = dyn_cast<DeclRefExpr>(S))
      if (const auto *V = dyn_cast<VarDecl>(Ref->getDecl());
          V && V->hasLocalStorage() && !isa<ParmVarDecl>(V))
        Work.push_back(V->getInit());
    llvm::append_range(Work, S->children());
  }
  return false;
}

/// The first change of something else that is shared, behind the suspension and
/// decided by the same test: what happens there happens once for each
/// activation that came in.
SourceLocation WriteJudge::changedBeside(const Expr *Node,
                                         const Dependent &How) const {
  const SourceManager &SM = Function.getASTContext().getSourceManager();
  SourceLocation Torn = TornAt.lookup(How.Read);
  if (!How.Test || Torn.isInvalid())
    return SourceLocation();
  bool InBranch = false;
  for (const Stmt *S = Node; S && !InBranch; S = Scan.parents().getParent(S))
    InBranch = S == How.Test->getThen();
  for (const Expr *E : Scan.all()) {
    const FunctionScan::Operation &Op = *Scan.operation(E);
    if (E == Node || Op.Kind != AccessKind::Update ||
        !SM.isBeforeInTranslationUnit(Torn, E->getBeginLoc()))
      continue;
    bool Inside = !InBranch;
    for (const Stmt *S = E; S && !Inside; S = Scan.parents().getParent(S))
      Inside = S == How.Test->getThen();
    if (Inside)
      return E->getBeginLoc();
  }
  return SourceLocation();
}

/// Whether \p Node stands under a test of a bool parameter:
/// 'if (!concurrent) n.store(n.load() + 1); else n.fetch_add(1);'.
bool WriteJudge::isByMode(const Expr *Node) const {
  auto IsMode = [](const Stmt *S) {
    const auto *Ref = dyn_cast<DeclRefExpr>(S);
    return Ref && isa<ParmVarDecl>(Ref->getDecl()) &&
           Ref->getType()->isBooleanType();
  };
  for (const Stmt *S = Node; S; S = Scan.parents().getParent(S)) {
    const auto *If = dyn_cast<IfStmt>(S);
    llvm::SmallVector<const Stmt *, 8> Work;
    if (If)
      Work.push_back(If->getCond());
    while (!Work.empty()) {
      const Stmt *Next = Work.pop_back_val();
      if (Next && IsMode(Next))
        return true;
      if (Next)
        llvm::append_range(Work, Next->children());
    }
  }
  return false;
}

std::vector<DependentWrite> WriteJudge::results() const {
  std::vector<DependentWrite> Result;
  auto OrderOf = [&](const FunctionScan::Operation &Op) {
    return isAtomic(Op.Kind) ? Op.Atomic.order(Function.getASTContext())
                             : Ordering::Strong;
  };
  for (const auto &[Node, How] : Found) {
    const FunctionScan::Operation &Write = *Scan.operation(Node);
    const Expr *ReadNode = Scan.reads()[How.Read];
    const FunctionScan::Operation &Read = *Scan.operation(ReadNode);
    DependentWrite D;
    D.Kind = How.Kind;
    D.Torn = How.Torn;
    D.Test = How.Test;
    D.Condition = How.Condition;
    D.WriteUsed = Write.ResultUsed;
    D.Name = Scan.paths().str(Write.Path);
    D.Written = declarationOf(Write.Path);
    if (const LockInfo *Lock = How.Lock ? Locks.info(How.Lock) : nullptr) {
      D.Lock = Scan.paths().str(Lock->Path);
      if (How.Torn == Separation::CriticalSections &&
          !(ReadLocks.lookup(How.Read).mustAny() & How.WriteLocks.mustAny() &
            How.Lock))
        D.Assumed = Lock->Assumed;
    }
    D.In = &Function;
    D.ByMode = isByMode(Node);
    D.TornAt = TornAt.lookup(How.Read);
    D.Rechecked = How.Rechecked;
    D.WrittenBetween = How.Rewritten;
    D.Clears = Write.Value && Decisions.clears(Write.Value);
    Expr::EvalResult Constant;
    D.Constant = Write.Value && !Write.Value->isValueDependent() &&
                 Write.Value->EvaluateAsInt(Constant, Function.getASTContext());
    if (How.Torn == Separation::LateLock)
      D.DataAfter = dataAfter(Node);
    if (How.Torn == Separation::Suspension) {
      D.Awaited = Write.Value && isAwaited(Write.Value);
      if (How.Kind == DependenceKind::Control)
        D.ChangedBeside = changedBeside(Node, How);
    }
    D.Read = {Read.Path,     Read.Kind,
              OrderOf(Read), ReadNode->getBeginLoc(),
              ReadNode,      ReadLocks.lookup(How.Read)};
    D.Write = {Write.Path,          Write.Kind, OrderOf(Write),
               Node->getBeginLoc(), Node,       How.WriteLocks};
    for (const Stmt *S = ReadNode; S; S = Scan.parents().getParent(S))
      D.OneExpression |= S == Node;
    Result.push_back(std::move(D));
  }
  return Result;
}
