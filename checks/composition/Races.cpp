//===- Races.cpp - what is wrong with a location --------------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/composition/Races.h"

#include "llvm/ADT/STLExtras.h"

#include <map>
#include <tuple>

using namespace racetidy;

RaceFinder::RaceFinder(const SummarySet &Set, const CallGraph &Calls,
                       const Contexts &Ways, const Locations &Where,
                       const OverlapJudge &Judge)
    : Set(Set), Calls(Calls), Ways(Ways), Where(Where), Judge(Judge) {
  for (const FunctionSummary &F : Set.functions())
    if (!F.Locks.empty() || !F.Spawns.empty() ||
        llvm::any_of(F.Accesses,
                     [](const SummaryAccess &A) { return isAtomic(A.Kind); }))
      Concurrent.insert(F.At.File);
}

std::string RaceFinder::name(Symbol Entity) const {
  const EntitySummary *E = Set.entity(Entity);
  return ("'" + (E ? Set.text(E->Name) : llvm::StringRef("?")) + "'").str();
}

bool RaceFinder::counts(const Instance &I) const {
  const SummaryAccess &A = Where.access(I);
  return !I.Owned && !A.Harmless && !isAtomic(A.Kind) &&
         !Set.functions()[I.Function].Test;
}

/// Whether nobody out of sight can hold the lock: it is private to the class of
/// the function, or to its file.
bool RaceFinder::closed(const Race &R) const {
  if (!R.Where->Guard)
    return false;
  const EntitySummary *Lock = Set.entity(R.Where->Guard->Lock);
  return Lock && Lock->Hidden &&
         (!Lock->Field ||
          Where.derives(Set.functions()[R.At.Function].Class, Lock->Parent));
}

void RaceFinder::add(Race R) {
  Told.insert(R.At.Function);
  // Somebody who is not in sight may call with the lock held, or never while
  // anything else runs.
  const Context &Way = Ways[R.At.In];
  if (Way.Open && R.Kind == RaceKind::Bare && !closed(R))
    R.Level = less(R.Level);
  // A callback may be run under the lock by whoever it was given to. What it
  // calls in its turn is the program's own work.
  if (Way.Indirect && Way.Depth == 0 && R.Kind == RaceKind::Bare)
    R.Level = Confidence::Low;
  Races.push_back(std::move(R));
}

std::vector<Race> RaceFinder::run() {
  for (const Location &L : Where.all()) {
    Told.clear();
    lazyInit(L);
    bare(L);
    if (Told.empty())
      conflicts(L);
  }
  auto Place = [&](const Race &R) {
    return std::tuple(Where.access(R.At).At, R.Where->Entity, R.Kind);
  };
  llvm::sort(Races,
             [&](const Race &A, const Race &B) { return Place(A) < Place(B); });
  return std::move(Races);
}

/// Whether nothing that touches the location runs at \p I: in the main thread,
/// before what does is started, or after it has ended.
bool RaceFinder::isAlone(const Location &L, const Instance &I) const {
  auto IsThread = [&](const Instance &J) {
    return Ways[J.In].Origin >= FirstSpawn;
  };
  return Where.isAlone(L, I) ||
         (llvm::none_of(L.Instances, IsThread) && Judge.isAlone(I));
}

void RaceFinder::lazyInit(const Location &L) {
  // A state that is set here and there is none that is made once.
  if (llvm::any_of(L.Instances, [&](const Instance &I) {
        const SummaryAccess &A = Where.access(I);
        return counts(I) && !I.Within && writes(A.Kind) && !A.Test.isValid() &&
               Where.held(I).none();
      }))
    return;
  for (const Instance &I : L.Instances) {
    const SummaryAccess &A = Where.access(I);
    if (!counts(I) || I.Within || !A.Test.isValid() || !Where.held(I).none() ||
        isTold(I.Function) || isAlone(L, I))
      continue;
    Race R;
    R.Kind = RaceKind::LazyInit;
    R.Where = &L;
    R.At = I;
    Overlap Best = Overlap::Never;
    for (const Instance &J : L.Instances)
      if (Overlap O =
              counts(J) && !J.Within ? Judge.conflict(I, J) : Overlap::Never;
          O > Best) {
        Best = O;
        R.Other = J;
      }
    const FunctionSummary &F = Set.functions()[I.Function];
    const EntitySummary *E = Set.entity(L.Entity);
    if (Best != Overlap::Never) {
      R.Level = levelOf(L, I, *R.Other, Best);
      R.Evidence = name(L.Entity) + " is reached by several threads";
    } else if (L.Guard && Where.holding(I, L.Guard->Lock) == Holding::Bare) {
      R.Level = L.Guard->Level;
      R.Evidence = "elsewhere " + name(L.Entity) + " is used under " +
                   name(L.Guard->Lock);
    } else if (E && E->Static && F.Visible && !Ways.hasMain() &&
               Concurrent.count(F.At.File)) {
      // A library: who calls it can't be seen, and its file knows of threads.
      R.Level = Confidence::Medium;
      R.Evidence = name(L.Entity) +
                   " has static storage, and this file uses locks, atomics or "
                   "threads";
    } else {
      continue;
    }
    add(std::move(R));
  }
}

