//===- ReaderFlow.cpp - in which state a function does what it does -------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/analysis/FunctionReader.h"
#include "checks/analysis/LockBalance.h"

#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/STLExtras.h"

#include <map>

using namespace clang;
using namespace racetidy;

namespace racetidy {

/// The flow that fills in the state at each fact that the walk found.
class ReaderFlow : public SummaryFlow {
public:
  explicit ReaderFlow(FunctionReader &R);

  void finish();

private:
  enum class What : uint8_t { Access, Call, Spawn, Join, Escape, Use };
  struct Fact {
    What Kind;
    size_t Index;
  };

  void statement(const Stmt *S, PointState &State) override;
  void destroyed(const VarDecl *V, PointState &State) override;
  void branch(const Stmt *Terminator, const Expr *Condition, bool True,
              PointState &State) override;

  void absent(const Expr *Condition, bool Result, PointState &State);
  void failed(const Expr *Condition, bool Result, PointState &State);
  void numberEvents();
  void called(size_t Index, PointState &State);
  void joined(size_t Index, PointState &State);
  EventBits standFor(const SummaryPath &Handle) const;
  Lockset translate(const LockState &State);
  LockBits translate(LockBits Bits);
  LockBits entryOf(unsigned Number);
  void ownWhereMade(LockBits Made);

  FunctionReader &R;
  FunctionSummary &Out;
  llvm::DenseMap<const Stmt *, llvm::SmallVector<Fact, 1>> At;
  llvm::DenseMap<const VarDecl *, size_t> Ends;
  /// What each bit of the flow is in the table; filled when first met.
  llvm::SmallVector<std::optional<LockBits>, 16> Table;
  std::vector<LockState> AccessState, CallState, SpawnState, EscapeState;
  std::map<std::pair<size_t, const Stmt *>, LockState> UseStates;
};

} // namespace racetidy

ReaderFlow::ReaderFlow(FunctionReader &R)
    : SummaryFlow(R.Function, R.Unit.Effects, R.Paths), R(R), Out(R.Out) {
  auto Note = [&](const auto &Places, What Kind) {
    for (size_t I = 0; I < Places.size(); ++I)
      if (Places[I].Node)
        At[Places[I].Node].push_back({Kind, I});
  };
  // In this order at one expression: an access of a call's argument comes
  // before the call.
  Note(R.AccessAt, What::Access);
  Note(R.JoinAt, What::Join);
  Note(R.SpawnAt, What::Spawn);
  Note(R.CallAt, What::Call);
  Note(R.EscapeAt, What::Escape);
  for (size_t I = 0; I < R.EscapeAt.size(); ++I)
    for (const Expr *Use : R.EscapeAt[I].Uses)
      At[Use].push_back({What::Use, I});
  for (size_t I = 0; I < R.CallAt.size(); ++I)
    if (R.CallAt[I].Ends)
      Ends[R.CallAt[I].Ends] = I;
  auto Forget = [](auto &Places) {
    for (auto &P : Places)
      P.Reached = false;
  };
  Forget(R.AccessAt), Forget(R.CallAt), Forget(R.SpawnAt), Forget(R.JoinAt);
  Forget(R.EscapeAt);
  AccessState.resize(R.AccessAt.size());
  CallState.resize(R.CallAt.size());
  SpawnState.resize(R.SpawnAt.size());
  EscapeState.resize(R.EscapeAt.size());
  numberEvents();
}

void ReaderFlow::numberEvents() {
  int Next = 0;
  for (size_t I = 0; I < Out.Spawns.size() && Next < 64; ++I)
    if (Out.Spawns[I].Kind != SpawnKind::Region)
      Out.Spawns[I].Event = Next++;
  bool Handles =
      llvm::any_of(R.CallAt, [](const auto &C) { return C.Handle.known(); });
  if (Next == 0 && !Handles && !R.Shape.StartsThrough && !R.Function.isMain() &&
      !R.callsForeign())
    return;
  // All calls of one function share a number. Where there are still too many,
  // neighbours do: that any of them was made counts as all.
  llvm::MapVector<std::pair<Symbol, size_t>, size_t> Numbers;
  auto KeyOf = [&](size_t I) {
    return std::pair(Out.Calls[I].Callee,
                     R.CallAt[I].Handle.known() ? I + 1 : 0);
  };
  for (size_t I = 0; I < Out.Calls.size(); ++I)
    Numbers.try_emplace(KeyOf(I), Numbers.size());
  size_t Free = 64 - Next, Share = (Numbers.size() + Free - 1) / Free;
  for (size_t I = 0; Free && I < Out.Calls.size(); ++I)
    Out.Calls[I].Event = Next + Numbers.lookup(KeyOf(I)) / Share;
}

