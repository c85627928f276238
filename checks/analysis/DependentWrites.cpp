//===- DependentWrites.cpp - which writes depend on a stale read ----------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/analysis/DependentWrites.h"

#include "checks/model/GuardForm.h"

#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace racetidy;

static bool endsInElement(const AccessPath &Path) {
  return !Path.steps().empty() && Path.steps().back().K == PathStep::Element;
}

/// Whether a rule says that one thread alone writes the location.
bool WriteJudge::hasSingleWriter(const AccessPath &Path) const {
  const ValueDecl *D = declarationOf(Path);
  return D && Rules.isSingleWriter(*D);
}

/// The last field on the way, or the variable.
const ValueDecl *WriteJudge::declarationOf(const AccessPath &Path) const {
  EntityId Named = Path.root();
  for (PathStep Step : Path.steps())
    if (Step.K == PathStep::Field)
      Named = Step.Id;
  return Scan.paths().declaration(Named);
}

void WriteJudge::read(const FunctionScan::Operation &Op, const Expr *Node,
                      FlowState &State) {
  ReadBits Bit = ReadBits(1) << Op.Read;
  // For an atomic, readers of a shared lock are others; a plain location is
  // changed under the exclusive lock only.
  State.HeldSince[Op.Read] =
      ((isAtomic(Op.Kind) ? State.Locks.Held.May : State.Locks.Held.mayAny()) |
       State.Locks.Assumed) &
      ~State.Locks.standIns();
  // 'if (found) item_unlock(hv); lock(&c->m); v = c->hits; …': what is read
  // under the lock that stands beside it is not guarded by one that nobody can
  // name, or one of many, and that only may be held.
  LockBits Must = State.Locks.Held.mustAny();
  if (isUnderSibling(Must, Op.Path))
    State.HeldSince[Op.Read] &=
        Must | State.Locks.Assumed | ~(LockFlow::Unnamed | Locks.chosen());
  State.Suspended &= ~Bit;
  State.Rewritten &= ~Bit;
  ReadLocks[Op.Read] = State.Locks.Held;
  ReadAssumed[Op.Read] = State.Locks.Assumed;
}

void WriteJudge::note(const Expr *Node, const Dependent &How) {
  // The second sweep may see round a loop that the value itself depends on the
  // read; that says more than a branch does.
  auto [It, New] = Found.insert({Node, How});
  if (!New && How.Kind < It->second.Kind)
    It->second = How;
}

/// Whether \p Value is a maximum or minimum of others: 'max(old, mine)'.
static bool isBound(const Expr *Value, RuleIndex &Rules) {
  const auto *Call =
      dyn_cast<CallExpr>(Value->IgnoreUnlessSpelledInSource()->IgnoreCasts());
  const FunctionDecl *F = Call ? Call->getDirectCallee() : nullptr;
  return F && Rules.givesBound(*F);
}

void WriteJudge::atomicWrite(const FunctionScan::Operation &Op,
                             const Expr *Node, FlowState &State,
                             const CFGBlock &B) {
  if (Op.Kind != AccessKind::AtomicStore &&
      Op.Kind != AccessKind::AtomicExchange)
    return;
  // An exchange whose result is looked at is a protocol of its own: whoever
  // gets the old value knows what was lost.
  if (Op.Kind == AccessKind::AtomicExchange && Op.ResultUsed)
    return;
  if (!Op.Value || Private.isPrivate(Op.Path, State.Gone) ||
      hasSingleWriter(Op.Path))
    return;
  auto Note = [&](ReadBits Reads, DependenceKind Kind, const IfStmt *Test) {
    forEachRead(Reads & State.Values.Live, [&](unsigned R) {
      if (State.HeldSince[R] == 0 && operation(R).Path == Op.Path)
        note(Node,
             {R, Kind, Separation::AtomicOperations, Test, State.Locks.Held});
    });
  };
  Note(Values.readsOf(Op.Value),
       isBound(Op.Value, Rules) ? DependenceKind::Bound : DependenceKind::Data,
       nullptr);
  Note(Decisions.boundOf(Op.Value, B), DependenceKind::Bound, nullptr);
  if (Op.Kind != AccessKind::AtomicStore)
    return;

  std::vector<Branches::Test> Tests = Decisions.testsAt(B);
  if (State.Locks.Held.May != 0)
    return lateLock(Op, Node, Tests, State);
  if (!Decisions.claims(Op, Node))
    return;
  for (const Branches::Test &T : Tests) {
    bool TestedUnderLock = false;
    forEachRead(T.Reads, [&](unsigned R) {
      TestedUnderLock |= State.HeldSince[R] != 0;
    });
    if (T.If && !TestedUnderLock)
      Note(T.Reads, DependenceKind::Control, T.If);
  }
}

