//===- FunctionFlow.cpp - the flow of one function ------------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/analysis/FunctionFlow.h"

#include "checks/analysis/AtomicPatterns.h"
#include "checks/analysis/Branches.h"
#include "checks/analysis/CallbackCalls.h"
#include "checks/analysis/DependentWrites.h"
#include "checks/analysis/LockFlow.h"
#include "checks/analysis/Privacy.h"
#include "checks/analysis/ResourceFlow.h"
#include "checks/analysis/SingleChecks.h"
#include "checks/analysis/ValueFlow.h"
#include "checks/model/GuardForm.h"

#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Analysis/Analyses/PostOrderCFGView.h"
#include "clang/Analysis/AnalysisDeclContext.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace racetidy;

namespace {

class Flow {
public:
  Flow(const FunctionDecl &Function, LockEffects &Effects,
       TransactionEffects &Transacts, FunctionScan &Scan, unsigned &Cut,
       AtomicPatterns &Patterns, LockWatcher Watch)
      : Function(Function), Rules(Effects.rules()), Scan(Scan), Cut(Cut),
        Patterns(Patterns), Watch(Watch),
        Locks(Function, Effects, Scan.paths()),
        Transactions(Function, Transacts, Scan), Values(Scan),
        Private(Function, Rules, Scan), Publications(Function, Rules, Scan) {}

  FunctionFacts run();

private:
  /// Past this many blocks the function is left alone: generated code. A state
  /// is kept for each, and time and memory grow with blocks times variables.
  static constexpr unsigned MaxBlocks = 4000;

  void sweep(const PostOrderCFGView &Order);
  void block(const CFGBlock &B, FlowState State);
  void statement(const Stmt *S, FlowState &State, const CFGBlock &B);
  void claim(const FunctionScan::Operation &Op, FlowState &State);
  void transacts(const Stmt *S, const FunctionScan::Operation *Op,
                 FlowState &State);
  void suspended(const Stmt &S, FlowState &State, const CFGBlock &B);
  void published(const Stmt &S, const FlowState &State);
  void callsBack(const CallExpr &Call, const FlowState &State);
  void sharedWrite(const Expr *Node, const FunctionScan::Operation &Op,
                   const FlowState &State);
  void releaseReads(FlowState &State, SourceLocation Loc);
  void join(FlowState &Into, const FlowState &From, ReadBits Decision) const;
  FlowState alongEdge(const CFGBlock &From, const CFGBlock &To);
  std::optional<FlowState> entryOf(const CFGBlock &B);

  const FunctionDecl &Function;
  RuleIndex &Rules;
  FunctionScan &Scan;
  unsigned &Cut;
  AtomicPatterns &Patterns;
  LockWatcher Watch;
  LockFlow Locks;
  TransactionFlow Transactions;
  ValueFlow Values;
  Privacy Private;
  PublicationFlow Publications;

  CFG *Graph = nullptr;
  std::unique_ptr<Branches> Decisions;
  std::unique_ptr<WriteJudge> Writes;
  std::unique_ptr<ResourceFlow> Resources;
  std::unique_ptr<SingleChecks> Waits;
  llvm::DenseMap<const CFGBlock *, FlowState> Exit;
  /// By place; insertion order is sweep order.
  llvm::MapVector<SourceLocation, LockAcrossSuspension> Across;
  llvm::MapVector<SourceLocation, CallbackUnderLock> Callbacks;
  llvm::MapVector<const Expr *, WriteUnderSharedLock> UnderShared;
  /// Functions that are called while something keeps others out.
  llvm::DenseSet<const FunctionDecl *> CalledInside;
};

} // namespace