/// The start of which one access is the starter's and the other its own.
std::optional<SpawnId> RaceFinder::startedBetween(const Instance &A,
                                                  const Instance &B) const {
  for (auto [Starter, Started] : {std::pair(&A, &B), std::pair(&B, &A)}) {
    OriginId O = Ways[Started->In].Origin;
    if (O < FirstSpawn || Ways[Starter->In].Origin >= FirstSpawn)
      continue;
    SpawnId S = O - FirstSpawn;
    if (Starter->Function == Calls.starts()[S].In)
      return S;
  }
  return std::nullopt;
}

/// Whether the thread that one of the two runs in was started by a method of
/// the class whose method the other is: a class with a thread of its own. That
/// anybody at all may call in while some thread runs is no evidence.
bool RaceFinder::ofOneClass(const Instance &A, const Instance &B) const {
  for (auto [Caller, Thread] : {std::pair(&A, &B), std::pair(&B, &A)}) {
    OriginId O = Ways[Thread->In].Origin;
    if (O < FirstSpawn)
      continue;
    if (Ways[Caller->In].Origin == O)
      return true;
    Symbol Class = Set.functions()[Calls.starts()[O - FirstSpawn].In].Class;
    if (Class && Class == Set.functions()[Caller->Function].Class)
      return true;
  }
  return false;
}

/// Whether one of the two is without the lock under which most others use the
/// location.
bool RaceFinder::forgets(const Location &L, const Instance &A,
                         const Instance &B) const {
  for (auto [Bare, Held] : {std::pair(&A, &B), std::pair(&B, &A)}) {
    if (!Where.held(*Bare).Must.empty())
      continue;
    for (const LockTerm &T : Where.held(*Held).Must) {
      std::map<FunctionId, bool> Holds;
      for (const Instance &I : L.Instances)
        if (counts(I))
          Holds.try_emplace(I.Function, true).first->second &=
              HeldLocks::holds(Where.held(I).Must, T.Entity);
      size_t Yes =
          llvm::count_if(Holds, [](const auto &H) { return H.second; });
      if (Yes >= 2 && 2 * Yes > Holds.size())
        return true;
    }
  }
  return false;
}

/// How sure a pair that conflicts makes a race.
Confidence RaceFinder::levelOf(const Location &L, const Instance &A,
                               const Instance &B, Overlap How) const {
  if (Ways[A.In].SetUp || Ways[B.In].SetUp)
    return Confidence::Low;
  // The further from where the threads begin, the likelier it is that some test
  // on the way keeps them apart; not if others take a lock for it.
  if (std::max(Ways[A.In].Depth, Ways[B.In].Depth) > SureDepth)
    return forgets(L, A, B) ? Confidence::Medium : Confidence::Low;
  if (How == Overlap::Yes)
    return Confidence::High;
  return ofOneClass(A, B) || forgets(L, A, B) ? Confidence::Medium
                                              : Confidence::Low;
}

static bool isUpdate(const SummaryAccess &A) {
  return A.Kind == AccessKind::Update && !A.MultiWord;
}

