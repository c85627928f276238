//===- Contexts.cpp - how functions come to run ---------------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/composition/Contexts.h"

#include "llvm/ADT/STLExtras.h"

using namespace racetidy;

Contexts::Contexts(const SummarySet &Set, const CallGraph &Calls,
                   const LockTable &Locks, PathTable &Paths,
                   CompositionOptions Options)
    : Set(Set), Calls(Calls), Locks(Locks), Paths(Paths), Options(Options),
      Of(Set.functions().size()) {
  size_t Starts = Calls.starts().size(), Functions = Set.functions().size();
  StartExcluded.resize(Starts);
  JoinsOf.resize(Functions);
  for (auto *Sets : {&Leaks, &Under, &Possible})
    Sets->assign(Functions, llvm::BitVector(Starts));
  // Parameters have entities only where a lambda captures them.
  for (const EntitySummary &E : Set.entities())
    if (!E.Field && !E.Static && E.Position)
      ParameterKeys[{E.Parent, E.Position - 1}] = E.Key;
  for (SpawnId S = 0; S < Starts; ++S)
    if (Symbol Handle = entityOf(Calls.starts()[S].Spawn->Handle))
      StartsOf[Handle].push_back(S);
  findLeaks();
  addMain();
  run();
  addCallers();
}

void Contexts::addMain() {
  for (FunctionId F = 0; F < Set.functions().size(); ++F)
    if (Set.functions()[F].Main && !Set.functions()[F].Test) {
      HasMain = true;
      Context C;
      C.Function = F;
      C.Origin = MainThread;
      C.Excluded = llvm::BitVector(Calls.starts().size());
      enter(std::move(C));
    }
}

/// Functions that nobody calls, and those that can be seen from outside: then
/// what they reach is followed.
void Contexts::addCallers() {
  auto Add = [&](FunctionId F, bool Unnamed) {
    const FunctionSummary &Summary = Set.functions()[F];
    Context C;
    C.Function = F;
    C.SetUp = Summary.SetUp;
    C.Entry.Unnamed = Unnamed;
    C.Open = !Options.Whole && Summary.Visible;
    C.Indirect = Summary.AddressTaken && !Summary.Visible;
    C.Excluded = llvm::BitVector(Calls.starts().size());
    if (Summary.Class) {
      SummaryPath This{SummaryRoot::This, 0, Summary.Class, {}};
      C.Frame.This = Paths.intern(This);
    }
    bindParameters(C.Frame, Summary);
    for (unsigned I = 0; I < Summary.Parameters && I < 32; ++I) {
      if (I >= C.Frame.Parameters.size())
        C.Frame.Parameters.emplace_back();
      if (!C.Frame.Parameters[I].Path)
        C.Frame.Parameters[I] = {Paths.intern(givenObject(F, I)), true};
    }
    enter(std::move(C));
    run();
  };
  auto IsSkipped = [&](FunctionId F) {
    const FunctionSummary &Summary = Set.functions()[F];
    return !Of[F].empty() || Summary.Test || Summary.StartUp;
  };
  for (FunctionId F = 0; F < Set.functions().size(); ++F) {
    const FunctionSummary &Summary = Set.functions()[F];
    if (IsSkipped(F) || !Calls.callers(F).empty())
      continue;
    // A lambda that somebody unknown runs: it may do so at once, under the
    // locks held there. A function that nobody can see is called where this
    // set does not reach, or not at all.
    bool Unknown =
        Summary.Lambda || (!Summary.Visible && !Summary.AddressTaken &&
                           Summary.Overrides.empty());
    Add(F, Unknown);
  }
  // Functions of cycles that nothing else calls.
  for (FunctionId F = 0; F < Set.functions().size(); ++F)
    if (!IsSkipped(F))
      Add(F, /*Unnamed=*/true);
}

bool Contexts::isOwned(const Context &C, const SummaryArgument &A) const {
  if (A.Owned)
    return true;
  if (A.Path.Root == SummaryRoot::This)
    return C.ThisOwned && !A.Path.dereferences();
  if (A.Path.Root != SummaryRoot::Parameter || A.Path.Index >= 32 ||
      !(C.ParametersOwned >> A.Path.Index & 1))
    return false;
  // What the object points to in its turn may be anybody's.
  return llvm::count_if(A.Path.Steps, [](const SummaryStep &S) {
           return S.K == SummaryStep::Deref;
         }) <= 1;
}

Symbol Contexts::parameter(Symbol Function, unsigned Number) const {
  auto It = ParameterKeys.find({Function, Number});
  return It == ParameterKeys.end() ? 0 : It->second;
}

