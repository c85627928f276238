//===- LockEnds.cpp - who leaves a lock held, who gives it back -----------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/composition/LockEnds.h"

#include "llvm/ADT/STLExtras.h"

using namespace racetidy;

LockEnds::LockEnds(const Composition &All)
    : All(All), Set(All.summaries()), Calls(All.calls()),
      Of(Set.functions().size()) {}

/// \p Path of a callee in terms of the caller of \p Call; Unknown where it is
/// not the caller's.
static SummaryPath intoCaller(const SummaryPath &Path,
                              const SummaryCall &Call) {
  if (Path.Root == SummaryRoot::Global)
    return Path;
  const SummaryArgument *Argument = nullptr;
  if (Path.Root == SummaryRoot::Parameter && Path.Index < Call.Arguments.size())
    Argument = &Call.Arguments[Path.Index];
  else if (Path.Root == SummaryRoot::This && Call.Object)
    Argument = &*Call.Object;
  if (!Argument || !Argument->Path.known())
    return {};
  SummaryPath Result = Argument->Path;
  size_t From = 0;
  if (Argument->Pointee && Path.Root == SummaryRoot::Parameter) {
    if (Path.Steps.empty() || Path.Steps[0].K != SummaryStep::Deref)
      return {};
    From = 1;
  }
  if (Result.Steps.size() + Path.Steps.size() - From > SummaryPath::MaxSteps)
    return {};
  Result.Steps.insert(Result.Steps.end(), Path.Steps.begin() + From,
                      Path.Steps.end());
  return Result;
}

void LockEnds::own(FunctionId F) {
  const FunctionSummary &Function = Set.functions()[F];
  for (unsigned I = 0; I < Function.Locks.size() && I < 62; ++I) {
    LockBits Bit = LockBits(1) << I;
    const SummaryLock &Lock = Function.Locks[I];
    if ((Function.Acquired | Function.AcquiredShared) & Bit)
      Of[F].Takes.push_back({Lock.Path, Function.At});
    // Who gives it back twice does not do so for those who leave it held.
    bool Twice =
        llvm::any_of(Function.Imbalances, [&](const SummaryImbalance &U) {
          return U.K == SummaryImbalance::GivenTwice && U.Lock == Lock.Path;
        });
    if (((Function.Released | Function.Needs) & Bit) && !Twice)
      Of[F].Gives.push_back({Lock.Path, Function.At});
  }
}

/// What functions of other units do to locks is not in the function's own
/// words. In which order they are called does not matter here.
void LockEnds::ofCalls(FunctionId F) {
  for (const SummaryCall &Call : Set.functions()[F].Calls) {
    if (!Call.Foreign)
      continue;
    for (FunctionId To : Calls.targets(Call.Callee, Call.Virtual))
      for (auto Side : {&Effects::Takes, &Effects::Gives})
        for (const End &E : Of[To].*Side)
          (Of[F].*Side).push_back({intoCaller(E.Lock, Call), Call.At});
  }
}

void LockEnds::count(FunctionId F) {
  const FunctionSummary &Function = Set.functions()[F];
  auto Add = [&](const std::vector<End> &From, llvm::DenseSet<Symbol> &Into,
                 bool &Unknown) {
    for (const End &E : From) {
      Symbol Entity = entityOf(E.Lock);
      // A pointer that the function is given, or the method's own object, which
      // is a lock: who calls it says which lock.
      bool OwnLock = E.Lock.Root == SummaryRoot::This && E.Lock.Steps.empty();
      bool ByCaller =
          !Entity && (OwnLock || (E.Lock.Root == SummaryRoot::Parameter &&
                                  !Calls.callers(F).empty()));
      // Behind a pointer that is kept somewhere it may be any lock.
      bool ByPointer = Entity && E.Lock.Steps.size() &&
                       E.Lock.Steps.back().K == SummaryStep::Deref;
      if (Entity)
        Into.insert(Entity);
      Unknown |= Entity ? ByPointer : !ByCaller;
    }
  };
  Add(Of[F].Takes, Left, LeavesUnknown);
  Add(Of[F].Gives, Given, GivesUnknown);
  for (const SummaryImbalance &I : Function.Imbalances)
    if (I.K == SummaryImbalance::Kept)
      Left.insert(entityOf(I.Lock));
  for (const SummaryLock &L : Function.Locks)
    if (L.Taken)
      Used.insert(entityOf(L.Path));
}

