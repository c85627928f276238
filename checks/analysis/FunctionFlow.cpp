//===- FunctionFlow.cpp - the flow of one function ------------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/analysis/FunctionFlow.h"

#include "checks/analysis/AtomicPatterns.h"
#include "checks/analysis/Branches.h"
#include "checks/analysis/LockFlow.h"
#include "checks/analysis/Privacy.h"
#include "checks/analysis/ValueFlow.h"

#include "clang/Analysis/Analyses/PostOrderCFGView.h"
#include "clang/Analysis/AnalysisDeclContext.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SetVector.h"

using namespace clang;
using namespace racetidy;

namespace {

struct FlowState {
  LockState Locks;
  ValueState Values;
  Privacy::Escaped Gone = 0;
  /// Per read: the locks that were held without a break since it happened. A
  /// write under one of them is one step with the read: same epoch.
  llvm::SmallVector<LockBits, 8> HeldSince;
};

class Flow {
public:
  Flow(const FunctionDecl &Function, RuleIndex &Rules, FunctionScan &Scan,
       unsigned &Cut, AtomicPatterns &Patterns)
      : Function(Function), Rules(Rules), Scan(Scan), Cut(Cut),
        Patterns(Patterns), Locks(Function, Rules, Scan.paths()), Values(Scan),
        Private(Function, Rules, Scan) {}

  std::vector<DependentWrite> run();

private:
  /// Past this many blocks the function is left alone: generated code. A state
  /// is kept for each, and time and memory grow with blocks times variables.
  static constexpr unsigned MaxBlocks = 4000;

  void block(const CFGBlock &B, FlowState State);
  void statement(const Stmt *S, FlowState &State, const CFGBlock &B);
  void read(const FunctionScan::Operation &Op, FlowState &State);
  void write(const FunctionScan::Operation &Op, FlowState &State,
             const CFGBlock &B);
  void confirm(const CFGBlock &B, FlowState &State);
  void claim(const FunctionScan::Operation &Op, FlowState &State);
  void join(FlowState &Into, const FlowState &From, ReadBits Decision) const;
  std::optional<FlowState> entryOf(const CFGBlock &B);

  bool hasSingleWriter(const AccessPath &Path);

  const FunctionDecl &Function;
  RuleIndex &Rules;
  FunctionScan &Scan;
  unsigned &Cut;
  AtomicPatterns &Patterns;
  LockFlow Locks;
  ValueFlow Values;
  Privacy Private;

  CFG *Graph = nullptr;
  std::unique_ptr<Branches> Decisions;
  llvm::DenseMap<const CFGBlock *, FlowState> Exit;
  struct Dependent {
    unsigned Read;
    DependenceKind Kind;
    const IfStmt *Test;
    Lockset ReadLocks, WriteLocks;
  };
  /// By the write; insertion order is sweep order.
  llvm::MapVector<const Expr *, Dependent> Found;
  llvm::DenseMap<const Expr *, Lockset> ReadLocks;
};

} // namespace

void Flow::join(FlowState &Into, const FlowState &From,
                ReadBits Decision) const {
  for (unsigned R = 0; R < Into.HeldSince.size(); ++R) {
    bool Ours = Into.Values.Live >> R & 1, Theirs = From.Values.Live >> R & 1;
    if (Theirs)
      Into.HeldSince[R] =
          Ours ? Into.HeldSince[R] | From.HeldSince[R] : From.HeldSince[R];
  }
  Into.Locks.join(From.Locks);
  ValueFlow::join(Into.Values, From.Values, Decision);
  Into.Gone |= From.Gone;
}

std::optional<FlowState> Flow::entryOf(const CFGBlock &B) {
  if (&B == &Graph->getEntry()) {
    FlowState State;
    State.Locks = Locks.entry();
    State.HeldSince.resize(Scan.reads().size());
    return State;
  }
  std::optional<FlowState> State;
  std::optional<ReadBits> Decision;
  for (const CFGBlock *P : B.preds()) {
    auto It = P ? Exit.find(P) : Exit.end();
    if (It == Exit.end())
      continue;
    if (!State) {
      State = It->second;
      continue;
    }
    if (!Decision)
      Decision = Decisions->decisionAt(B);
    join(*State, It->second, *Decision);
  }
  return State;
}

/// Whether a rule says that one thread alone writes the location.
bool Flow::hasSingleWriter(const AccessPath &Path) {
  EntityId Named = Path.root();
  for (PathStep Step : Path.steps())
    if (Step.K == PathStep::Field)
      Named = Step.Id;
  const ValueDecl *D = Scan.paths().declaration(Named);
  return D && Rules.isSingleWriter(*D);
}

void Flow::read(const FunctionScan::Operation &Op, FlowState &State) {
  State.HeldSince[Op.Read] = State.Locks.Held.May;
  ReadLocks[Op.Atomic.Node] = State.Locks.Held;
}

