//===- RegionConflicts.cpp - what is run at once --------------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/analysis/ParallelRegions.h"

#include "llvm/ADT/STLExtras.h"

#include <map>

using namespace clang;
using namespace racetidy;

namespace {

class Finder {
public:
  explicit Finder(const RegionAccesses &Accesses) : Accesses(Accesses) {}

  /// How \p A, a write, and \p B can be run at once.
  std::optional<RegionConflict> meet(const RegionAccess &A,
                                     const RegionAccess &B) const;

private:
  /// Who of a team runs an access.
  struct Role {
    Construct::Kind K = Construct::Team;
    const Construct *Which = nullptr;
    bool Few = false;
  };
  static Role role(const RegionAccess &A, size_t From);
  bool rolesMeet(const RegionAccess &A, const RegionAccess &B,
                 size_t From) const;
  bool phasesOverlap(const RegionAccess &A, const RegionAccess &B,
                     size_t Team) const;
  bool acrossTeam(const RegionAccess &A, const RegionAccess &B,
                  size_t At) const;
  bool acrossIterations(const RegionAccess &A, const RegionAccess &B, size_t At,
                        bool InTeam) const;
  bool acrossTasks(const RegionAccess &A, const RegionAccess &B,
                   size_t At) const;
  bool elementsMeet(const RegionAccess &A, const RegionAccess &B, size_t At,
                    llvm::ArrayRef<Induction> OfA,
                    llvm::ArrayRef<Induction> OfB, Iterations Related,
                    int64_t Distance = INT64_MAX) const;
  bool waitsFor(const Construct &Task, unsigned Until, bool &Deep) const;
  bool innerWaited(const RegionAccess &A, size_t TaskAt) const;
  bool waited(const RegionAccess &A, size_t TaskAt, unsigned Until) const;
  bool dependsOn(const Construct &Later, const Construct &Earlier) const;

  const RegionAccesses &Accesses;
};

} // namespace

static bool excluded(const RegionAccess &A, const RegionAccess &B) {
  return (A.Atomic && B.Atomic) ||
         llvm::any_of(A.Guards, [&](const std::string &G) {
           return B.Guards.contains(G);
         });
}

Finder::Role Finder::role(const RegionAccess &A, size_t From) {
  Role R;
  for (const Construct *C : llvm::ArrayRef(A.Stack).drop_front(From)) {
    if (C->K == Construct::Team || C->K == Construct::Task)
      break;
    if (C->K == Construct::Narrowed) {
      R.Few = true;
    } else if (!R.Which && C->K != Construct::Plain &&
               C->K != Construct::Lanes) {
      R.K = C->K;
      R.Which = C;
    }
  }
  return R;
}

bool Finder::rolesMeet(const RegionAccess &A, const RegionAccess &B,
                       size_t From) const {
  Role OfA = role(A, From), OfB = role(B, From);
  if (OfA.Which && OfA.Which == OfB.Which)
    return false; // one thread, or iterations of one loop
  if (OfA.K == Construct::Master && OfB.K == Construct::Master)
    return false;
  // What few run is most often run by the first, which is the master.
  bool AFew = OfA.Few || OfA.K == Construct::Master;
  bool BFew = OfB.Few || OfB.K == Construct::Master;
  if (AFew && BFew)
    return false;
  // Flags may order what different threads do in different places.
  auto IsPlace = [](const Role &R) {
    return R.Few || R.K == Construct::Master || R.K == Construct::One;
  };
  return !Accesses.HasFlags || (!IsPlace(OfA) && !IsPlace(OfB));
}

bool Finder::phasesOverlap(const RegionAccess &A, const RegionAccess &B,
                           size_t Team) const {
  size_t Index = llvm::count_if(
      llvm::ArrayRef(A.Stack).take_front(Team),
      [](const Construct *C) { return C->K == Construct::Team; });
  unsigned OfA = A.Phases[Index], OfB = B.Phases[Index];
  return OfA == OfB || Accesses.Overlapping.contains({OfA, OfB}) ||
         Accesses.Overlapping.contains({OfB, OfA});
}