/// The starts that \p Handle stands for.
EventBits ReaderFlow::standFor(const SummaryPath &Handle) const {
  EventBits Bits = 0;
  for (const SummarySpawn &S : Out.Spawns)
    if (S.Event != NoEvent && S.Handle.known() && S.Handle == Handle)
      Bits |= EventBits(1) << S.Event;
  for (size_t I = 0; I < Out.Calls.size(); ++I)
    if (Out.Calls[I].Event != NoEvent && R.CallAt[I].Handle.known() &&
        R.CallAt[I].Handle == Handle)
      Bits |= EventBits(1) << Out.Calls[I].Event;
  return Bits;
}

void ReaderFlow::called(size_t Index, PointState &State) {
  SummaryCall &C = Out.Calls[Index];
  R.CallAt[Index].Reached = true;
  CallState[Index] = State.Locks;
  C.Events = State.Events;
  if (C.Event == NoEvent)
    return;
  State.Events.Running |= EventBits(1) << C.Event;
  State.Events.Done |= EventBits(1) << C.Event;
}

void ReaderFlow::joined(size_t Index, PointState &State) {
  R.JoinAt[Index].Reached = true;
  if (R.JoinAt[Index].All) {
    for (const SummarySpawn &S : Out.Spawns)
      if (S.Event != NoEvent)
        State.Events.Running &= ~(EventBits(1) << S.Event);
  } else {
    State.Events.Running &= ~standFor(Out.Joins[Index].Handle);
  }
  if (Index < 64)
    State.Events.Joined |= EventBits(1) << Index;
}

void ReaderFlow::statement(const Stmt *S, PointState &State) {
  auto It = At.find(S);
  if (It == At.end())
    return;
  for (Fact F : It->second) {
    switch (F.Kind) {
    case What::Access:
      R.AccessAt[F.Index].Reached = true;
      AccessState[F.Index] = State.Locks;
      Out.Accesses[F.Index].Events = State.Events;
      break;
    case What::Call:
      called(F.Index, State);
      break;
    case What::Spawn: {
      SummarySpawn &Spawn = Out.Spawns[F.Index];
      R.SpawnAt[F.Index].Reached = true;
      SpawnState[F.Index] = State.Locks;
      Spawn.Events = State.Events;
      if (Spawn.Event != NoEvent) {
        State.Events.Running |= EventBits(1) << Spawn.Event;
        State.Events.Done |= EventBits(1) << Spawn.Event;
      }
      break;
    }
    case What::Join:
      joined(F.Index, State);
      break;
    case What::Escape:
      R.EscapeAt[F.Index].Reached = true;
      EscapeState[F.Index] = State.Locks;
      break;
    case What::Use:
      UseStates[{F.Index, S}] = State.Locks;
      break;
    }
  }
}

void ReaderFlow::destroyed(const VarDecl *V, PointState &State) {
  if (auto It = Ends.find(V); It != Ends.end())
    called(It->second, State);
  for (size_t I = 0; I < R.JoinAt.size(); ++I)
    if (R.JoinAt[I].Ends == V)
      joined(I, State);
  auto Ended = [&](const SummaryPath &Handle, int Event) {
    if (Event != NoEvent && Handle.Root == SummaryRoot::Local &&
        Handle.Name == R.Names.entity(V))
      State.Events.Running &= ~(EventBits(1) << Event);
  };
  for (size_t I = 0; I < Out.Spawns.size(); ++I)
    if (R.SpawnAt[I].JoinsOnDestruction)
      Ended(Out.Spawns[I].Handle, Out.Spawns[I].Event);
  for (size_t I = 0; I < Out.Calls.size(); ++I)
    if (R.CallAt[I].JoinsOnDestruction)
      Ended(R.CallAt[I].Handle, Out.Calls[I].Event);
}