bool WriteJudge::isFresh(unsigned R, const FlowState &State) const {
  if (State.HeldSince[R] != 0)
    return true;
  return !(State.Suspended >> R & 1) && ReadLocks.lookup(R).mayAny() == 0 &&
         State.Locks.Held.mayAny() == 0;
}

std::optional<Separation> WriteJudge::separation(unsigned R,
                                                 const FlowState &State,
                                                 LockBits &Lock) const {
  if (State.HeldSince[R] != 0)
    return std::nullopt;
  Lockset Before = ReadLocks.lookup(R);
  const Lockset &Now = State.Locks.Held;
  const AccessPath &Path = operation(R).Path;
  Lock = guarding(Before.mustAny() & Now.Must, Path);
  if (!Lock)
    Lock = guarding((Before.mustAny() | ReadAssumed.lookup(R)) &
                        (Now.Must | State.Locks.Assumed),
                    Path);
  if (State.Suspended >> R & 1)
    return Separation::Suspension;
  if (Lock)
    return Separation::CriticalSections;
  Lock = guarding(Now.Must, Path);
  if (Before.mayAny() == 0 && Lock)
    return Separation::LateLock;
  return std::nullopt;
}

ReadBits WriteJudge::valueReads(const FunctionScan::Operation &Op,
                                const Expr *Node) const {
  if (Op.Value)
    return Values.readsOf(Op.Value);
  ReadBits Reads = 0;
  if (const auto *Call = dyn_cast<CXXMemberCallExpr>(Node))
    for (const Expr *Arg : Call->arguments())
      Reads |= Values.readsOf(Arg);
  return Reads;
}

/// 'if (busy_) return; busy_ = true;': the test and the write are one step
/// here, so whoever comes later is turned away until the flag is cleared. From
/// here on the flag is held as a lock would be.
void WriteJudge::setWhileTested(const FunctionScan::Operation &Op,
                                FlowState &State) {
  // An element is there once it is put there, whatever its value is.
  if (Op.Kind == AccessKind::Write && Decisions.clears(Op.Value) &&
      !endsInElement(Op.Path))
    return State.Locks.Held.release(Locks.bit(Op.Path));
  // What comes after 'while (busy_) wait();' depends on no branch; that the
  // flag was tested in this epoch is enough.
  // 'if (!busy_.insert(k).second) return;' is both in one step.
  bool Claimed =
      Op.Kind == AccessKind::Insert && Op.ResultUsed && !endsInElement(Op.Path);
  // In threads, test and write are one step only under a lock: 'if (left_ > 0)
  // left_ = left_ - n;' turns nobody away.
  if (!Scan.hasSuspension() && !(State.Locks.Held.mayAny() & ~Flags))
    return;
  forEachRead(State.Values.Live, [&](unsigned R) {
    LockBits Lock = 0;
    bool Same =
        operation(R).Path == Op.Path || (Op.Kind == AccessKind::Insert &&
                                         Op.Path.isPrefixOf(operation(R).Path));
    Claimed |= operation(R).Decides && Same && !separation(R, State, Lock);
  });
  if (!Claimed)
    return;
  LockBits Flag = Locks.bit(Op.Path);
  Flags |= Flag;
  State.Locks.Held.tryAcquire(Flag);
  // What was read in the same epoch, before the flag was set, is kept by it.
  forEachRead(State.Values.Live, [&](unsigned R) {
    LockBits Lock = 0;
    if (!separation(R, State, Lock))
      State.HeldSince[R] |= Flag;
  });
}

