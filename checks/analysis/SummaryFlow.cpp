//===- SummaryFlow.cpp - locks and order at each point of a function ------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/analysis/SummaryFlow.h"

#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Analysis/Analyses/PostOrderCFGView.h"
#include "clang/Analysis/AnalysisDeclContext.h"

using namespace clang;
using namespace racetidy;

void PointState::join(const PointState &Other) {
  Locks.join(Other.Locks);
  Events.Running |= Other.Events.Running;
  Events.Done &= Other.Events.Done;
  Events.Joined &= Other.Events.Joined;
}

PointState SummaryFlow::alongEdge(const CFGBlock &From, const CFGBlock &To) {
  PointState State = Out[&From];
  const Stmt *Terminator = From.getTerminatorStmt();
  if (From.succ_size() == 2 && !isa_and_nonnull<SwitchStmt>(Terminator)) {
    auto Successor = From.succ_begin();
    const CFGBlock *True = *Successor, *False = *std::next(Successor);
    if (True != False && (True == &To || False == &To)) {
      if (const Expr *Condition = From.getLastCondition())
        Locks.branch(Condition, True == &To, State.Locks);
      if (Terminator)
        branch(Terminator, True == &To, State);
    }
  }
  if (const auto *Try = dyn_cast_or_null<CXXTryStmt>(To.getTerminatorStmt()))
    Locks.unwind(*Try, State.Locks);
  return State;
}

/// Whether \p B leaves the function by an exception or not at all.
static bool neverReturns(const CFGBlock &B) {
  if (B.hasNoReturnElement())
    return true;
  for (const CFGElement &E : llvm::reverse(B))
    if (auto S = E.getAs<CFGStmt>())
      return isa<CXXThrowExpr>(S->getStmt());
  return false;
}

std::optional<PointState> SummaryFlow::entryOf(const CFGBlock &B) {
  if (&B == &Graph->getEntry()) {
    PointState State;
    State.Locks = Entry;
    return State;
  }
  std::optional<PointState> State;
  bool IsExit = &B == &Graph->getExit();
  for (const CFGBlock *P : B.preds()) {
    if (!P || !Out.count(P) || (IsExit && neverReturns(*P)))
      continue;
    PointState Along = alongEdge(*P, B);
    if (State)
      State->join(Along);
    else
      State = std::move(Along);
  }
  return State;
}

void SummaryFlow::block(const CFGBlock &B, PointState State) {
  Locks.enter(B);
  for (const CFGElement &Element : B) {
    if (auto S = Element.getAs<CFGStmt>()) {
      statement(S->getStmt(), State);
      Interrupted |= Locks.statement(S->getStmt(), State.Locks);
    } else if (auto D = Element.getAs<CFGAutomaticObjDtor>()) {
      destroyed(D->getVarDecl(), State);
      Locks.destroyed(D->getVarDecl(), State.Locks);
    }
  }
  Out[&B] = std::move(State);
}

bool SummaryFlow::run() {
  CFG::BuildOptions Options;
  Options.setAllAlwaysAdd();
  Options.AddInitializers = true;
  Options.AddCXXDefaultInitExprInCtors = true;
  Options.AddImplicitDtors = true;
  Options.AddTemporaryDtors = true;
  Options.AddRichCXXConstructors = false;
  AnalysisDeclContext Context(/*Mgr=*/nullptr, &Function, Options);
  Graph = Context.getCFG();
  if (!Graph || Graph->getNumBlockIDs() > MaxBlocks)
    return false;
  Entry = Locks.entry();
  PostOrderCFGView Order(Graph);
  auto Sweep = [&] {
    llvm::DenseSet<const CFGBlock *> Seen;
    bool Loop = false;
    for (const CFGBlock *B : Order) {
      Seen.insert(B);
      if (auto State = entryOf(*B)) {
        if (B == &Graph->getExit())
          Exit = *State;
        block(*B, std::move(*State));
      }
      for (const CFGBlock *Next : B->succs())
        Loop |= Next && Seen.count(Next);
    }
    return Loop;
  };
  // What a loop carries round, the second sweep sees.
  if (Sweep())
    Sweep();
  return true;
}
