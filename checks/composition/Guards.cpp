//===- Guards.cpp - which lock is believed to guard a location ------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The half of Locations that infers guards.
///
//===----------------------------------------------------------------------===//
#include "checks/composition/Locations.h"

#include "llvm/ADT/STLExtras.h"

#include <cmath>
#include <map>
#include <tuple>

using namespace racetidy;

double racetidy::wilsonBound(unsigned Yes, unsigned All) {
  if (All == 0)
    return 0;
  const double Z = 1.64, N = All, P = Yes / N;
  return (P + Z * Z / (2 * N) -
          Z * std::sqrt(P * (1 - P) / N + Z * Z / (4 * N * N))) /
         (1 + Z * Z / N);
}

/// A field that nobody changes needs no lock: how often one is held there all
/// the same tells how often it is held for something else.
void Locations::noteFixed(const EntitySummary &Field, FunctionId F,
                          const HeldLocks &At) {
  auto &Uses = FixedUses[Field.Parent];
  Uses.All.insert({Field.Key, F});
  for (const auto *Terms : {&At.Must, &At.MustShared})
    for (const LockTerm &T : *Terms)
      Uses.Held[T.Entity].insert({Field.Key, F});
}

/// How often \p Lock is held where a field of \p Class is used that nobody
/// changes, from 0 to 1; 0 also where it always is: in a class that does all it
/// does under its lock, what does not is the exception.
double Locations::baseRate(Symbol Class, Symbol Lock) const {
  auto It = FixedUses.find(Class);
  if (It == FixedUses.end())
    return 0;
  auto Held = It->second.Held.find(Lock);
  size_t All = It->second.All.size();
  if (Held == It->second.Held.end() || 10 * Held->second.size() >= 9 * All)
    return 0;
  return wilsonBound(Held->second.size(), All);
}

/// Whether the lock's name is that of the location and something more, and they
/// stand side by side. Short names begin many others.
bool Locations::isNamedAfter(Symbol Lock, const EntitySummary &Location) const {
  static constexpr size_t Least = 5;
  const EntitySummary *L = Set.entity(Lock);
  if (!L || L->Field != Location.Field || L->Parent != Location.Parent)
    return false;
  llvm::StringRef Name = Set.text(Location.Name).rtrim('_');
  return Name.substr(Name.rfind(':') + 1).size() >= Least &&
         Set.text(L->Name).starts_with(Name);
}

/// Whether \p Lock is the only lock of \p Class and its bases that is ever
/// taken: what looks like one by its name ("Acquire") and is none does not
/// count.
bool Locations::isOnlyLock(const ClassSummary &Class, Symbol Lock) const {
  unsigned Taken = 0;
  bool Has = false;
  for (const ClassSummary *C : withBases(Class)) {
    Has |= llvm::is_contained(C->Locks, Lock);
    Taken +=
        llvm::count_if(C->Locks, [&](Symbol L) { return Used.contains(L); });
  }
  return Has && Taken == 1;
}

/// \p Class and what it derives from.
llvm::SmallVector<const ClassSummary *, 4>
Locations::withBases(const ClassSummary &Class) const {
  llvm::SmallVector<const ClassSummary *, 4> All{&Class};
  for (size_t I = 0; I < All.size() && I < MaxBases; ++I)
    for (Symbol Base : All[I]->Bases)
      if (const ClassSummary *B = Set.classOf(Base);
          B && !llvm::is_contained(All, B))
        All.push_back(B);
  return All;
}

bool Locations::derives(Symbol Class, Symbol Base) const {
  const ClassSummary *Of = Class == Base ? nullptr : Set.classOf(Class);
  return Class == Base ||
         (Of && !Of->Bases.empty() &&
          llvm::any_of(withBases(*Of),
                       [&](const ClassSummary *C) { return C->Key == Base; }));
}

bool Locations::areSiblings(const EntitySummary *Field,
                            const EntitySummary *Lock) const {
  return Field && Lock && Field->Field && Lock->Field &&
         derives(Field->Parent, Lock->Parent);
}

bool Locations::takes(FunctionId F, Symbol Lock) const {
  const FunctionSummary &Summary = Set.functions()[F];
  for (unsigned I = 0; I < Summary.Locks.size() && I < 62; ++I)
    if (entityOf(Summary.Locks[I].Path) == Lock && !(Summary.Needs >> I & 1))
      return true;
  return false;
}

/// The function that has to hold \p Lock at \p I: the one on the way there that
/// takes it at all, or the one that \p I stands in. A helper of ten accesses
/// that one of its callers calls without the lock is one mistake.
FunctionId Locations::responsible(const Instance &I, Symbol Lock) const {
  unsigned Steps = 0;
  for (ContextId Id = I.In; Id != NoContext && Steps < 8; ++Steps) {
    if (takes(Ways[Id].Function, Lock))
      return Ways[Id].Function;
    Id = Ways[Id].Caller;
  }
  return I.Function;
}

bool Locations::isStriped(const Location &L, Symbol Lock) const {
  return llvm::any_of(L.Instances, [&](const Instance &I) {
    return llvm::any_of(held(I).Must, [&](const LockTerm &T) {
      return T.Entity == Lock && !T.Path.Steps.empty() &&
             T.Path.Steps.back().K == SummaryStep::Element;
    });
  });
}

