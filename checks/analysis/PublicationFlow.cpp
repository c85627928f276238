//===- PublicationFlow.cpp - what is told, and what is done by then -------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/analysis/PublicationFlow.h"

#include "checks/analysis/Awaitables.h"

#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace racetidy;

using Bits = uint64_t;
static Bits bit(unsigned Number) { return Bits(1) << Number; }

PublicationFlow::PublicationFlow(const FunctionDecl &Function, RuleIndex &Rules,
                                 FunctionScan &Scan)
    : Function(Function), Scan(Scan) {
  if (!Scan.hasPublication())
    return;
  forEachEvaluated(Function, [&](const Stmt *S) {
    const auto *Call = dyn_cast<CallExpr>(S);
    const FunctionDecl *F = Call ? Call->getDirectCallee() : nullptr;
    if (!F)
      return;
    RuleIndex::PublicationUse Use = Rules.publication(*F);
    if (Use.Rule && Publications.size() < MaxCalls) {
      PublicationAt[Call] = Publications.size();
      Publications.push_back({Call, Use.Rule});
    }
    if (Use.Precedes && Writes.size() < MaxCalls) {
      WriteAt[Call] = Writes.size();
      Writes.push_back({Call});
    }
    if (Rules.sleeps(*F))
      Pauses.insert(Call);
  });
  if (Publications.empty())
    return;
  for (Write &W : Writes)
    place(W, Rules);
  link(Rules);
}

/// Whether what stands for the work is the value, so that the work may go on
/// after the call returned.
static bool standsForWork(QualType T, RuleIndex &Rules) {
  return Rules.handle(T) || awaitable(T, Rules).K != Awaitable::None;
}

/// Finds out where the write is waited for.
void PublicationFlow::place(Write &W, RuleIndex &Rules) {
  W.AtOnce = !standsForWork(W.Call->getType(), Rules);
  if (W.AtOnce)
    return;
  const Stmt *S = W.Call;
  while (const Stmt *Parent = Scan.parents().getParent(S)) {
    if (isa<CoawaitExpr, DependentCoawaitExpr>(Parent)) {
      W.Await = Parent;
      return;
    }
    if (const auto *Declaration = dyn_cast<DeclStmt>(Parent)) {
      for (const Decl *D : Declaration->decls())
        if (const auto *V = dyn_cast<VarDecl>(D);
            V && V->getInit() &&
            Function.getASTContext().getSourceManager().isPointWithin(
                W.Call->getBeginLoc(), V->getInit()->getBeginLoc(),
                V->getInit()->getEndLoc()))
          W.Holder = V;
      return;
    }
    // 'tasks.push_back(store.put(…))', 'scope.spawn(store.put(…))',
    // 'write = store.put(…)': what it is given to.
    const Expr *Object = nullptr;
    if (const auto *Member = dyn_cast<CXXMemberCallExpr>(Parent))
      Object = Member->getImplicitObjectArgument();
    else if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(Parent))
      Object = Operator->getArg(0);
    else if (const auto *B = dyn_cast<BinaryOperator>(Parent);
             B && B->isAssignmentOp())
      Object = B->getLHS();
    if (Object && Object != S) {
      Object = Object->IgnoreParenImpCasts();
      if (const auto *Ref = dyn_cast<DeclRefExpr>(Object))
        W.Holder = Ref->getDecl();
      else if (const auto *Member = dyn_cast<MemberExpr>(Object))
        W.Holder = Member->getMemberDecl();
      return;
    }
    if (!isa<Expr>(Parent))
      return;
    // 'store.put(…).get()': waited for on the spot.
    if (const auto *Member = dyn_cast<MemberExpr>(Parent))
      if (isa<CXXMethodDecl>(Member->getMemberDecl())) {
        W.AtOnce = true;
        return;
      }
    S = Parent;
  }
}

/// The function's own variables and parameters that the arguments name.
static llvm::SmallPtrSet<const ValueDecl *, 4> named(const CallExpr &Call) {
  llvm::SmallPtrSet<const ValueDecl *, 4> Names;
  llvm::SmallVector<const Stmt *, 8> Work(Call.arg_begin(), Call.arg_end());
  while (!Work.empty()) {
    const Stmt *S = Work.pop_back_val();
    if (!S)
      continue;
    if (const auto *Ref = dyn_cast<DeclRefExpr>(S)) {
      if (isa<VarDecl, BindingDecl>(Ref->getDecl()))
        Names.insert(Ref->getDecl());
    } else if (const auto *Member = dyn_cast<MemberExpr>(S)) {
      if (isa<FieldDecl>(Member->getMemberDecl()) &&
          isa<CXXThisExpr>(Member->getBase()->IgnoreParenImpCasts()))
        Names.insert(Member->getMemberDecl());
    }
    llvm::append_range(Work, S->children());
  }
  return Names;
}