/// Past a loop whose body joins each element, all are joined; and where
/// 'joinable()' fails, or a future is said to be ready, nothing runs.
void ReaderFlow::branch(const Stmt *Terminator, const Expr *Condition,
                        bool True, PointState &State) {
  bool Result = True;
  while (Condition) {
    Condition = Condition->IgnoreParenImpCasts();
    if (const auto *Full = dyn_cast<FullExpr>(Condition))
      Condition = Full->getSubExpr();
    else if (const auto *U = dyn_cast<UnaryOperator>(Condition);
             U && U->getOpcode() == UO_LNot)
      Condition = U->getSubExpr(), Result = !Result;
    else
      break;
  }
  for (size_t I = 0; I < R.JoinAt.size(); ++I) {
    const auto &J = R.JoinAt[I];
    if (J.Test && J.Test == Condition && J.Result == Result)
      joined(I, State);
    if (True)
      continue;
    bool Looped = llvm::is_contained(J.Loops, Terminator) &&
                  llvm::any_of(Out.Joins[I].Handle.Steps, [](SummaryStep S) {
                    return S.K == SummaryStep::Element;
                  });
    if (Looped || (J.If && J.If == Terminator))
      joined(I, State);
  }
  if (Condition) {
    failed(Condition, Result, State);
    absent(Condition, Result, State);
  }
}

/// 'if (worker) stop(worker);': where there is none, nothing was left to do,
/// and what waits for it counts as done.
void ReaderFlow::absent(const Expr *Condition, bool Result, PointState &State) {
  const Expr *Tested = Condition;
  if (const auto *B = dyn_cast<BinaryOperator>(Condition);
      B && B->isEqualityOp()) {
    bool Right = B->getRHS()->isNullPointerConstant(
        R.Function.getASTContext(), Expr::NPC_ValueDependentIsNotNull);
    Tested = Right ? B->getLHS() : B->getRHS();
    Result = Result == (B->getOpcode() == BO_NE);
    if (!Right &&
        !B->getLHS()->isNullPointerConstant(R.Function.getASTContext(),
                                            Expr::NPC_ValueDependentIsNotNull))
      return;
  }
  const auto *Ref = dyn_cast<DeclRefExpr>(Tested->IgnoreParenImpCasts());
  if (!Ref || Result || !Ref->getType()->isPointerType())
    return;
  for (size_t I = 0; I < R.CallAt.size(); ++I) {
    const auto *Call = dyn_cast_or_null<CallExpr>(R.CallAt[I].Node);
    if (!Call || Call->getNumArgs() == 0 || Out.Calls[I].Event == NoEvent)
      continue;
    const auto *Given =
        dyn_cast<DeclRefExpr>(Call->getArg(0)->IgnoreParenCasts());
    if (Given && Given->getDecl() == Ref->getDecl())
      State.Events.Done |= EventBits(1) << Out.Calls[I].Event;
  }
}

/// 'if (pthread_create(…) != 0)': nothing was started there.
void ReaderFlow::failed(const Expr *Condition, bool Result, PointState &State) {
  const Expr *Status = Condition;
  if (const auto *B = dyn_cast<BinaryOperator>(Condition)) {
    if (!B->isEqualityOp())
      return;
    auto IsZero = [&](const Expr *E) {
      Expr::EvalResult Value;
      return !E->isValueDependent() &&
             E->EvaluateAsInt(Value, R.Function.getASTContext()) &&
             Value.Val.getInt() == 0;
    };
    if (!IsZero(B->getLHS()) && !IsZero(B->getRHS()))
      return;
    Status = IsZero(B->getLHS()) ? B->getRHS() : B->getLHS();
    Result = Result == (B->getOpcode() == BO_NE);
  }
  Status = Status->IgnoreParenImpCasts();
  // 'if ((error = pthread_create(…)))'
  if (const auto *B = dyn_cast<BinaryOperator>(Status);
      B && B->getOpcode() == BO_Assign)
    Status = B->getRHS()->IgnoreParenImpCasts();
  if (!Result)
    return;
  const auto *Ref = dyn_cast<DeclRefExpr>(Status);
  const SourceManager &SM = R.Names.sources();
  // A variable tells of the last start before.
  for (size_t I = Out.Spawns.size(); I-- > 0;) {
    const auto &Place = R.SpawnAt[I];
    bool Kept = Ref && Place.Result && Place.Result == Ref->getDecl() &&
                SM.isBeforeInTranslationUnit(Place.Node->getBeginLoc(),
                                             Condition->getBeginLoc());
    if (!Place.GivesZero || Out.Spawns[I].Event == NoEvent ||
        (Place.Node != Status && !Kept))
      continue;
    State.Events.Running &= ~(EventBits(1) << Out.Spawns[I].Event);
    return;
  }
}