void Flow::write(const FunctionScan::Operation &Op, FlowState &State,
                 const CFGBlock &B) {
  // An exchange whose result is looked at is a protocol of its own: whoever
  // gets the old value knows what was lost.
  if (Op.Atomic.Op.Kind == AtomicKind::Exchange && Op.ResultUsed)
    return;
  if (!Op.Atomic.Value || Private.isPrivate(Op.Path, State.Gone) ||
      hasSingleWriter(Op.Path))
    return;
  auto Note = [&](ReadBits Reads, DependenceKind Kind, const IfStmt *Test) {
    Reads &= State.Values.Live;
    for (unsigned R = 0; R < Scan.reads().size(); ++R) {
      if (!(Reads >> R & 1) || State.HeldSince[R] != 0 ||
          !(Scan.operation(Scan.reads()[R])->Path == Op.Path))
        continue;
      // The second sweep may see round a loop that the value itself depends on
      // the read; that says more than a branch does.
      auto [It, New] = Found.insert({Op.Atomic.Node, {R, Kind, Test, {}, {}}});
      if (!New && It->second.Kind <= Kind)
        continue;
      It->second = {R, Kind, Test, ReadLocks[Scan.reads()[R]],
                    State.Locks.Held};
    }
  };
  Note(Values.readsOf(Op.Atomic.Value), DependenceKind::Data, nullptr);
  Note(Decisions->boundOf(Op.Atomic.Value, B), DependenceKind::Bound, nullptr);

  // Tested without a lock and set under one, or tested once more under it: a
  // matter of locking, and often right.
  if (State.Locks.Held.May != 0 || Op.Atomic.Op.Kind != AtomicKind::Store)
    return;
  for (const Branches::Test &T : Decisions->testsBefore(Op, B)) {
    bool TestedUnderLock = false;
    for (unsigned R = 0; R < Scan.reads().size(); ++R)
      TestedUnderLock |= (T.Reads >> R & 1) && State.HeldSince[R] != 0;
    if (!TestedUnderLock)
      Note(T.Reads, DependenceKind::Control, T.If);
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

void Flow::statement(const Stmt *S, FlowState &State, const CFGBlock &B) {
  const auto *E = dyn_cast<Expr>(S);
  const FunctionScan::Operation *Op = E ? Scan.operation(E) : nullptr;
  if (Op) {
    Patterns.runs(*Op, State.Locks.Held, Locks.bit(Op->Path), State.Values.Live,
                  Private.isPrivate(Op->Path, State.Gone));
    if (Op->Read >= 0)
      read(*Op, State);
    if (Op->Atomic.Op.Kind == AtomicKind::Store ||
        Op->Atomic.Op.Kind == AtomicKind::Exchange)
      write(*Op, State, B);
    claim(*Op, State);
  } else {
    Locks.statement(S, State.Locks);
  }
  Values.statement(S, State.Values);
  State.Gone |= Private.escapes(S);
  for (LockBits &Held : State.HeldSince)
    Held &= State.Locks.Held.May;
}

void Flow::block(const CFGBlock &B, FlowState State) {
  for (const CFGElement &Element : B) {
    if (auto S = Element.getAs<CFGStmt>()) {
      statement(S->getStmt(), State, B);
    } else if (auto D = Element.getAs<CFGAutomaticObjDtor>()) {
      Locks.destroyed(D->getVarDecl(), State.Locks);
      for (LockBits &Held : State.HeldSince)
        Held &= State.Locks.Held.May;
    }
  }
  confirm(B, State);
  Exit[&B] = std::move(State);
}

/// 'if (n.load() != v) continue;' with a lock held since that second load: what
/// was read before has been confirmed, and the lock keeps it so.
void Flow::confirm(const CFGBlock &B, FlowState &State) {
  const auto *Equal = dyn_cast_or_null<BinaryOperator>(B.getLastCondition());
  if (!Equal || !Equal->isEqualityOp())
    return;
  ReadBits Compared =
      Values.readsOf(Equal->getLHS()) | Values.readsOf(Equal->getRHS());
  for (unsigned New = 0; New < Scan.reads().size(); ++New) {
    if (!(Compared >> New & 1) || State.HeldSince[New] == 0)
      continue;
    for (unsigned Old = 0; Old < Scan.reads().size(); ++Old)
      if ((Compared >> Old & 1) && State.HeldSince[Old] == 0 &&
          Scan.operation(Scan.reads()[Old])->Path ==
              Scan.operation(Scan.reads()[New])->Path)
        State.Values.Live &= ~(ReadBits(1) << Old);
  }
}

std::vector<DependentWrite> Flow::run() {
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
  Cut += Decisions->isCut();

  PostOrderCFGView Order(Graph);
  for (int Sweep = 0; Sweep < 2; ++Sweep)
    for (const CFGBlock *B : Order)
      if (auto State = entryOf(*B))
        block(*B, std::move(*State));

  std::vector<DependentWrite> Result;
  for (const auto &[Node, How] : Found) {
    const FunctionScan::Operation &Write = *Scan.operation(Node);
    const Expr *ReadNode = Scan.reads()[How.Read];
    const FunctionScan::Operation &Read = *Scan.operation(ReadNode);
    DependentWrite D;
    D.Kind = How.Kind;
    D.Test = How.Test;
    D.WriteUsed = Write.ResultUsed;
    D.Name = Scan.paths().str(Write.Path);
    auto OrderOf = [&](const FunctionScan::Operation &Op) {
      return Op.Atomic.isWeak(Function.getASTContext()) ? Ordering::Weak
                                                        : Ordering::Strong;
    };
    D.Read = {Read.Path,     AccessKind::AtomicLoad,
              OrderOf(Read), ReadNode->getBeginLoc(),
              ReadNode,      How.ReadLocks};
    D.Write = {Write.Path,
               Write.Atomic.Op.Kind == AtomicKind::Store
                   ? AccessKind::AtomicStore
                   : AccessKind::AtomicExchange,
               OrderOf(Write),
               Node->getBeginLoc(),
               Node,
               How.WriteLocks};
    for (const Stmt *S = ReadNode; S; S = Scan.parents().getParent(S))
      D.OneExpression |= S == Node;
    Result.push_back(std::move(D));
  }
  return Result;
}

std::vector<DependentWrite>
racetidy::findDependentWrites(const FunctionDecl &Function, RuleIndex &Rules,
                              FunctionScan &Scan, unsigned &Cut,
                              AtomicPatterns &Patterns) {
  return Flow(Function, Rules, Scan, Cut, Patterns).run();
}
