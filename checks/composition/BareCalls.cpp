//===- BareCalls.cpp - calls without the lock that is needed --------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/composition/BareCalls.h"

#include "llvm/ADT/STLExtras.h"

#include <set>

using namespace racetidy;

/// Whether \p C certainly runs without \p Lock, and somebody else may run.
bool BareCallFinder::isBare(const Context &C, const SummaryLock &Lock) const {
  // Through a pointer it may be any lock by another name: only who holds none
  // at all does not hold it.
  if (Lock.Path.dereferences() || !entityOf(Lock.Path))
    return C.Entry.none();
  return !C.Entry.Unnamed && !C.Entry.mayHold(entityOf(Lock.Path));
}

bool BareCallFinder::findWitness(BareCall &Call) const {
  FunctionId F = Ways[Call.In].Function;
  std::tuple<bool, bool> Best{false, false};
  bool Found = false;
  for (const Location &L : Where.all()) {
    const Instance *Mine = nullptr;
    for (const Instance &I : L.Instances)
      if (I.In == Call.In && I.Function == F && !I.Owned &&
          !isAtomic(Where.access(I).Kind) &&
          (!Mine || writes(Where.access(I).Kind)))
        Mine = &I;
    if (!Mine)
      continue;
    for (const Instance &I : L.Instances) {
      bool Mines = writes(Where.access(*Mine).Kind),
           Theirs = writes(Where.access(I).Kind);
      if (I.Function == F || I.Owned || !(Mines || Theirs) ||
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

std::vector<BareCall> BareCallFinder::run() const {
  std::vector<BareCall> Found;
  std::set<std::pair<FunctionId, FunctionId>> Told;
  for (FunctionId F = 0; F < Set.functions().size(); ++F) {
    const FunctionSummary &Callee = Set.functions()[F];
    if (!Callee.Needs || Callee.Test)
      continue;
    for (ContextId Id : Ways.of(F)) {
      const Context &C = Ways[Id];
      // Who is called through a pointer may be called under the lock; and
      // nobody is there to meet the main thread before it starts somebody.
      if (C.Caller == NoContext || C.Indirect || C.Once || C.ThisOwned ||
          C.ParametersOwned || Ways[C.Caller].Origin != C.Origin ||
          (C.Origin == MainThread && C.Excluded.all()))
        continue;
      const FunctionSummary &Caller =
          Set.functions()[Ways[C.Caller].Function];
      if (Caller.Test || Caller.Constructor || Caller.Destructor)
        continue;
      for (unsigned I = 0; I < Callee.Locks.size() && I < 62; ++I) {
        BareCall Call;
        Call.In = Id;
        Call.Lock = entityOf(Callee.Locks[I].Path);
        if (!(Callee.Needs >> I & 1) || !Call.Lock ||
            !isBare(C, Callee.Locks[I]) ||
            Told.count({Ways[C.Caller].Function, F}) || !findWitness(Call))
          continue;
        // Its callers, whom nobody sees, may hold the lock.
        if (C.Open || Ways[C.Caller].Open)
          Call.Level = Confidence::Medium;
        Told.insert({Ways[C.Caller].Function, F});
        Found.push_back(std::move(Call));
      }
    }
  }
  return Found;
}