void Flow::join(FlowState &Into, const FlowState &From,
                ReadBits Decision) const {
  for (unsigned R = 0; R < Into.HeldSince.size(); ++R) {
    bool Ours = Into.Values.Live >> R & 1, Theirs = From.Values.Live >> R & 1;
    if (!Theirs)
      continue;
    Into.HeldSince[R] =
        Ours ? Into.HeldSince[R] | From.HeldSince[R] : From.HeldSince[R];
    Into.OpenSince[R] =
        Ours ? Into.OpenSince[R] | From.OpenSince[R] : From.OpenSince[R];
  }
  Into.Open |= From.Open;
  Into.Locks.join(From.Locks);
  ValueFlow::join(Into.Values, From.Values, Decision);
  Into.Suspended |= From.Suspended;
  Into.Rewritten |= From.Rewritten;
  Into.Gone |= From.Gone;
  Into.Told.join(From.Told);
  Into.Waited |= From.Waited;
}

/// What reaches \p To from \p From: the branch tells whether a try got its
/// lock, and an exception leaves guards behind.
FlowState Flow::alongEdge(const CFGBlock &From, const CFGBlock &To) {
  FlowState State = Exit[&From];
  const Expr *Condition = From.getLastCondition();
  if (Condition && From.succ_size() == 2 &&
      !isa_and_nonnull<SwitchStmt>(From.getTerminatorStmt())) {
    auto Successor = From.succ_begin();
    const CFGBlock *True = *Successor, *False = *std::next(Successor);
    if (True != False && (True == &To || False == &To))
      Locks.branch(Condition, True == &To, State.Locks);
  }
  if (const auto *Try = dyn_cast_or_null<CXXTryStmt>(To.getTerminatorStmt()))
    Locks.unwind(*Try, State.Locks);
  releaseReads(State, SourceLocation());
  return State;
}

std::optional<FlowState> Flow::entryOf(const CFGBlock &B) {
  if (&B == &Graph->getEntry()) {
    FlowState State;
    State.Locks = Locks.entry();
    State.HeldSince.resize(Scan.reads().size());
    State.Open = Transactions.entry();
    State.OpenSince.resize(Scan.reads().size());
    return State;
  }
  std::optional<FlowState> State;
  std::optional<ReadBits> Decision;
  for (const CFGBlock *P : B.preds()) {
    if (!P || !Exit.count(P))
      continue;
    if (!State) {
      State = alongEdge(*P, B);
      continue;
    }
    if (!Decision)
      Decision = Decisions->decisionAt(B);
    join(*State, alongEdge(*P, B), *Decision);
  }
  return State;
}

/// Takes out of every read the locks that are no longer held. \p Loc: where.
void Flow::releaseReads(FlowState &State, SourceLocation Loc) {
  for (unsigned R = 0; R < State.HeldSince.size(); ++R) {
    LockBits Kept =
        State.HeldSince[R] & (State.Locks.Held.mayAny() | State.Locks.Assumed);
    if (State.HeldSince[R] && !Kept)
      Writes->tornAt(R, Loc);
    State.HeldSince[R] = Kept;
  }
}

/// A hand-made lock: who wins the exchange of \p Op goes on, the others wait
/// or leave. A plain store to the same location gives it back.
void Flow::claim(const FunctionScan::Operation &Op, FlowState &State) {
  LockBits Lock = Locks.bit(Op.Path);
  switch (Op.Atomic.Op.Kind) {
  case AtomicKind::Exchange:
  case AtomicKind::CompareExchange:
    if (!Op.ResultUsed)
      break;
    State.Locks.Held.tryAcquire(Lock);
    // It also compared: what was read of this location before is confirmed.
    for (unsigned R = 0; R < Scan.reads().size(); ++R)
      if (Scan.operation(Scan.reads()[R])->Path == Op.Path)
        State.Values.Live &= ~(ReadBits(1) << R);
    break;
  case AtomicKind::Store:
    State.Locks.Held.release(Lock);
    break;
  case AtomicKind::Update:
    // 'if (refs.fetch_sub(1) == 1)', 'if (word.fetch_or(1) & 1) return;': the
    // old value tells who was first, or last.
    if (Op.Decides)
      State.Locks.Held.tryAcquire(Lock);
    break;
  case AtomicKind::Load:
    break;
  }
}