void RaceFinder::conflict(const Location &L, const Instance &A,
                          const Instance &B, Overlap How, bool ByStarters) {
  auto Start = startedBetween(A, B);
  if (Start && !ByStarters)
    return;
  Race R;
  R.Where = &L;
  R.Level = levelOf(L, A, B, How);
  const SummaryAccess &X = Where.access(A), &Y = Where.access(B);
  bool First = true;
  if (Start) {
    R.Kind = RaceKind::BeforeAwait;
    R.Start = *Start;
    First = Ways[A.In].Origin != FirstSpawn + *Start;
  } else if (!Where.held(A).Must.empty() && !Where.held(B).Must.empty()) {
    // That each holds a lock says that somebody thought of it; that a third one
    // is common to both may have been missed.
    R.Kind = RaceKind::DifferentLocks;
    R.Level = less(R.Level);
    if (!writes(X.Kind) || !writes(Y.Kind))
      R.Level = less(R.Level);
    First = writes(X.Kind);
  } else if (isUpdate(X) || isUpdate(Y)) {
    R.Kind = RaceKind::UnguardedUpdate;
    // The one with no lock is the one to mend.
    First = isUpdate(X) && (!isUpdate(Y) || Where.held(A).Must.empty());
  } else {
    R.Kind = RaceKind::Conflict;
    First = writes(X.Kind) && (!writes(Y.Kind) || Where.held(A).Must.empty());
  }
  if (X.Harmless || Y.Harmless)
    R.Level = less(R.Level);
  R.At = First ? A : B;
  R.Other = First ? B : A;
  OriginId P = Ways[A.In].Origin, Q = Ways[B.In].Origin;
  R.Evidence = P == Q ? name(L.Entity) + " is reached by a thread of which "
                                         "several run at once"
                      : name(L.Entity) + " is reached by two threads that run "
                                         "at the same time";
  if (How == Overlap::Perhaps)
    R.Evidence = P == Q ? name(L.Entity) + " is reached by a thread that may "
                                           "be started more than once"
                        : name(L.Entity) + " is reached by a thread and by "
                                           "whoever calls in while it runs";
  if (!isTold(R.At.Function))
    add(std::move(R));
}

void RaceFinder::conflicts(const Location &L) {
  if (const EntitySummary *E = Set.entity(L.Entity); E && E->Atomic)
    return;
  // An assertion that looks at what others write may fail, or pass, by chance;
  // what is only printed may be old.
  auto MayMeet = [&](const Instance &I) {
    const FunctionSummary &F = Set.functions()[I.Function];
    return counts(I) || (!I.Owned && !F.Exempt && !F.Test &&
                         !isAtomic(Where.access(I).Kind));
  };
  // A whole object that is assigned meets each of its parts.
  bool Assigned = llvm::any_of(L.Instances, [&](const Instance &I) {
    const SummaryAccess &A = Where.access(I);
    return !I.Within && A.Kind == AccessKind::Write && A.MultiWord;
  });
  std::vector<const Instance *> Some;
  for (const Instance &I : L.Instances)
    if (MayMeet(I) && (!I.Within || Assigned) && Some.size() < MaxPaired)
      Some.push_back(&I);
  auto Meet = [&](const Instance &A, const Instance &B) {
    auto Whole = [&](const Instance &I) {
      const SummaryAccess &X = Where.access(I);
      return !I.Within && X.Kind == AccessKind::Write && X.MultiWord;
    };
    // Who takes a lock to write knows what an assertion may see.
    bool Looks = Where.access(A).Harmless || Where.access(B).Harmless;
    return ((!A.Within && !B.Within) || Whole(A) || Whole(B)) &&
           (!Looks || (Where.held(A).none() && Where.held(B).none()));
  };
  struct Pair {
    const Instance *A, *B;
    Overlap How;
    size_t Number;
  };
  std::vector<Pair> Pairs;
  bool OnlyStarters = true;
  for (size_t I = 0; I < Some.size(); ++I)
    for (size_t J = I; J < Some.size(); ++J)
      if (Overlap O = Meet(*Some[I], *Some[J])
                          ? Judge.conflict(*Some[I], *Some[J])
                          : Overlap::Never;
          O != Overlap::Never) {
        Pairs.push_back({Some[I], Some[J], O, Pairs.size()});
        OnlyStarters &= startedBetween(*Some[I], *Some[J]).has_value();
      }
  // The surest first, then what loses most.
  auto Rank = [&](const Pair &P) {
    const SummaryAccess &X = Where.access(*P.A), &Y = Where.access(*P.B);
    return std::tuple(P.How != Overlap::Yes, X.Harmless || Y.Harmless,
                      !(isUpdate(X) || isUpdate(Y)),
                      !(writes(X.Kind) && writes(Y.Kind)), std::min(X.At, Y.At),
                      std::max(X.At, Y.At), P.Number);
  };
  llvm::sort(Pairs,
             [&](const Pair &P, const Pair &Q) { return Rank(P) < Rank(Q); });
  // One defect, one finding: a function whose access was named as the other
  // side has been told as well.
  for (const Pair &P : Pairs) {
    if (Told.count(P.A->Function) || Told.count(P.B->Function))
      continue;
    size_t Before = Races.size();
    conflict(L, *P.A, *P.B, P.How, OnlyStarters);
    if (Races.size() != Before && Races.back().Other)
      Told.insert(Races.back().Other->Function);
  }
}