/// Of \p Locks, those that may guard the location at \p Path: they stand
/// beside it. '*result' under 'this->mutex_' is the caller's own.
LockBits WriteJudge::guarding(LockBits Locks, const AccessPath &Path) const {
  LockBits Guarding = 0;
  for (unsigned Number = 0; Number < 64; ++Number) {
    LockBits Bit = LockBits(1) << Number;
    const LockInfo *Lock = Locks & Bit ? this->Locks.info(Bit) : nullptr;
    if (Lock && !Lock->OneOfMany &&
        guardForm(Path, Lock->Path) != GuardForm::None)
      Guarding |= Bit;
  }
  return Guarding;
}

/// Whether one of \p Locks is a field of the object that \p Path is in.
bool WriteJudge::isUnderSibling(LockBits Locks, const AccessPath &Path) const {
  for (unsigned Number = 0; Number < 62; ++Number) {
    LockBits Bit = LockBits(1) << Number;
    const LockInfo *Lock = Locks & Bit ? this->Locks.info(Bit) : nullptr;
    if (Lock && guardForm(Path, Lock->Path) == GuardForm::Sibling)
      return true;
  }
  return false;
}

/// Whether some other question is asked between the test \p If and the write at
/// \p Node: it may be the second look, at something that says the same.
bool WriteJudge::asksAgain(const Expr *Node, const IfStmt *If) const {
  const Stmt *Around = Scan.parents().getParent(If);
  for (const Stmt *S = Node; S && S != If && S != Around;
       S = Scan.parents().getParent(S))
    if (isa<IfStmt>(S))
      return true;
  return false;
}

/// Whether \p Node stands in the branch of \p If, or after its early return,
/// with no loop or switch in between: there, many things are done by the one
/// thread that came in, and a mark that is set is its own.
bool WriteJudge::isStraightBelow(const Expr *Node, const IfStmt *If) const {
  const Stmt *Around = Scan.parents().getParent(If);
  for (const Stmt *S = Node; S; S = Scan.parents().getParent(S)) {
    if (S == If || S == Around)
      return true;
    if (isa<ForStmt, WhileStmt, DoStmt, CXXForRangeStmt, SwitchStmt>(S))
      return false;
  }
  return false;
}

/// Tested without the lock under which it is written: double-checked locking,
/// well or badly done.
void WriteJudge::lateLock(const FunctionScan::Operation &Op, const Expr *Node,
                          ArrayRef<Branches::Test> Tests,
                          const FlowState &State) {
  LockBits Guard = guarding(State.Locks.Held.Must, Op.Path);
  if (!Op.Value || !Guard || Decisions.clears(Op.Value))
    return;
  // One of many elements is marked done; what is made once is one object.
  if (llvm::any_of(Op.Path.steps(),
                   [](PathStep S) { return S.K == PathStep::Element; }))
    return;
  bool Rechecked = false;
  for (const Branches::Test &T : Tests)
    forEachRead(T.Reads & State.Values.Live, [&](unsigned R) {
      Rechecked |= State.HeldSince[R] != 0 && operation(R).Path == Op.Path;
    });
  for (const Branches::Test &T : Tests)
    forEachRead(T.Reads & State.Values.Live, [&](unsigned R) {
      if (!T.If || !(operation(R).Path == Op.Path) || State.HeldSince[R] != 0 ||
          ReadLocks.lookup(R).mayAny() != 0 || !isStraightBelow(Node, T.If) ||
          (!Rechecked && asksAgain(Node, T.If)))
        return;
      note(Node, {R, DependenceKind::Control, Separation::LateLock, T.If,
                  State.Locks.Held, Guard, Rechecked, false, T.Condition});
    });
}

