//===- LockBalance.cpp - locks that are taken and not given back ----------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/analysis/LockBalance.h"

#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace racetidy;

namespace {

/// Looks at the ways through one function.
class Balance {
public:
  Balance(const FunctionDecl &Function, SummaryFlow &Flow)
      : Function(Function), Flow(Flow), Locks(Flow.locks()) {}

  std::vector<LockImbalance> run();

private:
  LockBits eligible();
  void noteUses(const Stmt *S, bool Statement);
  void findChanges();
  void kept(LockBits Of);
  void add(SummaryImbalance::Kind Kind, LockBits Bit, SourceLocation At,
           SourceLocation End = {});
  SourceLocation endOf(const CFGBlock &B) const;

  const FunctionDecl &Function;
  SummaryFlow &Flow;
  LockFlow &Locks;
  /// Where a call stands whose result nobody looks at.
  llvm::DenseSet<SourceLocation> Unlooked;
  /// By block: the locks that change in it, or in some block after it.
  llvm::DenseMap<const CFGBlock *, LockBits> ChangedLater;
  LockBits Told = 0;
  std::vector<LockImbalance> Found;
};

} // namespace

/// Notes the calls that are statements of their own: what takes a lock and may
/// fail is looked at.
void Balance::noteUses(const Stmt *S, bool Statement) {
  if (!S)
    return;
  if (const auto *E = dyn_cast<Expr>(S)) {
    if (!Statement)
      return;
    E = E->IgnoreParenCasts();
    if (const auto *Whole = dyn_cast<ExprWithCleanups>(E))
      E = Whole->getSubExpr()->IgnoreParenCasts();
    if (isa<CallExpr>(E))
      Unlooked.insert(E->getBeginLoc());
    return;
  }
  const Stmt *Condition = nullptr;
  if (const auto *If = dyn_cast<IfStmt>(S))
    Condition = If->getCond();
  else if (const auto *While = dyn_cast<WhileStmt>(S))
    Condition = While->getCond();
  else if (const auto *Do = dyn_cast<DoStmt>(S))
    Condition = Do->getCond();
  else if (const auto *For = dyn_cast<ForStmt>(S))
    Condition = For->getCond();
  else if (const auto *Switch = dyn_cast<SwitchStmt>(S))
    Condition = Switch->getCond();
  bool Holds = !isa<ReturnStmt, DeclStmt>(S);
  for (const Stmt *Child : S->children())
    noteUses(Child, Holds && Child != Condition);
}

/// The locks of which it can be told at all.
LockBits Balance::eligible() {
  LockBits Result = 0;
  for (unsigned Number = 0; Number < Locks.size(); ++Number) {
    LockBits Bit = LockBits(1) << Number;
    const LockInfo *Lock = Locks.info(Bit);
    if (Lock && Lock->ThreadBound && !Lock->Recursive && Lock->Assumed.empty())
      Result |= Bit;
  }
  // A guard gives it back, or goes on holding it elsewhere.
  for (const CFGBlock *B : Flow.graph())
    if (const PointState *End = Flow.endOf(*B))
      for (const auto &[Entity, Guard] : End->Locks.Guards)
        Result &= ~(Guard.Locks | Guard.Assumed);
  return Result & ~(LockFlow::Unnamed | LockFlow::Callers);
}

void Balance::findChanges() {
  for (const CFGBlock *B : Flow.graph()) {
    auto Begin = Flow.entryOf(*B);
    const PointState *End = Flow.endOf(*B);
    if (!Begin || !End)
      continue;
    const Lockset &Before = Begin->Locks.Held, &After = End->Locks.Held;
    ChangedLater[B] = (Before.mayAny() ^ After.mayAny()) |
                      (Before.mustAny() ^ After.mustAny()) |
                      (Begin->Locks.Given ^ End->Locks.Given);
  }
  for (bool Changed = true; Changed;) {
    Changed = false;
    for (const CFGBlock *B : Flow.graph()) {
      LockBits Bits = ChangedLater[B];
      for (const CFGBlock *Next : B->succs())
        if (Next)
          Bits |= ChangedLater[Next];
      Changed |= Bits != ChangedLater[B];
      ChangedLater[B] = Bits;
    }
  }
}