bool Finder::elementsMeet(const RegionAccess &A, const RegionAccess &B,
                          size_t At, llvm::ArrayRef<Induction> OfA,
                          llvm::ArrayRef<Induction> OfB, Iterations Related,
                          int64_t Distance) const {
  bool Plain = A.Indices.empty() && B.Indices.empty();
  if (!A.IndicesKnown || !B.IndicesKnown)
    return false;
  if (Plain)
    return true;
  // 'if (threads == 1) …' keeps whole loops to those who run them alone.
  if (&A != &B && role(A, At).Few != role(B, At).Few)
    return false;
  auto Own = [&](const RegionAccess &X, llvm::ArrayRef<Induction> Shared) {
    // What goes round outside has one value for both.
    llvm::SmallVector<Induction, 4> List;
    llvm::copy_if(X.Own, std::back_inserter(List),
                  [&](const Induction &I) { return I.Depth >= At; });
    for (const Construct *C : llvm::ArrayRef(X.Stack).drop_front(At))
      llvm::append_range(List, C->Inductions);
    llvm::erase_if(List, [&](const Induction &I) {
      return llvm::any_of(
          Shared, [&](const Induction &S) { return S.Variable == I.Variable; });
    });
    return List;
  };
  auto OwnA = Own(A, OfA), OwnB = Own(B, OfB);
  return mayCoincide({A.Indices, OfA, OwnA}, {B.Indices, OfB, OwnB}, Related,
                     Distance);
}

bool Finder::acrossTeam(const RegionAccess &A, const RegionAccess &B,
                        size_t At) const {
  if (!phasesOverlap(A, B, At) || !rolesMeet(A, B, At + 1))
    return false;
  Role OfA = role(A, At + 1), OfB = role(B, At + 1);
  auto Loops = [](const Role &R) {
    return R.K == Construct::Loop ? llvm::ArrayRef(R.Which->Inductions)
                                  : llvm::ArrayRef<Induction>();
  };
  // Two loops that are shared out in the same way: each thread goes on with
  // what it did itself.
  bool Alike = OfA.K == Construct::Loop && OfB.K == Construct::Loop &&
               OfA.Which->StaticSchedule && OfB.Which->StaticSchedule;
  return elementsMeet(A, B, At + 1, Loops(OfA), Loops(OfB),
                      Alike ? Iterations::DifferentNumbers : Iterations::Any);
}

bool Finder::acrossIterations(const RegionAccess &A, const RegionAccess &B,
                              size_t At, bool InTeam) const {
  const Construct &C = *A.Stack[At];
  // Iterations meet in what the threads that run them share. A function may be
  // called by a team without saying so: what is a local there is a thread's
  // own.
  const auto *V = dyn_cast<VarDecl>(A.Place.Root);
  bool Local = A.Level > 0 ||
               (V && V->hasLocalStorage() && !A.Place.goesThroughPointer());
  if (!InTeam && C.K == Construct::Loop && Local &&
      !isOpenMPTaskLoopDirective(C.Directive->getDirectiveKind()))
    return false;
  if (role(A, At + 1).Few && role(B, At + 1).Few)
    return false;
  if (C.K == Construct::Loop)
    return elementsMeet(A, B, At + 1, C.Inductions, C.Inductions,
                        Iterations::Different);
  return elementsMeet(A, B, At + 1, C.Inductions, C.Inductions,
                      Iterations::Later, C.SafeLength);
}

/// Whether whoever made \p Task waits for it before \p Until; \p Deep: for the
/// tasks that it makes as well.
bool Finder::waitsFor(const Construct &Task, unsigned Until, bool &Deep) const {
  bool Any = false;
  for (const TaskWait &W : Accesses.Waits) {
    bool Names = W.Only.empty() ||
                 llvm::any_of(W.Only, [&](const Construct::Dependence &D) {
                   return llvm::any_of(Task.Depends,
                                       [&](const Construct::Dependence &Mine) {
                                         return Mine.Item == D.Item &&
                                                (Mine.Writes || D.Writes);
                                       });
                 });
    if (W.Maker != Task.Maker || W.Time <= Task.Created || W.Time >= Until ||
        !Names)
      continue;
    Any = true;
    Deep |= W.Deep;
  }
  return Any;
}

