//===- ContextTimes.cpp - what runs when ---------------------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The half of Contexts that knows what starts, runs and ends.
///
//===----------------------------------------------------------------------===//
#include "checks/composition/Contexts.h"

#include "llvm/ADT/STLExtras.h"

using namespace racetidy;

static bool has(EventBits Bits, int Event) {
  return Event != NoEvent && (Bits >> Event & 1);
}

/// Whether a call that was made for sure waits for \p S.
bool Contexts::joined(SpawnId S, const FunctionSummary &F,
                      EventBits Done) const {
  Symbol Handle = entityOf(Calls.starts()[S].Spawn->Handle);
  auto Joins = [&](const SummaryCall &C, FunctionId To) {
    if (llvm::is_contained(JoinsOf[To], Handle))
      return true;
    // 'waitForAll(threads)'
    return llvm::any_of(Set.functions()[To].Joins, [&](const SummaryJoin &J) {
      return J.Always && J.Handle.Root == SummaryRoot::Parameter &&
             J.Handle.Index < C.Arguments.size() &&
             entityOf(C.Arguments[J.Handle.Index].Path) == Handle;
    });
  };
  return Handle && Done && llvm::any_of(F.Calls, [&](const SummaryCall &C) {
           return has(Done, C.Event) &&
                  llvm::any_of(Calls.targets(C.Callee, C.Virtual),
                               [&](FunctionId To) { return Joins(C, To); });
         });
}

void Contexts::findLeaks() {
  if (Calls.starts().empty())
    return;
  for (FunctionId F : Calls.bottomUp()) {
    const FunctionSummary &Summary = Set.functions()[F];
    for (const SummaryJoin &J : Summary.Joins)
      if (Symbol Handle = entityOf(J.Handle); Handle && J.Always)
        JoinsOf[F].push_back(Handle);
    for (uint32_t I = 0; I < Summary.Spawns.size(); ++I) {
      const SummarySpawn &S = Summary.Spawns[I];
      SpawnId Id = Calls.firstStart(F) + I;
      if (S.Event == NoEvent ? S.Kind != SpawnKind::Region
                             : has(Summary.Exit.Running, S.Event))
        Leaks[F].set(Id);
      if (S.Event != NoEvent || S.Kind == SpawnKind::Region)
        Under[F].set(Id);
    }
    for (const SummaryCall &C : Summary.Calls)
      for (FunctionId To : Calls.targets(C.Callee, C.Virtual)) {
        for (Symbol Handle : JoinsOf[To])
          if (has(Summary.Exit.Done, C.Event))
            JoinsOf[F].push_back(Handle);
        if (Leaks[To].none())
          continue;
        (C.Event == NoEvent ? Possible : Under)[F] |= Leaks[To];
        if (C.Event == NoEvent || has(Summary.Exit.Running, C.Event))
          Leaks[F] |= Leaks[To];
      }
    for (unsigned S : Leaks[F].set_bits())
      if (joined(S, Summary, Summary.Exit.Done))
        Leaks[F].reset(S);
  }
  // What something started starts in its turn is not running before it is.
  for (FunctionId F : Calls.bottomUp()) {
    if (Under[F].none())
      continue;
    llvm::SmallVector<unsigned, 8> Work(Under[F].set_bits());
    for (size_t I = 0; I < Work.size(); ++I) {
      const SummarySpawn &S = *Calls.starts()[Work[I]].Spawn;
      for (FunctionId To : Calls.targets(S.Entry, S.Virtual))
        for (unsigned Child : Leaks[To].set_bits())
          if (!Under[F].test(Child)) {
            Under[F].set(Child);
            Work.push_back(Child);
          }
    }
  }
}

/// Children of what runs may run.
void Contexts::addChildren(llvm::BitVector &Running) const {
  llvm::SmallVector<unsigned, 8> Work(Running.set_bits());
  for (size_t I = 0; I < Work.size(); ++I) {
    const SummarySpawn &S = *Calls.starts()[Work[I]].Spawn;
    for (FunctionId To : Calls.targets(S.Entry, S.Virtual))
      for (unsigned Child : Leaks[To].set_bits())
        if (!Running.test(Child)) {
          Running.set(Child);
          Work.push_back(Child);
        }
  }
}