void WriteJudge::plainWrite(const FunctionScan::Operation &Op, const Expr *Node,
                            FlowState &State, const CFGBlock &B) {
  if (Private.isPrivate(Op.Path, State.Gone) || hasSingleWriter(Op.Path))
    return;
  // It leaves alone what somebody else put there.
  if (Op.Kind == AccessKind::Insert)
    return setWhileTested(Op, State);
  ReadBits Live = State.Values.Live;
  auto Note = [&](unsigned R, DependenceKind Kind, const IfStmt *Test) {
    LockBits Lock = 0;
    auto Torn = separation(R, State, Lock);
    if (Torn)
      note(Node, {R, Kind, *Torn, Test, State.Locks.Held, Lock, false,
                  (State.Rewritten >> R & 1) != 0});
  };
  auto HasFresh = [&](ReadBits Reads) {
    bool Fresh = false;
    forEachRead(Reads & Live, [&](unsigned R) {
      Fresh |= operation(R).Path == Op.Path && isFresh(R, State);
    });
    return Fresh;
  };

  // A compound assignment reads what is there now; 'erase(it)' goes by what it
  // was told before.
  bool TakesValue = Op.Kind == AccessKind::Write || isa<CallExpr>(Node);
  ReadBits Data = valueReads(Op, Node);
  if (TakesValue && !HasFresh(Data))
    forEachRead(Data & Live, [&](unsigned R) {
      if (Op.Path.isPrefixOf(operation(R).Path))
        Note(R, DependenceKind::Data, nullptr);
    });

  // 'if (m.count(k)) m.erase(k);' does no harm when it happens twice.
  const auto *Call = dyn_cast<CXXMemberCallExpr>(Node);
  bool Takes = Call && Call->getNumArgs() == 1 && endsInElement(Op.Path);
  std::vector<Branches::Test> Tests;
  if (!Takes)
    Tests = Decisions.testsAt(B);
  ReadBits Tested = 0;
  for (const Branches::Test &T : Tests)
    Tested |= T.Reads;
  if (Op.Kind == AccessKind::Write)
    lateLock(Op, Node, Tests, State);
  // 'if (v <= max_) return; …; max_ = std::max(max_, v);' looks again.
  if (!HasFresh(Tested) && !HasFresh(Data))
    for (const Branches::Test &T : Tests)
      if (T.If)
        forEachRead(T.Reads & Live, [&](unsigned R) {
          LockBits Lock = 0;
          auto Torn = separation(R, State, Lock);
          // Tested and written in one section: the test is used up.
          bool UsedUp = Torn == Separation::CriticalSections &&
                        (State.Rewritten >> R & 1);
          if (operation(R).Path == Op.Path && Torn != Separation::LateLock &&
              !UsedUp)
            Note(R, DependenceKind::Control, T.If);
        });

  setWhileTested(Op, State);
  for (unsigned R = 0; R < Scan.reads().size(); ++R)
    if (operation(R).Path == Op.Path)
      State.Rewritten |= ReadBits(1) << R;
}

void WriteJudge::confirm(const CFGBlock &B, FlowState &State) {
  const auto *Condition = dyn_cast_or_null<Expr>(B.getLastCondition());
  if (!Condition)
    return;
  // 'if (version_ != seen) retry;', also for class types.
  ReadBits Compared = 0;
  if (const auto *Equal = dyn_cast<BinaryOperator>(Condition);
      Equal && Equal->isEqualityOp())
    Compared =
        Values.readsOf(Equal->getLHS()) | Values.readsOf(Equal->getRHS());
  else if (const auto *Call = dyn_cast<CXXOperatorCallExpr>(Condition);
           Call && Call->isComparisonOp())
    Compared = Values.readsOf(Call);
  bool Confirmed = false;
  forEachRead(Compared & State.Values.Live, [&](unsigned New) {
    bool Untorn = State.HeldSince[New] != 0 ||
                  (Scan.hasSuspension() && isFresh(New, State));
    if (!Untorn)
      return;
    forEachRead(Compared & State.Values.Live, [&](unsigned Old) {
      Confirmed |= Old != New && State.HeldSince[Old] == 0 &&
                   operation(Old).Path == operation(New).Path;
    });
  });
  if (!Confirmed)
    return;
  // What was read beside the old value is as good as the old value is.
  for (unsigned R = 0; R < Scan.reads().size(); ++R)
    if (!isFresh(R, State))
      State.Values.Live &= ~(ReadBits(1) << R);
}
