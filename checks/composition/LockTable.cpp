//===- LockTable.cpp - the locks of many functions ------------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/composition/LockTable.h"

#include "llvm/ADT/STLExtras.h"

#include <algorithm>

using namespace racetidy;

Symbol racetidy::entityOf(const SummaryPath &Path) {
  if (Symbol Field = Path.lastField())
    return Field;
  return Path.Root == SummaryRoot::Global ||
                 (Path.Root == SummaryRoot::Local && !isOwnObject(Path))
             ? Path.Name
             : 0;
}

void racetidy::nameForeignLocks(SummarySet &Set) {
  // The only lock that each function leaves held; past a few functions that
  // pass each other on, none.
  auto Left = [&](Symbol Key) -> const SummaryPath * {
    static constexpr unsigned MaxWrappers = 4;
    for (unsigned Depth = 0; Depth < MaxWrappers; ++Depth) {
      const FunctionSummary *F = Set.function(Key);
      const SummaryPath *Only = nullptr;
      LockBits Net = F ? F->Acquired | F->AcquiredShared : 0;
      if (llvm::popcount(Net) == 1 &&
          size_t(llvm::countr_zero(Net)) < F->Locks.size())
        Only = &F->Locks[llvm::countr_zero(Net)].Path;
      if (!Only || Only->Root == SummaryRoot::Global)
        return Only;
      if (Only->known() || !Only->Name)
        return nullptr;
      Key = Only->Name;
    }
    return nullptr;
  };
  Set.forEachLock([&](SummaryLock &L) {
    if (!L.Path.known() && L.Path.Name)
      if (const SummaryPath *Path = Left(L.Path.Name))
        L.Path = SummaryPath(*Path);
  });
}

bool HeldLocks::holds(llvm::ArrayRef<LockTerm> In, Symbol Entity) {
  return llvm::any_of(In,
                      [&](const LockTerm &T) { return T.Entity == Entity; });
}

/// Of a lock with two names in terms of the thread's beginning, none is told.
static void forgetNames(std::vector<LockTerm> &In,
                        const std::vector<LockTerm> &Other) {
  for (LockTerm &T : In) {
    auto It = llvm::lower_bound(Other, T);
    if (It != Other.end() && *It == T && It->Absolute != T.Absolute)
      T.Absolute = 0;
  }
}

static void unite(std::vector<LockTerm> &Into,
                  const std::vector<LockTerm> &From) {
  if (From.empty())
    return;
  std::vector<LockTerm> All;
  std::set_union(Into.begin(), Into.end(), From.begin(), From.end(),
                 std::back_inserter(All));
  forgetNames(All, From);
  Into = std::move(All);
}

static void intersect(std::vector<LockTerm> &Into,
                      const std::vector<LockTerm> &With) {
  std::vector<LockTerm> Both;
  std::set_intersection(Into.begin(), Into.end(), With.begin(), With.end(),
                        std::back_inserter(Both));
  forgetNames(Both, With);
  Into = std::move(Both);
}

/// Only which field or variable each lock is.
static void forgetPaths(std::vector<LockTerm> &In) {
  for (LockTerm &T : In)
    T = {{}, 0, T.Entity};
  In.erase(llvm::unique(In), In.end());
}

void HeldLocks::join(const HeldLocks &Other) {
  intersect(Must, Other.Must);
  intersect(MustShared, Other.MustShared);
  HeldLocks Theirs = Other;
  for (auto [Ours, New] : {std::pair(&May, &Theirs.May),
                           std::pair(&MayShared, &Theirs.MayShared)}) {
    if (*Ours == *New)
      continue;
    // What may be held only silences, and where it is matters little for that:
    // by all their paths the sets of a large program never stop growing.
    forgetPaths(*Ours);
    forgetPaths(*New);
    unite(*Ours, *New);
  }
  Unnamed |= Other.Unnamed;
  if (May.size() + MayShared.size() > MaxMay) {
    Unnamed = true;
    May = Must;
    MayShared = MustShared;
  }
}

void HeldLocks::forget(Symbol Entity) {
  for (auto *Terms : {&Must, &May, &MustShared, &MayShared})
    llvm::erase_if(*Terms,
                   [&](const LockTerm &T) { return T.Entity == Entity; });
}

LockTable::LockTable(const SummarySet &Set, const CallGraph &Calls)
    : Set(Set), Calls(Calls), Verified(Set.functions().size()),
      Acquires(Set.functions().size(), Answer::Unknown) {
  for (FunctionId F : Calls.bottomUp()) {
    const auto &Locks = Set.functions()[F].Locks;
    for (size_t I = 0; I < Locks.size() && I < 62; ++I)
      if (areLocks(Locks[I].Assumed))
        Verified[F] |= LockBits(1) << I;
  }
  findForeign();
}