/// Whether the task at \p TaskAt of \p A waits for the tasks in it that \p A is
/// in.
bool Finder::innerWaited(const RegionAccess &A, size_t TaskAt) const {
  bool Deep = false;
  for (size_t I = TaskAt + 1; !Deep && I < A.Stack.size(); ++I)
    if (A.Stack[I]->K == Construct::Task &&
        !waitsFor(*A.Stack[I], UINT_MAX, Deep))
      return false;
  return true;
}

/// Whether who made the task at \p TaskAt of \p A has waited for it, and for
/// the tasks in it that \p A is in, before \p Until.
bool Finder::waited(const RegionAccess &A, size_t TaskAt,
                    unsigned Until) const {
  bool Deep = false;
  return waitsFor(*A.Stack[TaskAt], Until, Deep) &&
         (Deep || innerWaited(A, TaskAt));
}

/// Whether \p Later begins only when \p Earlier is done, or neither runs while
/// the other does, by what they say to depend on.
bool Finder::dependsOn(const Construct &Later, const Construct &Earlier) const {
  auto Directly = [](const Construct &L, const Construct &E) {
    return llvm::any_of(L.Depends, [&](const Construct::Dependence &X) {
      return llvm::any_of(E.Depends, [&](const Construct::Dependence &Y) {
        return X.Item == Y.Item && (X.Writes || Y.Writes);
      });
    });
  };
  if (Directly(Later, Earlier))
    return true;
  return llvm::any_of(Accesses.Constructs, [&](const Construct &Middle) {
    return Middle.K == Construct::Task && Middle.Maker == Later.Maker &&
           Middle.Created > Earlier.Created && Middle.Created < Later.Created &&
           Directly(Later, Middle) && dependsOn(Middle, Earlier);
  });
}

bool Finder::acrossTasks(const RegionAccess &A, const RegionAccess &B,
                         size_t At) const {
  auto Next = [&](const RegionAccess &X) {
    size_t I = At;
    while (I < X.Stack.size() && X.Stack[I]->K != Construct::Task &&
           X.Stack[I]->K != Construct::Team)
      ++I;
    return I < X.Stack.size() && X.Stack[I]->K == Construct::Task
               ? std::optional(I)
               : std::nullopt;
  };
  auto TaskA = Next(A), TaskB = Next(B);
  if (!TaskA && !TaskB)
    return false;
  if (TaskA && TaskB) {
    const Construct &OfA = *A.Stack[*TaskA], &OfB = *B.Stack[*TaskB];
    bool First = OfA.Created < OfB.Created;
    if (First ? (dependsOn(OfB, OfA) && innerWaited(A, *TaskA)) ||
                    waited(A, *TaskA, OfB.Created)
              : (dependsOn(OfA, OfB) && innerWaited(B, *TaskB)) ||
                    waited(B, *TaskB, OfA.Created))
      return false;
  } else {
    const RegionAccess &In = TaskA ? A : B, &Beside = TaskA ? B : A;
    size_t Task = TaskA ? *TaskA : *TaskB;
    if (Beside.Time < In.Stack[Task]->Created || waited(In, Task, Beside.Time))
      return false;
  }
  // The loops of who makes the tasks, too.
  size_t Base = At;
  while (Base > 0 && A.Stack[Base - 1]->K != Construct::Team &&
         A.Stack[Base - 1]->K != Construct::Task)
    --Base;
  return elementsMeet(A, B, Base, {}, {}, Iterations::Any);
}

