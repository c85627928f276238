//===- BareCalls.cpp - calls without the lock that is needed --------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/composition/BareCalls.h"

#include "llvm/ADT/STLExtras.h"

#include <tuple>

using namespace racetidy;

/// Whether \p Lock is certainly not among \p Held.
bool BareCallFinder::isBare(const HeldLocks &Held,
                            const SummaryLock &Lock) const {
  // Through a pointer it may be any lock by another name: only who holds none
  // at all does not hold it.
  Symbol Entity = entityOf(Lock.Path);
  if (Lock.Path.dereferences() || !Entity)
    return Held.none();
  return !Held.Unnamed && !Held.mayHold(Entity) &&
         !Where.mayAlias(Held, Entity);
}

/// Whether nobody else knows the object that \p Lock of the callee is in.
bool BareCallFinder::isOwned(const Context &C, const SummaryCall &Call,
                             const SummaryPath &Lock) const {
  auto IsOwn = [&](const SummaryArgument &A) {
    return A.Owned || (A.Path.Root == SummaryRoot::This && C.ThisOwned) ||
           (A.Path.Root == SummaryRoot::Parameter && A.Path.Index < 32 &&
            (C.ParametersOwned >> A.Path.Index & 1));
  };
  if (Lock.Root == SummaryRoot::This)
    return Call.OnOwned || (Call.Object && IsOwn(*Call.Object)) ||
           (!Call.Object && C.ThisOwned);
  return Lock.Root == SummaryRoot::Parameter &&
         Lock.Index < Call.Arguments.size() &&
         IsOwn(Call.Arguments[Lock.Index]);
}

bool BareCallFinder::findWitness(BareCall &Call) const {
  FunctionId F = Call.Callee;
  std::tuple<bool, bool> Best{false, false};
  bool Found = false;
  for (const Location &L : Where.all()) {
    const Instance *Mine = nullptr;
    for (const Instance &I : L.Instances)
      if (I.Function == F && !I.Owned && !isAtomic(Where.access(I).Kind) &&
          (!Mine || writes(Where.access(I).Kind)))
        Mine = &I;
    if (!Mine)
      continue;
    for (const Instance &I : L.Instances) {
      bool Mines = writes(Where.access(*Mine).Kind),
           Theirs = writes(Where.access(I).Kind);
      // Another caller may do the very same.
      bool Same = I.Function == F;
      if ((Same && (!Mines || Calls.callers(F).size() < 2)) || I.Owned ||
          !(Mines || Theirs) ||
          !HeldLocks::holds(Where.held(I).Must, Call.Lock))
        continue;
      std::tuple<bool, bool> Rank{Mines && Theirs, Mines};
      if (Found && Rank <= Best)
        continue;
      Found = true;
      Best = Rank;
      Call.Mine = *Mine;
      Call.Theirs = I;
    }
  }
  return Found;
}

void BareCallFinder::look(ContextId From, uint32_t Number,
                          std::vector<BareCall> &Found) {
  const Context &C = Ways[From];
  const FunctionSummary &Caller = Set.functions()[C.Function];
  const SummaryCall &Call = Caller.Calls[Number];
  HeldLocks Here = Locks.at(C.Function, Call.Locks, C.Entry, C.Frame, Paths);
  for (FunctionId F : Calls.targets(Call.Callee, Call.Virtual)) {
    const FunctionSummary &Callee = Set.functions()[F];
    if (!Callee.Needs || Callee.Test || Told.count({C.Function, F}))
      continue;
    bool SameThis = Callee.Lambda && !Call.Object;
    HeldLocks Held =
        Locks.intoCallee(Here, Call.Object, Call.Arguments, SameThis);
    for (unsigned I = 0; I < Callee.Locks.size() && I < 62; ++I) {
      const SummaryPath &Lock = Callee.Locks[I].Path;
      BareCall Bare{From, Number, F, entityOf(Lock)};
      if (!(Callee.Needs >> I & 1) || !Bare.Lock ||
          !isBare(Held, Callee.Locks[I]) || isOwned(C, Call, Lock) ||
          !findWitness(Bare))
        continue;
      // Its callers, whom nobody sees, may hold the lock.
      if (C.Open)
        Bare.Level = Confidence::Medium;
      if (C.SetUp)
        Bare.Level = Confidence::Low;
      Told.insert({C.Function, F});
      Found.push_back(std::move(Bare));
      break;
    }
  }
}

std::vector<BareCall> BareCallFinder::run() {
  std::vector<BareCall> Found;
  for (FunctionId F = 0; F < Set.functions().size(); ++F) {
    const FunctionSummary &Caller = Set.functions()[F];
    if (Caller.Test || Caller.Exempt || Caller.Constructor || Caller.Destructor)
      continue;
    for (uint32_t Number = 0; Number < Caller.Calls.size(); ++Number) {
      const SummaryCall &Call = Caller.Calls[Number];
      if (llvm::none_of(
              Calls.targets(Call.Callee, Call.Virtual),
              [&](FunctionId To) { return Set.functions()[To].Needs != 0; }))
        continue;
      // Those on which others may know the object come first.
      llvm::SmallVector<ContextId, 8> Order(Ways.of(F));
      llvm::stable_sort(Order, [&](ContextId A, ContextId B) {
        return Ways[A].SetUp < Ways[B].SetUp;
      });
      for (ContextId Id : Order) {
        const Context &C = Ways[Id];
        // Who is called through a pointer may be called under the lock; and
        // nobody is there to meet the main thread before it starts somebody.
        if (!C.Indirect && !C.Once &&
            !(C.Origin == MainThread && Ways.excluded(C, Call.Events).all()))
          look(Id, Number, Found);
      }
    }
  }
  return Found;
}
