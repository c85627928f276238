//===- Locations.cpp - what is accessed, by whom, under which locks -------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/composition/Locations.h"

#include "llvm/ADT/STLExtras.h"

using namespace racetidy;

bool racetidy::writes(AccessKind K) {
  return K != AccessKind::Read && K != AccessKind::AtomicLoad;
}

Locations::Locations(const SummarySet &Set, const CallGraph &Calls,
                     const LockTable &Locks, const Contexts &Ways,
                     PathTable &Paths)
    : Set(Set), Calls(Calls), Ways(Ways), Paths(Paths), Changes(Set, Calls) {
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
  for (FunctionId F = 0; F < Set.functions().size(); ++F)
    for (const SummaryAccess &A : Changes.of(F))
      if (!A.Owned)
        Written[entityOf(A.Path)] = true;

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
        Instance New{F, I, /*ByCall=*/false, Id};
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
      for (uint32_t I = 0; I < Changes.of(F).size(); ++I) {
        const SummaryAccess &A = Changes.of(F)[I];
        Instance New{F, I, /*ByCall=*/true, Id};
        New.Path = Paths.resolve(A.Path, C.Frame);
        Symbol Entity = New.Path ? entityOf(Paths[New.Path]) : entityOf(A.Path);
        if (!isData(Entity))
          continue;
        New.Owned = C.Once || A.Owned || isOwned(A.Path, C);
        Held.push_back(Locks.at(F, A.Locks, C.Entry, C.Frame, Paths));
        New.Held = Held.size() - 1;
        add(New, Entity);
      }
    }
  }
  for (Location &L : All)
    dropFollowed(L);
  // Once more with the names that pointers got.
  llvm::erase_if(All, [&](const Location &L) {
    return llvm::none_of(L.Instances,
                         [&](const Instance &I) {
                           return writes(access(I).Kind) &&
                                  (!I.Owned || !access(I).Wakes.empty());
                         }) &&
           llvm::all_of(L.ByCalls, [](const Instance &I) { return I.Owned; });
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
  Location &L = All[It->second];
  (New.ByCall ? L.ByCalls : L.Instances).push_back(New);
}

/// Forgets changes by calls of which the accesses in the callee are known:
/// where few call it, each way there is followed.
void Locations::dropFollowed(Location &L) const {
  if (L.ByCalls.empty())
    return;
  static constexpr unsigned MaxCalls = 4;
  std::set<std::pair<FunctionId, Site>> Followed;
  for (const Instance &I : L.Instances) {
    ContextId Id = I.In;
    for (unsigned N = 0; N < MaxCalls && Ways[Id].Caller != NoContext; ++N) {
      const Context &C = Ways[Id];
      Id = C.Caller;
      if (Ways[Id].Origin != C.Origin)
        break;
      FunctionId Caller = Ways[Id].Function;
      Followed.insert({Caller, Set.functions()[Caller].Calls[C.Call].At});
    }
  }
  llvm::erase_if(L.ByCalls, [&](const Instance &I) {
    return Followed.count({I.Function, access(I).At}) != 0;
  });
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
  bool Siblings = areSiblings(Field, LockOf);
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
  if (Ways[I.In].SetUp)
    return true;
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
