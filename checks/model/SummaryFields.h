//===- SummaryFields.h - every field of every summary, once -----*- C++ -*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Summaries are weighed, translated from one set into another, written and
/// read. Each of these goes over all fields in one order, which stands here
/// and nowhere else: fields(See, S) shows each field of \c S to \c See, by
///
///   symbol(S)            a symbol
///   number(N)            an integer or bool
///   choice(E, Last)      an enumeration and the last of its values
///   locks(Bits)          locks of the function's table
///   joined(B)            a bool that is true as soon as one unit says so
///   list(V), maybe(O)    a vector, an optional: of summaries or symbols
///
/// The structured bindings make a forgotten field a compile error.
///
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_MODEL_SUMMARYFIELDS_H
#define RACETIDY_CHECKS_MODEL_SUMMARYFIELDS_H

#include "checks/model/Summary.h"

#include <concepts>

namespace racetidy {

template <typename T, typename Of>
concept Is = std::same_as<std::remove_const_t<T>, Of>;

void fields(auto &See, Is<Symbol> auto &S) { See.symbol(S); }

void fields(auto &See, Is<Site> auto &S) {
  auto &[File, Line, Column] = S;
  See.symbol(File), See.number(Line), See.number(Column);
}

void fields(auto &See, Is<Lockset> auto &L) {
  auto &[Must, May, MustShared, MayShared] = L;
  See.locks(Must), See.locks(May), See.locks(MustShared), See.locks(MayShared);
}

void fields(auto &See, Is<EventState> auto &E) {
  auto &[Running, Done, Joined] = E;
  See.number(Running), See.number(Done), See.number(Joined);
}

void fields(auto &See, Is<SummaryStep> auto &S) {
  auto &[Kind, Field] = S;
  See.choice(Kind, SummaryStep::Element), See.symbol(Field);
}

void fields(auto &See, Is<SummaryPath> auto &P) {
  auto &[Root, Index, Name, Steps] = P;
  See.choice(Root, SummaryRoot::Local), See.number(Index), See.symbol(Name);
  See.list(Steps);
}

void fields(auto &See, Is<SummaryLock> auto &L) {
  auto &[Path, Assumed, Text, Taken] = L;
  fields(See, Path), See.list(Assumed), See.symbol(Text), See.number(Taken);
}

void fields(auto &See, Is<SummaryAccess> auto &A) {
  auto &[Path, Kind, Locks, At, Text, Index, Events, Owned, TestedThenSet, Test,
         Asked, Flag, MultiWord, Volatile, Harmless, Acquires, Releases, Wakes,
         Pause] = A;
  fields(See, Path), See.choice(Kind, AccessKind::Insert), fields(See, Locks);
  fields(See, At), See.symbol(Text), See.symbol(Index), fields(See, Events);
  See.number(Owned);
  See.number(TestedThenSet), fields(See, Test), See.symbol(Asked);
  See.number(Flag);
  See.number(MultiWord);
  See.number(Volatile), See.number(Harmless);
  See.list(Acquires), See.list(Releases), See.list(Wakes), fields(See, Pause);
}

void fields(auto &See, Is<SummaryArgument> auto &A) {
  auto &[Path, Pointee, Owned] = A;
  fields(See, Path), See.number(Pointee), See.number(Owned);
}

void fields(auto &See, Is<SummaryCall> auto &C) {
  auto &[Callee, Virtual, Callback, Once, Foreign, Object, Arguments, Locks, At,
         Events, Event, OnOwned] = C;
  See.symbol(Callee), See.number(Virtual), See.number(Callback);
  See.number(Once), See.number(Foreign);
  See.maybe(Object), See.list(Arguments), fields(See, Locks), fields(See, At);
  fields(See, Events), See.number(Event), See.number(OnOwned);
}

void fields(auto &See, Is<SummarySpawn> auto &S) {
  auto &[Kind, Entry, Virtual, Object, Arguments, Handle, Multiple, Detached,
         JoinsOnDestruction, Locks, At, Events, Event, InitialisedField, Text,
         InTurn, Executor] = S;
  See.choice(Kind, SpawnKind::Region), See.symbol(Entry), See.number(Virtual);
  See.maybe(Object), See.list(Arguments), fields(See, Handle);
  See.number(Multiple), See.number(Detached);
  See.number(JoinsOnDestruction), fields(See, Locks);
  fields(See, At), fields(See, Events), See.number(Event);
  See.symbol(InitialisedField), See.symbol(Text), See.number(InTurn);
  fields(See, Executor);
}

void fields(auto &See, Is<SummaryJoin> auto &J) {
  auto &[Handle, At, Always] = J;
  fields(See, Handle), fields(See, At), See.number(Always);
}

void fields(auto &See, Is<SummaryEscape> auto &E) {
  auto &[Path, Locks, At, Text, What, Stored, Into] = E;
  fields(See, Path), fields(See, Locks), fields(See, At), See.symbol(Text);
  See.symbol(What), See.number(Stored), fields(See, Into);
}

void fields(auto &See, Is<SummarySplit> auto &S) {
  auto &[Read, Write, TornAt, Tested, Text, Lock, Assumed, Evidence, Level] = S;
  fields(See, Read), fields(See, Write), fields(See, TornAt);
  See.number(Tested), See.symbol(Text), See.symbol(Lock), See.list(Assumed);
  See.symbol(Evidence), See.choice(Level, Confidence::High);
}

void fields(auto &See, Is<SummaryAtomicSplit> auto &S) {
  auto &[Read, Write, Location, Text] = S;
  fields(See, Read), fields(See, Write);
  See.symbol(Location), See.symbol(Text);
}

void fields(auto &See, Is<SummaryImbalance> auto &I) {
  auto &[K, Lock, Text, At, End] = I;
  See.choice(K, SummaryImbalance::GivenBare), fields(See, Lock);
  See.symbol(Text), fields(See, At), fields(See, End);
}

void fields(auto &See, Is<SummaryWait> auto &W) {
  auto &[Condition, Predicate, At] = W;
  See.symbol(Condition), See.list(Predicate), fields(See, At);
}

void fields(auto &See, Is<SummaryUnsafeCall> auto &C) {
  auto &[At, Callee] = C;
  fields(See, At), See.symbol(Callee);
}

void fields(auto &See, Is<FunctionSummary> auto &F) {
  auto &[Key, Name, Class, At, Constructor, Destructor, Main, Virtual, Lambda,
         Coroutine, Visible, AddressTaken, StartUp, SetUp, Test, Exempt,
         Parameters, Overrides, Locks, Entry, Needs, Acquired, AcquiredShared,
         Released, Interrupted, ReturnsOwned, Exit, Accesses, Calls, Spawns,
         Joins, Escapes, Splits, AtomicSplits, Imbalances, Waits,
         SignalUnsafe] = F;
  See.symbol(Key), See.symbol(Name), See.symbol(Class), fields(See, At);
  See.number(Constructor), See.number(Destructor), See.number(Main);
  See.number(Virtual), See.number(Lambda), See.number(Coroutine);
  See.number(Visible), See.joined(AddressTaken), See.number(StartUp);
  See.number(SetUp);
  See.number(Test), See.number(Exempt), See.number(Parameters);
  See.list(Overrides);
  See.list(Locks), fields(See, Entry), See.locks(Needs);
  See.locks(Acquired);
  See.locks(AcquiredShared), See.locks(Released), See.locks(Interrupted);
  See.number(ReturnsOwned), fields(See, Exit), See.list(Accesses);
  See.list(Calls), See.list(Spawns), See.list(Joins), See.list(Escapes);
  See.list(Splits), See.list(AtomicSplits), See.list(Imbalances),
      See.list(Waits);
  fields(See, SignalUnsafe);
}

void fields(auto &See, Is<EntitySummary> auto &E) {
  auto &[Key, Name, Parent, At, Field, Static, Lock, Atomic, Const, ThreadLocal,
         Volatile, PerIteration, Hidden, Synchronising, Executor, Position,
         Word, GuardedBy, GuardedByComment] = E;
  See.symbol(Key), See.symbol(Name), See.symbol(Parent), fields(See, At);
  See.number(Field), See.number(Static), See.number(Lock), See.number(Atomic);
  See.number(Const), See.number(ThreadLocal), See.number(Volatile);
  See.number(PerIteration), See.number(Hidden), See.number(Synchronising);
  See.number(Executor), See.number(Position);
  See.symbol(Word), See.symbol(GuardedBy);
  See.symbol(GuardedByComment);
}

void fields(auto &See, Is<ClassSummary> auto &C) {
  auto &[Key, Name, Locks, Bases, ThreadSafe] = C;
  See.symbol(Key), See.symbol(Name), See.list(Locks), See.list(Bases);
  See.number(ThreadSafe);
}

void fields(auto &See, Is<UnitSummary::Finding> auto &F) {
  auto &[Id, Level] = F;
  See.symbol(Id), See.choice(Level, Confidence::High);
}

void fields(auto &See, Is<SummaryCallable> auto &C) {
  auto &[Into, From, Again] = C;
  See.symbol(Into), See.symbol(From), See.number(Again);
}

void fields(auto &See, Is<UnitSummary> auto &U) {
  auto &[Key, CutFunctions, Findings, Callables] = U;
  See.symbol(Key), See.number(CutFunctions), See.list(Findings);
  See.list(Callables);
}

/// What goes over the fields without changing how many there are. \c Self is
/// the class that derives from it.
template <typename Self> struct SummaryWalker {
  void list(auto &Vector) {
    self().number(Vector.size());
    for (auto &Each : Vector)
      fields(self(), Each);
  }
  void maybe(auto &Optional) {
    self().number(Optional.has_value());
    if (Optional)
      fields(self(), *Optional);
  }
  void locks(auto &Bits) { self().number(Bits); }
  void choice(auto &Enumeration, auto) {
    self().number(static_cast<unsigned>(Enumeration));
  }

private:
  Self &self() { return static_cast<Self &>(*this); }
};

/// Calls \c Visit for each symbol, which it may change.
template <typename Function>
struct SummarySymbols : SummaryWalker<SummarySymbols<Function>> {
  Function Visit;
  explicit SummarySymbols(Function Visit) : Visit(Visit) {}
  void symbol(auto &S) { Visit(S); }
  void number(auto &&) {}
  void joined(auto &) {}
};

} // namespace racetidy

#endif // RACETIDY_CHECKS_MODEL_SUMMARYFIELDS_H
