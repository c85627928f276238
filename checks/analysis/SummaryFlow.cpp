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
      const Expr *Condition = From.getLastCondition();
      if (Condition)
        Locks.branch(Condition, True == &To, State.Locks);
      if (Terminator)
        branch(Terminator, Condition, True == &To, State);
    }
  }
  if (const auto *Try = dyn_cast_or_null<CXXTryStmt>(To.getTerminatorStmt()))
    Locks.unwind(*Try, State.Locks);
  return State;
}

bool racetidy::neverReturns(const CFGBlock &B) {
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
  Context = std::make_unique<AnalysisDeclContext>(/*Mgr=*/nullptr, &Function,
                                                  Options);
  Graph = Context->getCFG();
  if (!Graph || Graph->getNumBlockIDs() > MaxBlocks)
    return false;
  Entry = Locks.entry();
  sweep();
  // Who gives back a lock that it did not take was called with it held:
  // 'mu.unlock(); sleep(); mu.lock();' in a helper. If that is so, what it does
  // before and after happens under the lock. Not where only some callers hold
  // it: 'if (locked) mu.unlock();'.
  LockBits Given = Exit ? Exit->Locks.Given & ~Entry.Held.mayAny() &
                              ~(Locks.Callers | Locks.Unnamed)
                        : 0;
  if (!Given)
    return true;
  LockState Before = Entry;
  Locks.require(Given, Entry);
  sweep();
  if (isSettled(Given))
    return true;
  Locks.entry();
  Entry = Before;
  sweep();
  return true;
}

/// Whether each of \p Locks is held at every exit, or at none.
bool SummaryFlow::isSettled(LockBits Given) const {
  if (!Exit)
    return false;
  const Lockset &Held = Exit->Locks.Held;
  return !(Given & Held.mayAny() & ~(Held.mustAny() | Exit->Locks.Assumed));
}

void SummaryFlow::sweep() {
  PostOrderCFGView Order(Graph);
  Out.clear();
  Exit.reset();
  Interrupted = 0;
  auto Sweep = [&] {
    Locks.beginSweep();
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
}