void Locations::inferGuard(Location &L) const {
  const EntitySummary *Entity = Set.entity(L.Entity);
  if (Entity && Entity->Atomic)
    return;
  llvm::SmallVector<Symbol, 4> Candidates;
  auto Uses = llvm::concat<const Instance>(L.Instances, L.ByCalls);
  for (const Instance &I : Uses)
    if (!I.Owned)
      for (const auto *Terms : {&held(I).Must, &held(I).MustShared})
        for (const LockTerm &T : *Terms)
          if (!llvm::is_contained(Candidates, T.Entity))
            Candidates.push_back(T.Entity);
  Symbol Declared = Entity ? Entity->GuardedBy : 0;
  if (Declared && !llvm::is_contained(Candidates, Declared))
    Candidates.push_back(Declared);
  llvm::sort(Candidates);

  const ClassSummary *Class = Entity ? Set.classOf(Entity->Parent) : nullptr;
  for (Symbol Lock : Candidates) {
    // Each place once, however many ways lead there: bare in one is bare.
    struct Place {
      bool Held = false, Bare = false, Write = false;
    };
    std::map<std::tuple<FunctionId, FunctionId, bool, uint32_t>, Place> Places;
    for (const Instance &I : Uses) {
      if (I.Owned || isAtomic(access(I).Kind))
        continue;
      Holding H = holding(I, Lock);
      // 'jobs[i] = 0; …; pthread_create(…);': nobody is there yet to keep out.
      bool StartsSome = !Set.functions()[I.Function].Spawns.empty();
      if (H == Holding::Bare &&
          (isAlone(L, I) || Ways[I.In].SetUp || (StartsSome && isSetUp(L, I))))
        continue;
      Place &P = Places[{responsible(I, Lock), I.Function, I.ByCall, I.Access}];
      P.Held |= H == Holding::Held;
      P.Bare |= H == Holding::Bare;
      P.Write = writes(access(I).Kind);
    }
    Guard G;
    G.Lock = Lock;
    unsigned Writes = 0;
    llvm::DenseMap<FunctionId, bool> BareIn;
    llvm::DenseSet<FunctionId> WrittenIn;
    bool BareWrite = false;
    for (const auto &[Where, P] : Places) {
      if (P.Write)
        WrittenIn.insert(std::get<0>(Where));
      if (P.Bare) {
        ++G.Bare;
        BareWrite |= P.Write;
        BareIn[std::get<0>(Where)] = true;
      } else if (P.Held) {
        ++G.Held;
        Writes += P.Write;
        BareIn.try_emplace(std::get<0>(Where), false);
      }
    }
    for (const auto &[F, Bare] : BareIn)
      ++(Bare ? G.BareIn : G.HeldIn);
    unsigned All = G.Held + G.Bare;
    G.Bound = wilsonBound(G.Held, All);
    if (Lock == Declared) {
      G.Why = Guard::Declared;
      G.Level = Confidence::High;
      L.Guard = G;
      return;
    }
    // Most places may stand in a few functions, while most functions do
    // without.
    bool Enough = G.Held >= 3 && G.HeldIn >= 2 && Writes >= 1 &&
                  3 * G.HeldIn >= 2 * (G.HeldIn + G.BareIn);
    // One function alone that does without, however much it does, is the one
    // that forgot.
    bool IsOne = G.BareIn == 1 && G.HeldIn >= 3;
    // A big lock is held for many reasons: it guards what it is held for more
    // often than by chance.
    double Base = Entity && Entity->Field ? baseRate(Entity->Parent, Lock) : 0;
    Enough &= G.HeldIn >= (Base + (1 - Base) * 2 / 3) * (G.HeldIn + G.BareIn);
    if (Enough && (3 * G.Held >= 2 * All || IsOne)) {
      G.Why = Guard::Inferred;
      G.Level = 3 * G.Bound >= 2 ? Confidence::High : Confidence::Medium;
    } else if (Entity && Entity->GuardedByComment == Lock && G.Held) {
      G.Why = Guard::Comment;
    } else if (Class && isOnlyLock(*Class, Lock) && Writes >= 1 &&
               2 * G.Held >= All &&
               (G.HeldIn + G.BareIn < 5 ||
                3 * G.HeldIn >= 2 * (G.HeldIn + G.BareIn))) {
      // Where it is held less often than not, it guards something else.
      G.Why = Guard::OnlyLock;
    } else if (Entity && Writes >= 1 && 2 * G.Held >= All &&
               isNamedAfter(Lock, *Entity)) {
      G.Why = Guard::Named;
    } else {
      continue;
    }
    // A lock that belongs to objects of another class is held for something of
    // its own, and for this by accident.
    const EntitySummary *Owner = Set.entity(Lock);
    if (Owner && Owner->Field && !areSiblings(Entity, Owner))
      G.Level = Confidence::Low;
    // 'versions_', made when a database is opened, and gone when it is closed:
    // who reads it meanwhile needs no lock.
    if (WrittenIn.size() == 1 && !BareWrite && G.BareIn >= 3)
      G.Level = Confidence::Low;
    // One lock of many: which of them is held the path does not tell.
    if (G.Level == Confidence::High && isStriped(L, Lock))
      G.Level = Confidence::Medium;
    if (!L.Guard || std::tuple(L.Guard->Level, L.Guard->Bound) <
                        std::tuple(G.Level, G.Bound))
      L.Guard = G;
  }
}