llvm::BitVector Contexts::startedLater(FunctionId F,
                                       const EventState &Events) const {
  const FunctionSummary &Summary = Set.functions()[F];
  llvm::BitVector Later(Calls.starts().size());
  auto IsLater = [&](int Event) {
    return Event != NoEvent && !has(Events.Running, Event);
  };
  for (uint32_t I = 0; I < Summary.Spawns.size(); ++I)
    if (IsLater(Summary.Spawns[I].Event))
      Later.set(Calls.firstStart(F) + I);
  for (const SummaryCall &Call : Summary.Calls)
    if (IsLater(Call.Event))
      for (FunctionId To : Calls.targets(Call.Callee, Call.Virtual))
        Later |= Leaks[To];
  addChildren(Later);
  return Later;
}

llvm::BitVector Contexts::excluded(const Context &C,
                                   const EventState &Events) const {
  FunctionId F = C.Function;
  llvm::BitVector Result = C.Excluded;
  const FunctionSummary &Summary = Set.functions()[F];
  // A function that waits for what another has started: 'stop' after 'start'.
  if (Events.Joined)
    excludeJoined(Summary, Events.Joined, Result);
  if (Under[F].none() && Possible[F].none())
    return Result;
  llvm::BitVector Running(Result.size());
  for (uint32_t I = 0; I < Summary.Spawns.size(); ++I)
    if (has(Events.Running, Summary.Spawns[I].Event))
      Running.set(Calls.firstStart(F) + I);
  for (const SummaryCall &Call : Summary.Calls)
    if (has(Events.Running, Call.Event))
      for (FunctionId To : Calls.targets(Call.Callee, Call.Virtual))
        Running |= Leaks[To];
  for (unsigned S : llvm::SmallVector<unsigned, 8>(Running.set_bits()))
    if (joined(S, Summary, Events.Done))
      Running.reset(S);
  addChildren(Running);
  llvm::BitVector Waiting = Under[F];
  Waiting.reset(Running);
  Result.reset(Under[F]);
  Result.reset(Possible[F]);
  Result |= Waiting;
  return Result;
}

/// What the joins that were made for sure wait for, by their handles.
void Contexts::excludeJoined(const FunctionSummary &F, EventBits Joined,
                             llvm::BitVector &Excluded) const {
  for (uint32_t I = 0; I < F.Joins.size() && I < 64; ++I)
    if (Joined >> I & 1)
      if (auto It = StartsOf.find(entityOf(F.Joins[I].Handle));
          It != StartsOf.end())
        for (SpawnId S : It->second)
          Excluded.set(S);
}

bool Contexts::outlives(SpawnId S) const {
  return Leaks[Calls.starts()[S].In].test(S);
}

bool Contexts::isMultiple(SpawnId S) const {
  const SummarySpawn &Spawn = *Calls.starts()[S].Spawn;
  return Spawn.Multiple || Spawn.Kind == SpawnKind::Region ||
         has(Spawn.Events.Running, Spawn.Event);
}

bool Contexts::startsAgain(SpawnId S) const {
  return runsAgain(Calls.starts()[S].In);
}

bool Contexts::runsAgain(FunctionId F, unsigned Depth) const {
  auto CalledFrom = Calls.callers(F);
  if (Set.functions()[F].Main || CalledFrom.empty() || Depth > 8)
    return false;
  if (CalledFrom.size() > 1)
    return true;
  const CallGraph::Caller &From = CalledFrom[0];
  if (From.Starts && isMultiple(Calls.firstStart(From.Function) + From.Number))
    return true;
  // A call that may have been made before it is made stands in a loop.
  if (!From.Starts) {
    const SummaryCall &Call = Set.functions()[From.Function].Calls[From.Number];
    if (has(Call.Events.Running, Call.Event))
      return true;
  }
  return runsAgain(From.Function, Depth + 1);
}