/// The bit of the function's table for a lock of the flow.
LockBits ReaderFlow::entryOf(unsigned Number) {
  if (Number >= 62)
    return LockBits(1) << Number;
  if (Number >= Table.size())
    Table.resize(Number + 1);
  if (Table[Number])
    return *Table[Number];
  const LockInfo *Info = locks().info(LockBits(1) << Number);
  LockBits Bit = UnnamedLock;
  if (Info)
    Bit = R.tableBit(locks(), *Info, false);
  Table[Number] = Bit;
  return Bit;
}

LockBits ReaderFlow::translate(LockBits Bits) {
  LockBits Result = 0;
  for (; Bits; Bits &= Bits - 1)
    Result |= entryOf(llvm::countr_zero(Bits));
  return Result;
}

Lockset ReaderFlow::translate(const LockState &State) {
  LockBits Own = State.standIns();
  Lockset Result;
  Result.Must = translate((State.Held.Must | State.Assumed) & ~Own);
  Result.May = translate((State.Held.May | State.Assumed) & ~Own);
  Result.MustShared = translate(State.Held.MustShared & ~Own);
  Result.MayShared = translate(State.Held.MayShared & ~Own);
  return Result;
}

void ReaderFlow::finish() {
  for (unsigned Number = 0; Number < locks().size(); ++Number) {
    LockBits Bit = LockBits(1) << Number;
    const LockInfo *Lock = locks().info(Bit);
    LockBits Ours = translate(Bit);
    unsigned I = llvm::countr_zero(Ours);
    if (Lock && Lock->Taken.isValid() && Ours && I < Out.Locks.size())
      Out.Locks[I].Taken = true;
  }
  for (size_t I = 0; I < Out.Accesses.size(); ++I) {
    SummaryAccess &A = Out.Accesses[I];
    A.Locks = translate(AccessState[I]);
    // What was started in a constructor knows the object by now.
    if (A.Owned && A.Path.Root == SummaryRoot::This && A.Events.Running)
      for (const SummarySpawn &S : Out.Spawns)
        if (S.Event != NoEvent && (A.Events.Running >> S.Event & 1))
          A.Owned = false;
  }
  for (size_t I = 0; I < Out.Calls.size(); ++I) {
    SummaryCall &C = Out.Calls[I];
    C.Locks = translate(CallState[I]);
    for (const SummarySpawn &S : Out.Spawns)
      if (C.OnOwned && S.Event != NoEvent && (C.Events.Running >> S.Event & 1))
        C.OnOwned = false;
  }
  for (size_t I = 0; I < Out.Spawns.size(); ++I)
    Out.Spawns[I].Locks = translate(SpawnState[I]);
  for (size_t I = 0; I < Out.Escapes.size(); ++I)
    Out.Escapes[I].Locks = translate(EscapeState[I]);
  for (auto &Place : R.EscapeAt)
    Place.Lost = !Place.Kept;
  for (const auto &[Key, State] : UseStates)
    R.EscapeAt[Key.first].Lost |= (Out.Escapes[Key.first].Locks.mustAny() &
                                   ~translate(State).mayAny()) != 0;
  ownWhereMade(translate(locks().made()));
  Out.Entry = translate(entry());
  LockBits Asserted = translate(locks().asserted());
  Out.Entry.acquire(Asserted & ~Out.Entry.mayAny());
  LockBits Known = ~(UnnamedLock | CallersLock);
  Out.Needs = translate(entry().Held.mustAny() & ~locks().fresh()) & Known;
  if (!exit())
    return;
  const PointState &Exit = *exit();
  Out.Exit = Exit.Events;
  for (size_t I = 0; I < Out.Joins.size() && I < 64; ++I)
    Out.Joins[I].Always = Exit.Events.Joined >> I & 1;
  Lockset Held = translate(Exit.Locks);
  // Asserted on some paths only, it is not held at all ends.
  Out.Needs |= translate(locks().required()) & Held.mustAny() & Known;
  // A guard of its own that holds nobody knows what may have taken just that.
  LockBits Unknown = UnnamedLock;
  for (unsigned I = 0; I < Out.Locks.size(); ++I)
    if (!Out.Locks[I].Path.known())
      Unknown |= LockBits(1) << I;
  if (!(Out.Entry.mayAny() & UnnamedLock) &&
      llvm::any_of(Out.Accesses, [&](const SummaryAccess &A) {
        return (A.Locks.mayAny() & Unknown) != 0;
      }))
    Out.Needs = 0;
  LockBits Before = Out.Entry.mayAny();
  LockBits Lost =
      (translate(Exit.Locks.Given) | (Before & ~Held.mayAny())) & Known;
  Out.Acquired = Held.Must & ~Before & ~Lost & Known;
  Out.AcquiredShared = Held.MustShared & ~Before & ~Lost & Known;
  Out.Interrupted =
      ((Lost & Held.mustAny()) | (translate(interrupted()) & Before)) & Known;
  Out.Released = Lost & ~Held.mustAny();
}