/// Others run until \p S goes on.
void Flow::suspended(const Stmt &S, FlowState &State, const CFGBlock &B) {
  for (unsigned R = 0; R < Scan.reads().size(); ++R)
    if ((State.Values.Live >> R & 1) && State.HeldSince[R] == 0) {
      State.Suspended |= ReadBits(1) << R;
      Writes->tornAt(R, S.getBeginLoc());
    }

  Waits->suspended(S, B, State.Values.Live, State.Waited);
  // An awaitable that is given the lock waits as a condition variable does.
  LockBits Given = Locks.namedIn(&S, State.Locks);
  LockBits Must = State.Locks.Held.mustAny() & ~Given;
  LockBits May = State.Locks.Held.mayAny() & ~Given & ~State.Locks.Tried;
  for (unsigned Number = 0; Number < 64; ++Number) {
    LockBits Bit = LockBits(1) << Number;
    const LockInfo *Lock = May & Bit ? Locks.info(Bit) : nullptr;
    if (!Lock || !Lock->ThreadBound)
      continue;
    // 'if (c) l.lock(); …; if (c) l.unlock();': correlated branches. Only a
    // lock that was taken on every way here and given back on some counts.
    if (!(Must & Bit) &&
        (!Lock->TakenIn || !Decisions->alwaysBefore(*Lock->TakenIn, B)))
      continue;
    Across[S.getBeginLoc()] = {S.getBeginLoc(), Lock->Taken,
                               Scan.paths().str(Lock->Path), !(Must & Bit)};
  }
}

/// A change under a lock that others may hold at the same time.
void Flow::sharedWrite(const Expr *Node, const FunctionScan::Operation &Op,
                       const FlowState &State) {
  const Lockset &Held = State.Locks.Held;
  if (Held.May || !Held.MustShared || Private.isPrivate(Op.Path, State.Gone))
    return;
  for (unsigned Number = 0; Number < 64; ++Number) {
    LockBits Bit = LockBits(1) << Number;
    const LockInfo *Lock = Held.MustShared & Bit ? Locks.info(Bit) : nullptr;
    if (!Lock)
      continue;
    // A lock that stands nowhere near the location guards something else.
    GuardForm Form = guardForm(Op.Path, Lock->Path);
    if (Form == GuardForm::None || Form == GuardForm::Striped ||
        (Form == GuardForm::Global && Op.Path.kind() != RootKind::Static))
      continue;
    Access Write{Op.Path, Op.Kind, Ordering::Strong, Node->getBeginLoc(),
                 Node,    Held};
    UnderShared[Node] = {Write, Scan.paths().str(Op.Path),
                         Scan.paths().str(Lock->Path), Lock->Taken};
    return;
  }
}

/// Somebody else's code runs while this function holds a lock of its own.
void Flow::callsBack(const CallExpr &Call, const FlowState &State) {
  LockBits Must = State.Locks.Held.Must;
  const Expr *Object = Must ? calledBack(Call) : nullptr;
  if (!Object)
    return;
  auto Path = Scan.paths().path(Object);
  // 'for (auto &f : listeners_) f();'
  const auto *Ref = dyn_cast<DeclRefExpr>(Object->IgnoreParenImpCasts());
  for (const Stmt *Up = Ref ? Scan.parents().getParent(&Call) : nullptr; Up;
       Up = Scan.parents().getParent(Up))
    if (const auto *For = dyn_cast<CXXForRangeStmt>(Up);
        For && For->getLoopVariable() == Ref->getDecl())
      if (auto All = Scan.paths().path(For->getRangeInit()))
        Path = All->with(PathStep::Element);
  // What the caller gave, it knows of.
  if (!Path ||
      !(Path->kind() == RootKind::This || Path->kind() == RootKind::Static))
    return;
  for (unsigned Number = 0; Number < 64; ++Number) {
    LockBits Bit = LockBits(1) << Number;
    const LockInfo *Lock = Must & Bit ? Locks.info(Bit) : nullptr;
    const ValueDecl *Named = Lock ? Scan.paths().named(Lock->Path) : nullptr;
    if (!Named || !Lock->ThreadBound || Lock->Recursive)
      continue;
    Callbacks[Call.getBeginLoc()] = {
        Call.getBeginLoc(),           Lock->Taken, Scan.paths().str(*Path),
        Scan.paths().str(Lock->Path), Named,       &Function};
    return;
  }
}