/// Which publication is about which write: the rule says of which calls, and
/// where both name something, it is the same thing. 'drop(old); put(fresh);' is
/// about two.
void PublicationFlow::link(RuleIndex &Rules) {
  std::vector<llvm::SmallPtrSet<const ValueDecl *, 4>> Names;
  for (const Write &W : Writes)
    Names.push_back(named(*W.Call));
  for (Publication &P : Publications) {
    auto Ours = named(*P.Call);
    for (unsigned W = 0; W < Writes.size(); ++W) {
      bool Same = Ours.empty() || Names[W].empty() ||
                  llvm::any_of(Ours, [&](const ValueDecl *D) {
                    return Names[W].contains(D);
                  });
      if (Same && Rules.precedes(*Writes[W].Call->getDirectCallee(), *P.Rule))
        P.Of |= bit(W);
    }
  }
  // Where each is mentioned that stands for a write.
  llvm::DenseMap<const ValueDecl *, Bits> Held;
  for (unsigned W = 0; W < Writes.size(); ++W) {
    if (Writes[W].Await)
      AwaitedAt[Writes[W].Await] |= bit(W);
    if (Writes[W].Holder)
      Held[Writes[W].Holder] |= bit(W);
  }
  if (Held.empty())
    return;
  forEachEvaluated(Function, [&](const Stmt *S) {
    const ValueDecl *D = nullptr;
    if (const auto *Ref = dyn_cast<DeclRefExpr>(S))
      D = Ref->getDecl();
    else if (const auto *Member = dyn_cast<MemberExpr>(S))
      D = Member->getMemberDecl();
    auto It = D ? Held.find(D) : Held.end();
    if (It == Held.end())
      return;
    // Up to the await, or to the whole expression that mentions it: there it
    // may be handed to somebody who waits.
    const Stmt *Whole = S;
    bool Awaited = false;
    while (const Stmt *Parent = Scan.parents().getParent(Whole)) {
      if (!isa<Expr>(Parent))
        break;
      Whole = Parent;
      Awaited = isa<CoawaitExpr, DependentCoawaitExpr>(Whole);
      if (Awaited)
        break;
    }
    Bits Waited = It->second;
    for (unsigned W = 0; W < Writes.size(); ++W) {
      // What gives it the work does not wait for it.
      const Stmt *Around = Writes[W].Call;
      while (Around && Around != Whole)
        Around = Scan.parents().getParent(Around);
      if (Around && !Awaited)
        Waited &= ~bit(W);
    }
    AwaitedAt[Whole] |= Waited;
  });
}

const Expr *PublicationFlow::orderOf(const Stmt &S) const {
  auto It = PublicationAt.find(&S);
  if (It == PublicationAt.end())
    return nullptr;
  const Publication &P = Publications[It->second];
  return P.Rule->Ordered < P.Call->getNumArgs()
             ? P.Call->getArg(P.Rule->Ordered)
             : nullptr;
}

static std::string nameOf(const CallExpr &Call) {
  const FunctionDecl *F = Call.getDirectCallee();
  return F->getNameAsString();
}

void PublicationFlow::oldOrder(const Stmt &S, SourceLocation Read,
                               SourceLocation Suspension, std::string Name) {
  unsigned P = PublicationAt.lookup(&S);
  const CallExpr *Call = Publications[P].Call;
  Found[{P, MaxCalls}] = {EarlyPublication::OldOrder,
                          Call->getBeginLoc(),
                          Read,
                          Suspension,
                          nameOf(*Call),
                          std::move(Name)};
}

void PublicationFlow::publish(unsigned P, PublicationState &State) {
  const Publication &It = Publications[P];
  for (unsigned W = 0; W < Writes.size(); ++W)
    if (It.Of & State.Done & bit(W))
      for (unsigned Q = 0; Q < Publications.size(); ++Q)
        if (Publications[Q].Rule == It.Rule)
          ToldAgain.insert({Q, W});
  // Another write that it may be about is done.
  if (It.Of & State.Done)
    return;
  State.Told |= bit(P);
  for (unsigned W = 0; W < Writes.size(); ++W) {
    if (!(It.Of & State.UnderWay & bit(W)))
      continue;
    bool Paused = State.Paused & bit(W);
    Found[{P, W}] = {Paused ? EarlyPublication::AfterPause
                            : EarlyPublication::WhileUnderWay,
                     It.Call->getBeginLoc(),
                     Writes[W].Call->getBeginLoc(),
                     Paused ? PausedAt.lookup(W) : SourceLocation(),
                     nameOf(*It.Call),
                     nameOf(*Writes[W].Call)};
  }
}

void PublicationFlow::begin(unsigned W, PublicationState &State) {
  for (unsigned P = 0; P < Publications.size(); ++P)
    if ((State.Told & bit(P)) && (Publications[P].Of & bit(W)))
      Found.insert(
          {{P, W},
           {EarlyPublication::BeforeWrite, Publications[P].Call->getBeginLoc(),
            Writes[W].Call->getBeginLoc(), SourceLocation(),
            nameOf(*Publications[P].Call), nameOf(*Writes[W].Call)}});
  (Writes[W].AtOnce ? State.Done : State.UnderWay) |= bit(W);
  State.Paused &= ~bit(W);
}

void PublicationFlow::statement(const Stmt &S, PublicationState &State) {
  if (auto It = WriteAt.find(&S); It != WriteAt.end())
    begin(It->second, State);
  if (auto It = PublicationAt.find(&S); It != PublicationAt.end())
    publish(It->second, State);
  if (Pauses.contains(&S)) {
    State.Paused |= State.UnderWay;
    for (unsigned W = 0; W < Writes.size(); ++W)
      if (State.UnderWay & bit(W))
        PausedAt[W] = S.getBeginLoc();
  }
  if (auto It = AwaitedAt.find(&S); It != AwaitedAt.end()) {
    Bits Ended = State.UnderWay & It->second;
    State.UnderWay &= ~Ended;
    State.Paused &= ~Ended;
    State.Done |= Ended;
  }
}

std::vector<EarlyPublication> PublicationFlow::results() const {
  std::vector<EarlyPublication> Result;
  llvm::DenseSet<SourceLocation> Seen;
  for (const auto &[Which, Early] : Found)
    if (!ToldAgain.contains(Which) && Seen.insert(Early.Published).second)
      Result.push_back(Early);
  return Result;
}