std::optional<RegionConflict> Finder::meet(const RegionAccess &A,
                                           const RegionAccess &B) const {
  if (A.Level != B.Level || A.Stack.size() < A.Level ||
      B.Stack.size() < B.Level ||
      !std::equal(A.Stack.begin(), A.Stack.begin() + A.Level, B.Stack.begin()))
    return std::nullopt;
  bool Excluded = excluded(A, B);
  auto IsOneStep = [](const RegionAccess &X) { return X.Atomic || !X.Update; };
  if (IsOneStep(A) && IsOneStep(B) && Accesses.Flushed.contains(A.Place))
    return std::nullopt;
  bool InTeam = false;
  auto Result = [&](RegionConflict::Reason Why, const Construct *C) {
    return RegionConflict{&A, &B, Why, C};
  };
  for (size_t M = A.Level;; ++M) {
    const Construct *OfA = M < A.Stack.size() ? A.Stack[M] : nullptr;
    const Construct *OfB = M < B.Stack.size() ? B.Stack[M] : nullptr;
    if (!OfA && !OfB)
      return std::nullopt;
    if (OfA != OfB) {
      if (!Excluded && acrossTasks(A, B, M))
        // Whichever way round they are asked for, it is one conflict.
        return Result(RegionConflict::Tasks,
                      !OfB || (OfA && OfA->Created < OfB->Created) ? OfA : OfB);
      return std::nullopt;
    }
    switch (OfA->K) {
    case Construct::Team:
      InTeam = true;
      if ((!Excluded || OfA->AcrossTeams) && acrossTeam(A, B, M))
        return Result(&A == &B ? RegionConflict::SameCode
                               : RegionConflict::NoBarrier,
                      OfA);
      if (OfA->AcrossTeams && !(A.Atomic && B.Atomic))
        Excluded = false;
      break;
    case Construct::Loop:
    case Construct::Lanes:
      if (!Excluded && acrossIterations(A, B, M, InTeam))
        return Result(A.Indices.empty() ? RegionConflict::SameCode
                                        : RegionConflict::Iterations,
                      OfA);
      break;
    case Construct::Task: {
      bool Ordered =
          llvm::any_of(OfA->Depends,
                       [](const Construct::Dependence &D) { return D.Writes; });
      if (!Excluded && OfA->Repeated && !Ordered &&
          elementsMeet(A, B, M + 1, OfA->Around, OfA->Around,
                       Iterations::Different))
        return Result(RegionConflict::Tasks, OfA);
      break;
    }
    default:
      break;
    }
  }
}

/// How much a conflict says: less is better.
static unsigned rank(const RegionConflict &C) {
  unsigned Rank = 4 * C.Why;
  if (!C.First->Update)
    Rank += 2;
  if (C.First->Constant && C.First->Constant == C.Second->Constant)
    Rank += 16;
  if (C.First != C.Second)
    Rank += 1;
  return Rank;
}

std::vector<RegionConflict>
racetidy::regionConflicts(const RegionAccesses &Accesses) {
  // Grouped as they are met, so that findings come in the order of the source.
  std::map<RegionPlace, size_t> Numbers;
  std::vector<std::vector<const RegionAccess *>> Groups;
  for (const RegionAccess &A : Accesses.All) {
    auto [It, New] = Numbers.try_emplace(A.Place, Groups.size());
    if (New)
      Groups.emplace_back();
    Groups[It->second].push_back(&A);
  }
  Finder Find(Accesses);
  std::vector<RegionConflict> Found;
  for (const auto &Group : Groups) {
    // The best for each construct that lets them run at once.
    std::vector<RegionConflict> Best;
    auto Try = [&](const RegionAccess &A, const RegionAccess &B) {
      auto C = Find.meet(A, B);
      if (!C)
        return;
      auto It = llvm::find_if(Best, [&](const RegionConflict &Other) {
        return Other.Around->Directive == C->Around->Directive;
      });
      if (It == Best.end())
        Best.push_back(*C);
      else if (rank(*C) < rank(*It))
        *It = *C;
    };
    for (const RegionAccess *A : Group)
      if (A->Write)
        for (const RegionAccess *B : Group)
          if (!A->Stack.empty() || !B->Stack.empty())
            Try(*A, *B);
    llvm::append_range(Found, Best);
  }
  // What is in an object goes with the object.
  auto IsPart = [&](const RegionConflict &C) {
    return llvm::any_of(Found, [&](const RegionConflict &Whole) {
      const RegionPlace &Part = C.First->Place, &All = Whole.First->Place;
      return Whole.Around->Directive == C.Around->Directive &&
             All.Root == Part.Root && All.Steps.size() < Part.Steps.size() &&
             std::equal(All.Steps.begin(), All.Steps.end(), Part.Steps.begin());
    });
  };
  std::vector<RegionConflict> Wholes;
  llvm::copy_if(Found, std::back_inserter(Wholes),
                [&](const RegionConflict &C) { return !IsPart(C); });
  return Wholes;
}