/// What a transaction that ended no longer kept; and who is called while one is
/// open, or a lock held.
void Flow::transacts(const Stmt *S, const FunctionScan::Operation *Op,
                     FlowState &State) {
  for (TransactionBits &Open : State.OpenSince)
    Open &= State.Open;
  // A read for update opens what keeps others from it.
  if (Op && Op->Resource && Op->Read >= 0 &&
      Op->Resource->Effect == ResourceEffect::LockingRead)
    State.OpenSince[Op->Read] = State.Open;
  if (State.Open || State.Locks.Held.mayAny())
    if (const auto *Call = dyn_cast<CallExpr>(S))
      if (const FunctionDecl *F = Call->getDirectCallee())
        CalledInside.insert(F->getCanonicalDecl());
  if (const auto *Call = dyn_cast<CallExpr>(S))
    callsBack(*Call, State);
}

void Flow::statement(const Stmt *S, FlowState &State, const CFGBlock &B) {
  const auto *E = dyn_cast<Expr>(S);
  const FunctionScan::Operation *Op = E ? Scan.operation(E) : nullptr;
  LockBits Waited = 0;
  if (Watch)
    Watch(*S, State.Locks, Locks);
  if (Op && isAtomic(Op->Kind))
    Patterns.runs(*Op, State.Locks.Held, Locks.bit(Op->Path), State.Values.Live,
                  Private.isPrivate(Op->Path, State.Gone));
  if (Op && Op->Resource)
    Resources->call(*Op, E, State, B);
  else if (Op && Op->Read >= 0)
    Writes->read(*Op, E, State);
  if (Op && Op->Kind == AccessKind::Read)
    Waits->read(*Op, State.Waited);
  if (Op && isAtomic(Op->Kind)) {
    Writes->atomicWrite(*Op, E, State, B);
    claim(*Op, State);
  } else {
    Waited = Locks.statement(S, State.Locks);
    Transactions.statement(S, State.Open);
    transacts(S, Op, State);
  }
  if (Op && !isAtomic(Op->Kind) && !Op->Resource &&
      Op->Kind != AccessKind::Read) {
    sharedWrite(E, *Op, State);
    // A lock that is awaited lets in one of those who wake.
    if (State.Waited && !(State.Locks.Held.mayAny() & ~Locks.bit(Op->Path)) &&
        !Private.isPrivate(Op->Path, State.Gone))
      Waits->write(*Op, E, State.Waited);
    Writes->plainWrite(*Op, E, State, B);
  }
  Values.statement(S, State.Values);
  State.Gone |= Private.escapes(S);
  if (Waited)
    for (unsigned R = 0; R < State.HeldSince.size(); ++R) {
      if (State.HeldSince[R] & Waited)
        Writes->tornAt(R, S->getBeginLoc());
      State.HeldSince[R] &= ~Waited;
    }
  releaseReads(State, S->getEndLoc());
  if (!Publications.empty()) {
    Publications.statement(*S, State.Told);
    published(*S, State);
  }
  if (Scan.hasSuspension() && isSuspension(*S, Rules))
    suspended(*S, State, B);
}

/// What orders a publication must be of this epoch: whoever was faster has told
/// a newer one.
void Flow::published(const Stmt &S, const FlowState &State) {
  const Expr *Order = Publications.orderOf(S);
  ReadBits Old =
      Order ? Values.readsOf(Order) & State.Values.Live & State.Suspended : 0;
  for (unsigned R = 0; R < Scan.reads().size(); ++R)
    if ((Old >> R & 1) && State.HeldSince[R] == 0) {
      const Expr *Read = Scan.reads()[R];
      Publications.oldOrder(S, Read->getBeginLoc(), Writes->whereTorn(R),
                            Scan.paths().str(Scan.operation(Read)->Path));
      return;
    }
}