/// A parameter of which nobody knows what it stands for goes by its own name,
/// under which the lambdas inside know it.
void Contexts::bindParameters(Frame &F, const FunctionSummary &Callee) {
  for (unsigned I = 0; I < Callee.Parameters; ++I) {
    if (I >= F.Parameters.size())
      F.Parameters.emplace_back();
    if (!F.Parameters[I].Path)
      if (Symbol Key = parameter(Callee.Key, I))
        F.Parameters[I] = {Paths.intern({SummaryRoot::Local, 0, Key, {}}),
                           false};
  }
  while (!F.Parameters.empty() && !F.Parameters.back().Path)
    F.Parameters.pop_back();
}

Frame Contexts::frameFor(const Context &C, const FunctionSummary &Callee,
                         const std::optional<SummaryArgument> &Object,
                         llvm::ArrayRef<SummaryArgument> Arguments,
                         bool SameThis) {
  // Longer paths tell many objects apart, and each would be a way of its own.
  auto Bind = [&](const SummaryArgument &A) -> PathId {
    PathId Id = Paths.resolve(A.Path, C.Frame);
    const SummaryPath &Path = Paths[Id];
    return Path.known() && Path.Root != SummaryRoot::Parameter &&
                   Path.Steps.size() <= 3
               ? Id
               : 0;
  };
  Frame F;
  if (Object)
    F.This = Bind(*Object);
  else if (SameThis)
    F.This = C.Frame.This;
  for (const SummaryArgument &A : Arguments)
    F.Parameters.push_back({Bind(A), A.Pointee});
  bindParameters(F, Callee);
  if (Callee.Lambda) {
    F.Captured = C.Frame.Captured;
    const FunctionSummary &Around = Set.functions()[C.Function];
    for (unsigned I = 0; I < C.Frame.Parameters.size(); ++I)
      if (Symbol Key = parameter(Around.Key, I))
        F.Captured.push_back({Key, C.Frame.Parameters[I]});
  }
  return F;
}

/// Joins \p From into \p Into; whether that changed anything.
static bool join(Context &Into, const Context &From) {
  bool Changed = false;
  auto Set = [&](auto &Old, auto New) {
    Changed |= !(Old == New);
    Old = std::move(New);
  };
  HeldLocks Entry = Into.Entry;
  Entry.join(From.Entry);
  Set(Into.Entry, std::move(Entry));
  if (Into.Frame.This != From.Frame.This)
    Set(Into.Frame.This, PathId(0));
  for (size_t I = 0; I < Into.Frame.Parameters.size(); ++I)
    if (I >= From.Frame.Parameters.size() ||
        !(Into.Frame.Parameters[I] == From.Frame.Parameters[I]))
      Set(Into.Frame.Parameters[I], Binding{});
  Set(Into.ThisOwned, Into.ThisOwned && From.ThisOwned);
  Set(Into.ParametersOwned, Into.ParametersOwned & From.ParametersOwned);
  Set(Into.Open, Into.Open || From.Open);
  Set(Into.PutOnce, Into.PutOnce == From.PutOnce ? From.PutOnce : 0);
  Set(Into.Indirect, Into.Indirect && From.Indirect);
  Set(Into.SetUp, Into.SetUp && From.SetUp);
  Into.Depth = std::min(Into.Depth, From.Depth);
  llvm::BitVector Excluded = Into.Excluded;
  Excluded &= From.Excluded;
  Set(Into.Excluded, std::move(Excluded));
  return Changed;
}

void Contexts::merge(ContextId Into, const Context &C) {
  Context &Known = All[Into];
  // The way on which more may run at the same time is the one to tell of.
  bool MayMore = (Known.SetUp && !C.SetUp) ||
                 (Known.SetUp == C.SetUp && Known.Excluded != C.Excluded &&
                  !C.Excluded.test(Known.Excluded));
  if (C.Caller != Into && MayMore) {
    Known.Caller = C.Caller;
    Known.Call = C.Call;
  }
  if (join(Known, C))
    again(Into);
}

void Contexts::enter(Context C) {
  if (Set.functions()[C.Function].Test || Set.functions()[C.Function].StartUp)
    return;
  auto &Ways = Of[C.Function];
  unsigned Locksets = 0, Frames = 0;
  ContextId LastOfOrigin = NoContext, LastOfLocks = NoContext;
  for (ContextId Id : Ways) {
    Context &Known = All[Id];
    if (Known.Origin != C.Origin || Known.Once != C.Once ||
        Known.ThisOwned != C.ThisOwned ||
        Known.ParametersOwned != C.ParametersOwned)
      continue;
    LastOfOrigin = Id;
    if (!(Known.Entry == C.Entry)) {
      ++Locksets;
      continue;
    }
    LastOfLocks = Id;
    ++Frames;
    if (Known.Frame == C.Frame)
      return merge(Id, C);
  }
  ContextId Into = Frames >= MaxFrames       ? LastOfLocks
                   : Locksets >= MaxLocksets ? LastOfOrigin
                                             : NoContext;
  if (Into != NoContext)
    return merge(Into, C);
  if (Ways.size() >= MaxPerFunction) {
    ++Cut;
    return;
  }
  Ways.push_back(All.size());
  All.push_back(std::move(C));
  again(All.size() - 1);
}