/// Who makes the lock of an object sets the object up: nobody else can use it
/// yet.
void ReaderFlow::ownWhereMade(LockBits Made) {
  for (unsigned I = 0; I < Out.Locks.size(); ++I) {
    const SummaryPath &Lock = Out.Locks[I].Path;
    if (!(Made >> I & 1) || Lock.Steps.empty() ||
        Lock.Steps.back().K != SummaryStep::Field)
      continue;
    llvm::ArrayRef Object(Lock.Steps.data(), Lock.Steps.size() - 1);
    auto IsOf = [&](const SummaryPath &P, bool Whole) {
      llvm::ArrayRef<SummaryStep> Steps = P.Steps;
      return sameRoot(P, Lock) &&
             (Whole ? Steps : Steps.take_front(Object.size())) == Object;
    };
    // What was started meanwhile may know it.
    EventBits Starts = 0;
    for (const SummarySpawn &S : Out.Spawns)
      if (S.Event != NoEvent)
        Starts |= EventBits(1) << S.Event;
    for (SummaryAccess &A : Out.Accesses)
      A.Owned |= !(A.Events.Running & Starts) && IsOf(A.Path, false);
    for (SummaryCall &C : Out.Calls) {
      if (C.Events.Running & Starts)
        continue;
      if (C.Object)
        C.Object->Owned |= IsOf(C.Object->Path, true);
      for (SummaryArgument &A : C.Arguments)
        A.Owned |= A.Pointee && IsOf(A.Path, true);
    }
  }
}

void FunctionReader::flow() {
  ReaderFlow Flow(*this);
  if (!Flow.run()) {
    // Generated code. What it does is known, but not when: some lock may be
    // held.
    Cut = true;
    for (auto &P : AccessAt)
      P.Reached = true;
    for (auto &P : CallAt)
      P.Reached = true;
    EscapeAt.clear();
    Out.Escapes.clear();
    for (SummaryAccess &A : Out.Accesses)
      A.Locks.tryAcquire(UnnamedLock);
    for (SummaryCall &C : Out.Calls)
      C.Locks.tryAcquire(UnnamedLock);
    return;
  }
  Flow.finish();
  for (const LockImbalance &I : imbalancesOf(Function, Flow))
    if (auto Lock = Known.convert(I.Lock->Path))
      Out.Imbalances.push_back(
          {I.Kind, std::move(*Lock), Names.intern(Paths.str(I.Lock->Path)),
           Names.site(I.At), I.End.isValid() ? Names.site(I.End) : Site()});
}