void Flow::block(const CFGBlock &B, FlowState State) {
  Locks.enter(B);
  for (const CFGElement &Element : B) {
    if (auto S = Element.getAs<CFGStmt>()) {
      statement(S->getStmt(), State, B);
    } else if (auto D = Element.getAs<CFGAutomaticObjDtor>()) {
      Locks.destroyed(D->getVarDecl(), State.Locks);
      Transactions.destroyed(D->getVarDecl(), State.Open);
      for (TransactionBits &Open : State.OpenSince)
        Open &= State.Open;
      releaseReads(State, D->getTriggerStmt()->getEndLoc());
    }
  }
  Writes->confirm(B, State);
  Exit[&B] = std::move(State);
}

void Flow::sweep(const PostOrderCFGView &Order) {
  // What the first sweep saw before loops were closed does not count.
  Writes->clear();
  Resources->clear();
  Publications.clear();
  Waits->clear();
  Across.clear();
  Callbacks.clear();
  UnderShared.clear();
  for (const CFGBlock *B : Order)
    if (auto State = entryOf(*B))
      block(*B, std::move(*State));
}

/// Whether some edge leads back, so that one sweep does not see all.
static bool hasLoop(const PostOrderCFGView &Order) {
  llvm::DenseSet<const CFGBlock *> Seen;
  for (const CFGBlock *B : Order) {
    Seen.insert(B);
    for (const CFGBlock *Next : B->succs())
      if (Next && Seen.count(Next))
        return true;
  }
  return false;
}

FunctionFacts Flow::run() {
  CFG::BuildOptions Options;
  Options.setAllAlwaysAdd();
  Options.AddInitializers = true;
  Options.AddImplicitDtors = true;
  Options.AddTemporaryDtors = true;
  // Without a handler such edges lead only out of the function, and would make
  // all that follows a call depend on the branch that the call stands in.
  Options.AddEHEdges = Scan.hasTry();
  // Rich constructors would arrive as elements of another kind.
  Options.AddRichCXXConstructors = false;
  AnalysisDeclContext Context(/*Mgr=*/nullptr, &Function, Options);
  Graph = Context.getCFG();
  if (!Graph || Graph->getNumBlockIDs() > MaxBlocks) {
    ++Cut;
    return {};
  }
  Decisions = std::make_unique<Branches>(Function, *Graph, Scan, Values);
  Writes = std::make_unique<WriteJudge>(Function, Rules, Scan, Locks, Values,
                                        Private, *Decisions);
  Resources = std::make_unique<ResourceFlow>(Function, Scan, Values, Private,
                                             *Decisions);
  Waits = std::make_unique<SingleChecks>(Scan, *Decisions);
  Cut += Decisions->isCut();

  PostOrderCFGView Order(Graph);
  sweep(Order);
  if (hasLoop(Order))
    sweep(Order);

  FunctionFacts Facts;
  Facts.DependentWrites = Writes->results();
  llvm::append_range(Facts.DependentWrites, Resources->results());
  Facts.UnseenOutcomes = unseenOutcomes(Function, Scan);
  Facts.EarlyPublications = Publications.results();
  Facts.SingleCheckWaits = Waits->results();
  if (Scan.hasConditionWait())
    llvm::append_range(Facts.SingleCheckWaits,
                       conditionWaits(Function, Rules, Scan));
  Facts.CalledInside.assign(CalledInside.begin(), CalledInside.end());
  for (auto &[Loc, Lock] : Across)
    Facts.LocksAcrossSuspension.push_back(std::move(Lock));
  for (auto &[Loc, Callback] : Callbacks)
    Facts.CallbacksUnderLock.push_back(std::move(Callback));
  for (auto &[Node, Write] : UnderShared)
    Facts.WritesUnderSharedLock.push_back(std::move(Write));
  return Facts;
}

FunctionFacts racetidy::followFunction(const FunctionDecl &Function,
                                       LockEffects &Effects,
                                       TransactionEffects &Transacts,
                                       FunctionScan &Scan, unsigned &Cut,
                                       AtomicPatterns &Patterns,
                                       LockWatcher Watch) {
  return Flow(Function, Effects, Transacts, Scan, Cut, Patterns, Watch).run();
}