/// 'enter(q); …; leave(q);' by functions of other units: what they take may be
/// held, the words of this function do not say where. Methods go by their names
/// (SummaryLock::Assumed).
void LockTable::findForeign() {
  std::vector<std::vector<LockTerm>> Leaves(Set.functions().size());
  Foreign.resize(Set.functions().size());
  auto Own = [&](const FunctionSummary &F) {
    std::vector<LockTerm> Terms;
    LockBits Net = F.Acquired | F.AcquiredShared;
    for (size_t I = 0; I < F.Locks.size() && I < 62; ++I)
      if (Net >> I & 1)
        Terms.push_back({{}, 0, entityOf(F.Locks[I].Path)});
    return Terms;
  };
  for (FunctionId F : Calls.bottomUp()) {
    const FunctionSummary &Summary = Set.functions()[F];
    std::vector<LockTerm> Taken;
    bool Gives = false;
    auto IsInWords = [&](Symbol Callee) {
      return llvm::any_of(Summary.Locks, [&](const SummaryLock &L) {
        return L.Path.Root == SummaryRoot::Global &&
               llvm::is_contained(L.Assumed, Callee);
      });
    };
    for (const SummaryCall &C : Summary.Calls) {
      if (!C.Foreign || C.Object || IsInWords(C.Callee))
        continue;
      for (FunctionId To : Calls.targets(C.Callee, C.Virtual)) {
        llvm::append_range(Taken, Leaves[To]);
        Gives |= Set.functions()[To].Released != 0;
      }
    }
    llvm::sort(Taken);
    Taken.erase(llvm::unique(Taken), Taken.end());
    Foreign[F] = Taken;
    Leaves[F] = Own(Summary);
    if (!Gives)
      llvm::append_range(Leaves[F], Taken);
  }
}

bool LockTable::areLocks(llvm::ArrayRef<Symbol> Assumed) const {
  return llvm::all_of(Assumed, [&](Symbol Callee) {
    auto To = Calls.targets(Callee, /*Virtual=*/true);
    return !To.empty() &&
           llvm::all_of(To, [&](FunctionId F) { return acquires(F); });
  });
}

bool LockTable::acquires(FunctionId F) const {
  if (Acquires[F] == Answer::Unknown) {
    Acquires[F] = Answer::Asking;
    const FunctionSummary &Summary = Set.functions()[F];
    LockBits Net = Summary.Acquired | Summary.AcquiredShared;
    bool Yes = false;
    for (size_t I = 0; I < Summary.Locks.size() && I < 62; ++I)
      Yes |= (Net >> I & 1) && areLocks(Summary.Locks[I].Assumed);
    Acquires[F] = Yes ? Answer::Yes : Answer::No;
  }
  return Acquires[F] == Answer::Yes;
}

HeldLocks LockTable::at(FunctionId F, const Lockset &Word,
                        const HeldLocks &Entry, const Frame &Frame,
                        PathTable &Paths) const {
  HeldLocks Held = Entry;
  for (const LockTerm &T : Foreign[F])
    Held.Unnamed |= T.Entity == 0;
  Held.Unnamed |= ((Word.mayAny() & (UnnamedLock | CallersLock)) != 0);
  const auto &Locks = Set.functions()[F].Locks;
  // What the function gives back of its callers' locks, its own words tell from
  // the entry on.
  LockBits Own = Set.functions()[F].Released | Set.functions()[F].Interrupted;
  for (size_t I = 0; Own && I < Locks.size() && I < 62; ++I)
    if (Own >> I & 1)
      Held.forget(entityOf(Locks[I].Path));
  std::vector<LockTerm> Must, May, MustShared, MayShared;
  for (size_t I = 0; I < Locks.size() && I < 62; ++I) {
    LockBits Bit = LockBits(1) << I;
    if (!(Word.mayAny() & Bit))
      continue;
    LockTerm Term{Locks[I].Path, Paths.resolve(Locks[I].Path, Frame),
                  entityOf(Locks[I].Path)};
    if (!Term.Entity) {
      // A lock by a pointer parameter, or one that only a guard stands for.
      if (Term.Absolute)
        Term.Entity = entityOf(Paths[Term.Absolute]);
      if (!Term.Entity) {
        Held.Unnamed = true;
        continue;
      }
    }
    if (Word.Must & Verified[F] & Bit)
      Must.push_back(Term);
    else if (Word.MustShared & Verified[F] & Bit)
      MustShared.push_back(Term);
    if (Word.May & Bit)
      May.push_back(Term);
    if (Word.MayShared & Bit)
      MayShared.push_back(Term);
  }
  for (const LockTerm &T : Foreign[F])
    if (T.Entity)
      May.push_back(T);
  for (auto *Terms : {&Must, &May, &MustShared, &MayShared})
    llvm::sort(*Terms);
  unite(Held.Must, Must);
  unite(Held.May, May);
  unite(Held.MustShared, MustShared);
  unite(Held.MayShared, MayShared);
  return Held;
}

HeldLocks LockTable::turnOf(const SummaryPath &Path, const Frame &Frame,
                            PathTable &Paths) const {
  HeldLocks Held;
  LockTerm Term{Path, Path.known() ? Paths.resolve(Path, Frame) : PathId(0),
                entityOf(Path)};
  if (!Term.Entity && Term.Absolute)
    Term.Entity = entityOf(Paths[Term.Absolute]);
  Held.Unnamed = !Term.Entity;
  if (Term.Entity)
    Held.Must = Held.May = {Term};
  return Held;
}

HeldLocks LockTable::intoCallee(const HeldLocks &Held,
                                const std::optional<SummaryArgument> &Object,
                                llvm::ArrayRef<SummaryArgument> Arguments,
                                bool SameThis) const {
  HeldLocks Theirs;
  Theirs.Unnamed = Held.Unnamed;
  auto Translate = [&](const std::vector<LockTerm> &From,
                       std::vector<LockTerm> &Into) {
    for (const LockTerm &T : From)
      Into.push_back({racetidy::intoCallee(T.Path, Object, Arguments, SameThis),
                      T.Absolute, T.Entity});
    llvm::sort(Into);
  };
  Translate(Held.Must, Theirs.Must);
  Translate(Held.May, Theirs.May);
  Translate(Held.MustShared, Theirs.MustShared);
  Translate(Held.MayShared, Theirs.MayShared);
  return Theirs;
}