void Contexts::again(ContextId Id) {
  IsWaiting.resize(All.size());
  if (!IsWaiting[Id])
    Work.push_back(Id);
  IsWaiting[Id] = true;
}

void Contexts::run() {
  while (!Work.empty()) {
    ContextId Id = Work.front();
    Work.pop_front();
    IsWaiting[Id] = false;
    follow(Id);
  }
}

void Contexts::follow(ContextId Id) {
  // By value: entering others may move it.
  const Context C = All[Id];
  const FunctionSummary &Summary = Set.functions()[C.Function];
  HeldLocks Held;
  const Lockset *Word = nullptr;
  for (uint32_t I = 0; I < Summary.Calls.size(); ++I) {
    const SummaryCall &Call = Summary.Calls[I];
    auto To = Calls.targets(Call.Callee, Call.Virtual);
    if (To.empty())
      continue;
    // Calls in a row mostly happen under the same locks.
    if (!Word || !(*Word == Call.Locks)) {
      Word = &Call.Locks;
      Held = Locks.at(C.Function, Call.Locks, C.Entry, C.Frame, Paths);
    }
    for (FunctionId F : To) {
      const FunctionSummary &Callee = Set.functions()[F];
      // What a lambda captured is known where it stands, not where it goes.
      bool SameThis =
          Callee.Lambda && !Call.Object && Call.Callee == Callee.Key;
      Context Next;
      Next.Function = F;
      Next.Origin = C.Origin;
      Next.Entry =
          Locks.intoCallee(Held, Call.Object, Call.Arguments, SameThis);
      Next.Frame = frameFor(C, Callee, Call.Object, Call.Arguments, SameThis);
      // That one of those who call through a slot holds a lock says little of
      // the others.
      if (Calls.isThroughSlot(Call.Callee)) {
        Next.Entry.Must.clear();
        Next.Entry.MustShared.clear();
      }
      // A lambda that comes out of a slot: when it was put there, and what was
      // waited for since, nobody can tell.
      if (Callee.Lambda && Call.Callee != Callee.Key)
        Next.Entry.Unnamed = true;
      Next.ThisOwned = Call.OnOwned ||
                       (Call.Object && isOwned(C, *Call.Object)) ||
                       (SameThis && C.ThisOwned);
      for (unsigned P = 0; P < Call.Arguments.size() && P < 32; ++P)
        if (isOwned(C, Call.Arguments[P]))
          Next.ParametersOwned |= 1u << P;
      Next.Excluded = excluded(C, Call.Events);
      Next.Open = C.Open;
      Next.Indirect = C.Indirect;
      Next.SetUp = C.SetUp || (Callee.SetUp && C.Origin < FirstSpawn);
      Next.Depth = C.Depth + 1;
      Next.Once = C.Once || Call.Once;
      Next.PutOnce = Calls.isPutOnce(Call.Callee, F) ? F + 1 : C.PutOnce;
      Next.Caller = Id;
      Next.Call = I;
      enter(std::move(Next));
    }
  }
  for (uint32_t I = 0; I < Summary.Spawns.size(); ++I) {
    const SummarySpawn &S = Summary.Spawns[I];
    SpawnId Start = Calls.firstStart(C.Function) + I;
    llvm::BitVector Before = excluded(C, S.Events);
    if (StartExcluded[Start].empty())
      StartExcluded[Start] = std::move(Before);
    else
      StartExcluded[Start] &= Before;
    for (FunctionId F : Calls.targets(S.Entry, S.Virtual)) {
      const FunctionSummary &Entry = Set.functions()[F];
      bool SameThis = Entry.Lambda && !S.Object && S.Entry == Entry.Key;
      Context Next;
      Next.Function = F;
      Next.Origin = FirstSpawn + Start;
      Next.Frame = frameFor(C, Entry, S.Object, S.Arguments, SameThis);
      // A copy of a functor, or an object that nobody can name: the thread's
      // own, until it is known better.
      if (!Next.Frame.This)
        Next.Frame.This = Paths.intern(ownObject(Start));
      Next.ThisOwned = S.Object && S.Object->Owned;
      Next.Excluded = llvm::BitVector(Calls.starts().size());
      if (S.InTurn)
        Next.Entry = Locks.intoCallee(Locks.turnOf(S.Executor, C.Frame, Paths),
                                      S.Object, S.Arguments, SameThis);
      Next.Caller = Id;
      Next.Call = I;
      enter(std::move(Next));
    }
  }
}
