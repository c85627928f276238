//===- Locations.cpp - what is accessed, by whom, under which locks -------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/composition/Locations.h"

#include "llvm/ADT/STLExtras.h"

#include <cmath>
#include <map>
#include <tuple>

using namespace racetidy;

bool racetidy::writes(AccessKind K) {
  return K != AccessKind::Read && K != AccessKind::AtomicLoad;
}

double racetidy::wilsonBound(unsigned Yes, unsigned All) {
  if (All == 0)
    return 0;
  const double Z = 1.64, N = All, P = Yes / N;
  return (P + Z * Z / (2 * N) -
          Z * std::sqrt(P * (1 - P) / N + Z * Z / (4 * N * N))) /
         (1 + Z * Z / N);
}

Locations::Locations(const SummarySet &Set, const CallGraph &Calls,
                     const LockTable &Locks, const Contexts &Ways,
                     PathTable &Paths)
    : Set(Set), Calls(Calls), Ways(Ways), Paths(Paths) {
  collect(Locks);
  noteLocks();
  for (Location &L : All)
    inferGuard(L);
}

const Location *Locations::find(Symbol Entity) const {
  auto It = At.find(Entity);
  return It == At.end() ? nullptr : &All[It->second];
}

bool Locations::isData(Symbol Entity) const {
  const EntitySummary *E = Set.entity(Entity);
  return Entity &&
         !(E && (E->Lock || E->Synchronising || E->Const || E->ThreadLocal));
}

/// Whether nobody else can know the object of \p Path in the way \p C.
static bool isOwned(const SummaryPath &Path, const Context &C) {
  auto Derefs = llvm::count_if(Path.Steps, [](const SummaryStep &S) {
    return S.K == SummaryStep::Deref;
  });
  if (Path.Root == SummaryRoot::This)
    return C.ThisOwned && Derefs == 0;
  return Path.Root == SummaryRoot::Parameter && Path.Index < 32 &&
         (C.ParametersOwned >> Path.Index & 1) && Derefs <= 1;
}

/// Whether \p A is the look at an object that a method is called on whose body
/// is known: what it does there is known too.
static bool isCall(const SummaryAccess &A, const FunctionSummary &F,
                   const CallGraph &Calls) {
  return A.Kind == AccessKind::Read && A.MultiWord &&
         llvm::any_of(F.Calls, [&](const SummaryCall &C) {
           return C.At.Line == A.At.Line && C.At.File == A.At.File &&
                  C.Object && C.Object->Path == A.Path &&
                  !Calls.targets(C.Callee, C.Virtual).empty();
         });
}

void Locations::collect(const LockTable &Locks) {
  // What nobody writes is left away before its ways are looked at. What a
  // pointer parameter points to has its name in the callers only.
  llvm::DenseMap<Symbol, bool> Written;
  for (const FunctionSummary &F : Set.functions())
    for (const SummaryAccess &A : F.Accesses)
      // A destructor that wakes a thread shares its object with that thread.
      if (writes(A.Kind) && (!A.Owned || !A.Wakes.empty()))
        Written[entityOf(A.Path)] = true;
  for (const FunctionSummary &F : Set.functions()) {
    auto Note = [&](const auto &Given) {
      for (const auto &G : Given)
        for (const SummaryArgument &A : G.Arguments)
          if (A.Pointee)
            Written[entityOf(A.Path)] = true;
    };
    Note(F.Calls), Note(F.Spawns);
  }

  for (FunctionId F = 0; F < Set.functions().size(); ++F) {
    const FunctionSummary &Summary = Set.functions()[F];
    if (Ways.of(F).empty())
      continue;
    for (ContextId Id : Ways.of(F)) {
      const Context &C = Ways[Id];
      const Lockset *Word = nullptr;
      for (uint32_t I = 0; I < Summary.Accesses.size(); ++I) {
        const SummaryAccess &A = Summary.Accesses[I];
        Symbol Own = entityOf(A.Path);
        bool IsFixed =
            Own && A.Path.Root != SummaryRoot::Local && !Written.count(Own);
        const EntitySummary *Field = IsFixed ? Set.entity(Own) : nullptr;
        if (!IsFixed && isCall(A, Summary, Calls))
          continue;
        if (IsFixed && !(Field && Field->Field && isData(Own)))
          continue;
        Instance New{F, I, Id};
        if (!IsFixed)
          New.Path = Paths.resolve(A.Path, C.Frame);
        Symbol Entity = New.Path ? entityOf(Paths[New.Path]) : Own;
        if (!isData(Entity))
          continue;
        New.Owned = C.Once || A.Owned || isOwned(A.Path, C);
        if (!Word || !(*Word == A.Locks)) {
          Word = &A.Locks;
          Held.push_back(Locks.at(F, A.Locks, C.Entry, C.Frame, Paths));
        }
        New.Held = Held.size() - 1;
        if (IsFixed) {
          if (!New.Owned && !A.Harmless)
            noteFixed(*Field, F, Held.back());
          continue;
        }
        add(New, Entity);
        addEnclosing(New);
      }
    }
  }
  // Once more with the names that pointers got.
  llvm::erase_if(All, [&](const Location &L) {
    return llvm::none_of(L.Instances, [&](const Instance &I) {
      return writes(access(I).Kind) && (!I.Owned || !access(I).Wakes.empty());
    });
  });
  llvm::sort(All, [](const Location &A, const Location &B) {
    return A.Entity < B.Entity;
  });
  At.clear();
  for (uint32_t I = 0; I < All.size(); ++I)
    At[All[I].Entity] = I;
  // A part that nobody writes meets no write of another part.
  for (Location &L : All)
    llvm::erase_if(L.Instances, [&](const Instance &I) {
      Symbol Part = I.Within ? entityOf(access(I).Path) : 0;
      return Part && !At.count(Part);
    });
}