/// Whether only \p F can name the lock: an object of its own, or what a static
/// variable inside of it stands for.
bool LockEnds::isLocalTo(FunctionId F, const SummaryPath &Lock) const {
  const EntitySummary *E = Lock.Name ? Set.entity(Lock.Name) : nullptr;
  if (!E || E->Parent != Set.functions()[F].Key || E->Field)
    return false;
  return E->Static || (Lock.Root == SummaryRoot::Local && !Lock.dereferences());
}

/// Whether \p F hands the lock, or what it is in, to somebody who may do
/// anything with it.
bool LockEnds::isPassedOn(FunctionId F, const SummaryPath &Lock) const {
  auto Names = [&](const SummaryArgument &A) {
    return A.Path.known() && sameRoot(A.Path, Lock);
  };
  const FunctionSummary &Function = Set.functions()[F];
  return llvm::any_of(Function.Calls,
                      [&](const SummaryCall &C) {
                        return (llvm::any_of(C.Arguments, Names) ||
                                (C.Object && Names(*C.Object))) &&
                               Calls.targets(C.Callee, C.Virtual).empty();
                      }) ||
         llvm::any_of(Function.Spawns, [&](const SummarySpawn &S) {
           return llvm::any_of(S.Arguments, Names) ||
                  (S.Object && Names(*S.Object));
         });
}

/// Whether all that can name \p Entity is in sight.
bool LockEnds::closed(Symbol Entity) const {
  const EntitySummary *E = Set.entity(Entity);
  return E && (All.isWhole() || (E->Hidden && !E->Field));
}

void LockEnds::judge(FunctionId F, const SummaryImbalance &I) {
  UnevenLock U{F, I.K, I.Lock, I.At, I.End, I.Text};
  Symbol Entity = entityOf(I.Lock);
  if (!Entity)
    return;
  bool Local = isLocalTo(F, I.Lock);
  switch (I.K) {
  case SummaryImbalance::GivenTwice:
    break;
  case SummaryImbalance::Kept:
    if (Local ? isPassedOn(F, I.Lock)
              : !closed(Entity) || Given.contains(Entity) || GivesUnknown)
      return;
    break;
  case SummaryImbalance::GivenBare:
    if (Local ? isPassedOn(F, I.Lock)
              : !closed(Entity) || Left.contains(Entity) || LeavesUnknown ||
                    Used.contains(Entity))
      return;
    break;
  }
  // What a pointer stands for may have another name.
  if (!Local && I.Lock.dereferences())
    U.Level = Confidence::Medium;
  Found.push_back(std::move(U));
}

/// Locks that only \p F can name, and that functions of other units take or
/// give back for it: never one and the other.
void LockEnds::judgeCalls(FunctionId F) {
  auto Same = [](const SummaryPath &A) {
    return [&](const End &E) { return E.Lock == A; };
  };
  const Effects &E = Of[F];
  auto Look = [&](const std::vector<End> &These, const std::vector<End> &Those,
                  SummaryImbalance::Kind Kind) {
    for (size_t I = 0; I < These.size(); ++I) {
      const End &This = These[I];
      bool Again =
          llvm::any_of(llvm::ArrayRef(These).take_front(I), Same(This.Lock));
      if (Again || This.At == Set.functions()[F].At || !This.Lock.known() ||
          !isLocalTo(F, This.Lock) || isPassedOn(F, This.Lock) ||
          llvm::any_of(Those, Same(This.Lock)))
        continue;
      bool ByHand =
          llvm::any_of(Set.functions()[F].Locks, [&](const SummaryLock &L) {
            return sameRoot(L.Path, This.Lock);
          });
      if (!ByHand)
        Found.push_back({F,
                         Kind,
                         This.Lock,
                         This.At,
                         {},
                         Set.entity(This.Lock.Name)->Name});
    }
  };
  Look(E.Takes, E.Gives, SummaryImbalance::Kept);
  Look(E.Gives, E.Takes, SummaryImbalance::GivenBare);
}

std::vector<UnevenLock> LockEnds::run() {
  for (FunctionId F : Calls.bottomUp()) {
    own(F);
    ofCalls(F);
  }
  for (FunctionId F = 0; F < Of.size(); ++F)
    count(F);
  for (FunctionId F = 0; F < Of.size(); ++F) {
    if (Set.functions()[F].Test || Set.functions()[F].Exempt)
      continue;
    for (const SummaryImbalance &I : Set.functions()[F].Imbalances)
      judge(F, I);
    judgeCalls(F);
  }
  return std::move(Found);
}