/// The last statement of \p B, or of what leads to it; else the function's end.
SourceLocation Balance::endOf(const CFGBlock &B) const {
  for (const CFGElement &E : llvm::reverse(B))
    if (auto S = E.getAs<CFGStmt>())
      if (isa<ReturnStmt>(S->getStmt()))
        return S->getStmt()->getBeginLoc();
  return Function.getBody()->getEndLoc();
}

void Balance::add(SummaryImbalance::Kind Kind, LockBits Bit, SourceLocation At,
                  SourceLocation End) {
  if (!At.isValid() || (Told & Bit))
    return;
  Told |= Bit;
  Found.push_back({Kind, Locks.info(Bit), At, End});
}

/// A way out on which a lock is held for sure; or one that meets another on
/// which it is not, with nothing after that could make up for it. What branches
/// decide together ('if (own) lock(); …; if (own) unlock();') is not told.
void Balance::kept(LockBits Of) {
  const CFGBlock &Exit = Flow.graph().getExit();
  LockBits OnEntry = Flow.entry().Held.mayAny() | Locks.asserted();
  for (const CFGBlock *B : Flow.graph()) {
    auto Begin = Flow.entryOf(*B);
    if (!Begin)
      continue;
    for (const CFGBlock *P : B->preds()) {
      if (!P || !Flow.endOf(*P) || (B == &Exit && neverReturns(*P)))
        continue;
      LockBits Left =
          Flow.alongEdge(*P, *B).Locks.Held.mustAny() & Of & ~OnEntry;
      if (B != &Exit)
        Left &= ~(Begin->Locks.Held.mustAny() | ChangedLater[B]);
      for (unsigned Number = 0; Left && Number < Locks.size(); ++Number)
        if (LockBits Bit = LockBits(1) << Number; Left & Bit)
          add(SummaryImbalance::Kept, Bit, Locks.info(Bit)->Taken, endOf(*P));
    }
  }
}

/// Whether something in \p S names a function without calling it: as what gives
/// the lock back when the thread is cancelled, say.
static bool namesFunction(const Stmt *S) {
  if (!S)
    return false;
  if (const auto *Ref = dyn_cast<DeclRefExpr>(S))
    return isa<FunctionDecl>(Ref->getDecl());
  const auto *Call = dyn_cast<CallExpr>(S);
  return llvm::any_of(S->children(), [&](const Stmt *Child) {
    return !(Call && Child == Call->getCallee()) && namesFunction(Child);
  });
}

std::vector<LockImbalance> Balance::run() {
  // Most functions come out even, which their end tells.
  LockBits Uneven = Flow.exit() ? Flow.exit()->Locks.Held.mayAny() : 0;
  for (unsigned Number = 0; Number < Locks.size(); ++Number)
    if (const LockInfo *Lock = Locks.info(LockBits(1) << Number);
        Lock && (Lock->GivenTwice.isValid() || Lock->GivenBare.isValid()))
      Uneven |= LockBits(1) << Number;
  LockBits Of = Uneven ? eligible() & Uneven : 0;
  if (!Of)
    return {};
  noteUses(Function.getBody(), false);
  for (unsigned Number = 0; Number < Locks.size(); ++Number) {
    LockBits Bit = LockBits(1) << Number;
    const LockInfo *Lock = Locks.info(Bit);
    if (!(Of & Bit) || llvm::any_of(Lock->Takings, [&](SourceLocation Loc) {
          return !Unlooked.contains(Loc);
        }))
      Of &= ~Bit;
  }
  for (unsigned Number = 0; Of && Number < Locks.size(); ++Number) {
    LockBits Bit = LockBits(1) << Number;
    if (!(Of & Bit))
      continue;
    const LockInfo &Lock = *Locks.info(Bit);
    add(SummaryImbalance::GivenTwice, Bit, Lock.GivenTwice);
    if (Lock.Takings.empty())
      add(SummaryImbalance::GivenBare, Bit, Lock.GivenBare);
  }
  if (Of & ~Told) {
    findChanges();
    kept(Of & ~Told);
  }
  if (!Found.empty() && namesFunction(Function.getBody()))
    Found.clear();
  return std::move(Found);
}

std::vector<LockImbalance> racetidy::imbalancesOf(const FunctionDecl &Function,
                                                  SummaryFlow &Flow) {
  return Balance(Function, Flow).run();
}