void Locations::add(const Instance &New, Symbol Entity) {
  auto [It, First] = At.try_emplace(Entity, All.size());
  if (First) {
    All.emplace_back();
    All.back().Entity = Entity;
  }
  All[It->second].Instances.push_back(New);
}

/// What is accessed inside an object is an access of the object, up to the
/// first pointer on the way.
void Locations::addEnclosing(Instance I) {
  SummaryPath Path = I.Path ? Paths[I.Path] : access(I).Path;
  auto DropElements = [&] {
    while (!Path.Steps.empty() && Path.Steps.back().K == SummaryStep::Element)
      Path.Steps.pop_back(), ++I.Within;
  };
  DropElements();
  while (!Path.Steps.empty() && Path.Steps.back().K == SummaryStep::Field) {
    Symbol Inner = entityOf(Path);
    Path.Steps.pop_back(), ++I.Within;
    DropElements();
    Symbol Entity = entityOf(Path);
    // An object with a lock of its own sees to its parts itself.
    const EntitySummary *Part = Set.entity(Inner);
    const ClassSummary *Of = Part ? Set.classOf(Part->Parent) : nullptr;
    if (Of && (!Of->Locks.empty() || Of->ThreadSafe))
      return;
    bool Ends = Path.Steps.empty() ? Path.Root != SummaryRoot::Global
                                   : Path.Steps.back().K != SummaryStep::Field;
    if (Ends || !isData(Entity))
      return;
    if (I.Path)
      I.Path = Paths.intern(Path);
    add(I, Entity);
  }
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

bool Locations::mayAlias(const HeldLocks &H, Symbol Lock) const {
  bool Pointer = ByPointer.contains(Lock);
  for (const auto *Terms : {&H.May, &H.MayShared})
    for (const LockTerm &T : *Terms)
      if (T.Entity != Lock && (Pointer || ByPointer.contains(T.Entity)))
        return true;
  return false;
}

void Locations::noteLocks() {
  for (const FunctionSummary &F : Set.functions())
    for (const SummaryLock &L : F.Locks)
      if (!L.Path.Steps.empty() && L.Path.Steps.back().K == SummaryStep::Deref)
        ByPointer.insert(entityOf(L.Path));
  for (const HeldLocks &H : Held)
    for (const auto *Terms : {&H.Must, &H.MustShared})
      for (const LockTerm &T : *Terms)
        Used.insert(T.Entity);
}

/// Whether \p Lock is the only lock of \p Class that is ever taken: what looks
/// like one by its name ("Acquire") and is none does not count.
bool Locations::isOnlyLock(const ClassSummary &Class, Symbol Lock) const {
  return llvm::is_contained(Class.Locks, Lock) &&
         llvm::count_if(Class.Locks,
                        [&](Symbol L) { return Used.contains(L); }) == 1;
}

/// The path of the location of \p I in its function's own terms; unknown where
/// only the callers can name it.
SummaryPath Locations::ownPath(const Instance &I) const {
  SummaryPath Path = access(I).Path;
  if (I.Within > Path.Steps.size())
    return {};
  Path.Steps.resize(Path.Steps.size() - I.Within);
  return Path;
}

/// \p Path up to the object whose field it ends in.
static llvm::ArrayRef<SummaryStep> objectOf(const SummaryPath &Path) {
  llvm::ArrayRef<SummaryStep> Steps = Path.Steps;
  while (!Steps.empty() && Steps.back().K != SummaryStep::Field)
    Steps = Steps.drop_back();
  return Steps.empty() ? Steps : Steps.drop_back();
}

/// For a lock and a location that are fields of one class: whether they are
/// those of one object.
bool Locations::sameObject(const LockTerm &T, const Instance &I) const {
  auto Same = [](const SummaryPath &A, const SummaryPath &B) {
    return sameRoot(A, B) && objectOf(A) == objectOf(B);
  };
  SummaryPath Own = ownPath(I);
  if (T.Path.known() && Own.known() && Same(T.Path, Own))
    return true;
  if (T.Absolute && I.Path)
    return Same(Paths[T.Absolute], Paths[I.Path]);
  // The callers' lock, which the function has no word for.
  return !T.Path.known();
}

Holding Locations::holding(const Instance &I, Symbol Lock) const {
  const HeldLocks &H = held(I);
  const EntitySummary *LockOf = Set.entity(Lock);
  const EntitySummary *Field =
      Set.entity(entityOf(I.Path ? Paths[I.Path] : ownPath(I)));
  bool Siblings = LockOf && Field && LockOf->Field && Field->Field &&
                  LockOf->Parent == Field->Parent;
  bool Write = writes(access(I).Kind);
  auto Holds = [&](const std::vector<LockTerm> &Terms) {
    return llvm::any_of(Terms, [&](const LockTerm &T) {
      return T.Entity == Lock && (!Siblings || sameObject(T, I));
    });
  };
  if (Holds(H.Must) || (!Write && Holds(H.MustShared)))
    return Holding::Held;
  // Some lock is held that nobody can name, or by a pointer that may lead to
  // this one.
  if (H.Unnamed || mayAlias(H, Lock))
    return Holding::Unclear;
  if (!H.mayHold(Lock))
    return Holding::Bare;
  // 'lock(from.m); to.balance += x;'
  auto IsAnothers = [&](const LockTerm &T) {
    return T.Entity != Lock ||
           (T.Path.known() && access(I).Path.known() &&
            !sameRoot(T.Path, access(I).Path) && !T.Path.dereferences());
  };
  return Siblings && llvm::all_of(H.May, IsAnothers) &&
                 llvm::all_of(H.MayShared, IsAnothers)
             ? Holding::Other
             : Holding::Unclear;
}

bool Locations::isAlone(const Location &L, const Instance &I) const {
  const Context &C = Ways[I.In];
  if (C.Origin != MainThread)
    return false;
  llvm::BitVector Excluded;
  bool Met = false;
  for (const Instance &J : L.Instances) {
    OriginId O = Ways[J.In].Origin;
    if (O < FirstSpawn)
      continue;
    if (!Met)
      Excluded = Ways.excluded(C, access(I).Events);
    Met = true;
    if (!Excluded.test(O - FirstSpawn))
      return false;
  }
  return Met;
}

bool Locations::isSetUp(const Location &L, const Instance &I) const {
  const EventState &Events = access(I).Events;
  if (Events.Joined)
    return true;
  llvm::BitVector Later = Ways.startedLater(I.Function, Events);
  if (Later.none())
    return false;
  // Of a part, it is the part that counts.
  const Location *Own = I.Within ? find(entityOf(access(I).Path)) : nullptr;
  bool ByThread = false, ByLater = false;
  for (const Instance &J : (Own ? *Own : L).Instances)
    if (OriginId O = Ways[J.In].Origin; O >= FirstSpawn) {
      ByThread = true;
      ByLater |= Later.test(O - FirstSpawn);
    }
  // The callbacks of those that come may use it, where nobody sees that.
  return ByLater || (!ByThread && Ways[I.In].Origin == MainThread);
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
  for (const Instance &I : L.Instances)
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
    std::map<std::tuple<FunctionId, FunctionId, uint32_t>, Place> Places;
    for (const Instance &I : L.Instances) {
      if (I.Owned || isAtomic(access(I).Kind))
        continue;
      Holding H = holding(I, Lock);
      // 'jobs[i] = 0; …; pthread_create(…);': nobody is there yet to keep out.
      bool StartsSome = !Set.functions()[I.Function].Spawns.empty();
      if (H == Holding::Bare &&
          (isAlone(L, I) || (StartsSome && isSetUp(L, I))))
        continue;
      Place &P = Places[{responsible(I, Lock), I.Function, I.Access}];
      P.Held |= H == Holding::Held;
      P.Bare |= H == Holding::Bare;
      P.Write = writes(access(I).Kind);
    }
    Guard G;
    G.Lock = Lock;
    unsigned Writes = 0;
    llvm::DenseMap<FunctionId, bool> BareIn;
    for (const auto &[Where, P] : Places) {
      if (P.Bare) {
        ++G.Bare;
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
    } else {
      continue;
    }
    // A lock that belongs to objects of another class is held for something of
    // its own, and for this by accident.
    const EntitySummary *Owner = Set.entity(Lock);
    if (Owner && Owner->Field && (!Entity || Entity->Parent != Owner->Parent))
      G.Level = Confidence::Low;
    // One lock of many: which of them is held the path does not tell.
    if (G.Level == Confidence::High && isStriped(L, Lock))
      G.Level = Confidence::Medium;
    if (!L.Guard || std::tuple(L.Guard->Level, L.Guard->Bound) <
                        std::tuple(G.Level, G.Bound))
      L.Guard = G;
  }
}
