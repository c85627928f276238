//===- Overlap.cpp - what may happen at the same time ---------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/composition/Overlap.h"

#include "llvm/ADT/STLExtras.h"

using namespace racetidy;

static bool hasElement(const SummaryPath &Path) {
  return llvm::any_of(Path.Steps, [](const SummaryStep &S) {
    return S.K == SummaryStep::Element;
  });
}

/// Whether the path names one object for everybody.
static bool isExact(const SummaryPath &Path) {
  return Path.Root == SummaryRoot::Global || Path.Root == SummaryRoot::Local ||
         (Path.Root == SummaryRoot::This && Path.Name);
}

/// \p Part lies inside of \p Whole: a pointer is one location, and what it
/// points to another.
static bool contains(const SummaryPath &Whole, const SummaryPath &Part) {
  return isPrefix(Whole, Part) &&
         llvm::none_of(
             llvm::drop_begin(Part.Steps, Whole.Steps.size()),
             [](const SummaryStep &S) { return S.K == SummaryStep::Deref; });
}

/// Whether \p A writes a whole array or container of which \p B is an element.
bool OverlapJudge::writesAll(const Instance &A, const SummaryPath &P,
                             const SummaryPath &Q) const {
  return !A.Within && writes(Where.access(A).Kind) && !hasElement(P) &&
         contains(P, Q);
}

/// Whether both are one element by the same constants. An element that the
/// callers chose says nothing: it is another one each time.
bool OverlapJudge::sameElement(const Instance &A, const SummaryPath &P,
                               const Instance &B, const SummaryPath &Q) const {
  auto IsChosenHere = [&](const Instance &I, const SummaryPath &Path) {
    auto Elements = [](const SummaryPath &In) {
      return llvm::count_if(In.Steps, [](const SummaryStep &S) {
        return S.K == SummaryStep::Element;
      });
    };
    return !I.Within && Elements(Path) == Elements(Where.access(I).Path);
  };
  Symbol Index = Where.access(A).Index;
  return Index && Index == Where.access(B).Index && P == Q &&
         IsChosenHere(A, P) && IsChosenHere(B, Q);
}

bool OverlapJudge::sameLocation(const Instance &A, const Instance &B) const {
  return sameLocation(A, Paths[A.Path], B, Paths[B.Path]);
}

bool OverlapJudge::sameLocation(const Instance &A, const SummaryPath &P,
                                const Instance &B, const SummaryPath &Q) const {
  if (!isExact(P) || !isExact(Q) || !sameRoot(P, Q))
    return false;
  // Elements by different numbers are different locations, and which number it
  // is the path does not tell: one slot a thread is the most common use.
  if (hasElement(P) || hasElement(Q))
    return (sameElement(A, P, B, Q) || writesAll(A, P, Q) ||
            writesAll(B, Q, P)) &&
           (P.Root != SummaryRoot::Local || sameActivation(P, A, B));
  if (P.Root == SummaryRoot::Local && !sameActivation(P, A, B))
    return false;
  return contains(P, Q) || contains(Q, P);
}

/// The way in which \p F runs around \p Id; NoContext if it does not.
ContextId OverlapJudge::activation(ContextId Id, FunctionId F) const {
  for (unsigned Depth = 0; Id != NoContext && Depth < 64; ++Depth) {
    if (Ways[Id].Function == F)
      return Id;
    Id = Ways[Id].Caller;
  }
  return NoContext;
}

/// Whether a local is one variable for both accesses: that of one activation of
/// its function, which has given it to what it started.
bool OverlapJudge::sameActivation(const SummaryPath &Path, const Instance &A,
                                  const Instance &B) const {
  if (isOwnObject(Path))
    return false;
  const EntitySummary *E = Path.Name ? Set.entity(Path.Name) : nullptr;
  auto F = !Path.Name ? std::optional<FunctionId>(takesObject(Path))
           : E        ? Calls.find(E->Parent)
                      : std::nullopt;
  if (!F)
    return true;
  OriginId P = Ways[A.In].Origin, Q = Ways[B.In].Origin;
  ContextId Ours = activation(A.In, *F), Theirs = activation(B.In, *F);
  if (Ours == NoContext || Theirs == NoContext)
    return true;
  // Round a loop each execution has its own.
  if (P == Q)
    return !(E && E->PerIteration) && Ways[Ours].Origin != P;
  return Ours == Theirs;
}

bool OverlapJudge::commonLock(const Instance &A, const Instance &B) const {
  const HeldLocks &H = Where.held(A), &K = Where.held(B);
  if (H.Unnamed || K.Unnamed)
    return true;
  auto Differ = [&](const LockTerm &S, const LockTerm &T) {
    // 'a.m' and 'b.m' are two locks, if both are known to be just that.
    const SummaryPath &P = Paths[S.Absolute], &Q = Paths[T.Absolute];
    return isExact(P) && isExact(Q) && P.Root != SummaryRoot::This &&
           Q.Root != SummaryRoot::This && !(P == Q);
  };
  auto Meet = [&](const std::vector<LockTerm> &Ours,
                  const std::vector<LockTerm> &Theirs) {
    return llvm::any_of(Ours, [&](const LockTerm &S) {
      return llvm::any_of(Theirs, [&](const LockTerm &T) {
        return S.Entity == T.Entity && !Differ(S, T);
      });
    });
  };
  // Two readers of a shared lock don't keep each other out.
  return Meet(H.May, K.May) || Meet(H.May, K.MayShared) ||
         Meet(H.MayShared, K.May);
}

bool OverlapJudge::ordered(const Instance &A, const Instance &B) const {
  auto Hands = [&](const Instance &From, const Instance &To) {
    return llvm::any_of(Where.access(From).Releases, [&](Symbol Atomic) {
      return llvm::is_contained(Where.access(To).Acquires, Atomic);
    });
  };
  return Hands(A, B) || Hands(B, A);
}

bool OverlapJudge::isExcluded(SpawnId S, const Instance &At) const {
  return Ways.excluded(Ways[At.In], Where.access(At).Events).test(S);
}

bool OverlapJudge::chainHas(ContextId Id, FunctionId F) const {
  for (unsigned Depth = 0; Id != NoContext && Depth < 64; ++Depth) {
    if (Ways[Id].Function == F)
      return true;
    Id = Ways[Id].Caller;
  }
  return false;
}

/// A handler interrupts, it does not overlap; callbacks of a loop run on the
/// loop's thread, which may be the one that registers them.
bool OverlapJudge::overlaps(SpawnId S) const {
  SpawnKind Kind = Calls.starts()[S].Spawn->Kind;
  return Kind != SpawnKind::Signal && Kind != SpawnKind::Callback;
}

/// Both run in the origin \p S.
Overlap OverlapJudge::withItself(SpawnId S, const Instance &I,
                                 const Instance &J) const {
  if (!overlaps(S))
    return Overlap::Never;
  const SummaryPath &Path = Paths[I.Path];
  if (Ways.isMultiple(S))
    return isExact(Path) ? Overlap::Yes : Overlap::Never;
  // Started anew by every call of its starter: what belongs to one object, or
  // to one activation, is another one's each time.
  // Of a thread that runs what it is given each time, one that was given once
  // is alone.
  FunctionId Given = Ways[I.In].PutOnce;
  if (Given && Given == Ways[J.In].PutOnce)
    return Overlap::Never;
  if (Ways.startsAgain(S) && Path.Root == SummaryRoot::Global &&
      Ways.outlives(S))
    return Overlap::Perhaps;
  return Overlap::Never;
}

/// \p I does not run in the origin \p S.
Overlap OverlapJudge::withSpawn(const Instance &I, SpawnId S) const {
  if (!overlaps(S) || isExcluded(S, I))
    return Overlap::Never;
  // What ends before its starter does overlaps only with what the starter does
  // meanwhile.
  bool Within = chainHas(I.In, Calls.starts()[S].In);
  if (!Within && !Ways.outlives(S))
    return Overlap::Never;
  return Ways[I.In].Origin == Callers && !Within ? Overlap::Perhaps
                                                 : Overlap::Yes;
}

/// \p A runs in the origin \p S, \p B in \p T.
Overlap OverlapJudge::betweenSpawns(const Instance &A, SpawnId S,
                                    const Instance &B, SpawnId T) const {
  if (!overlaps(S) || !overlaps(T) || !Ways.isStarted(S) ||
      !Ways.isStarted(T) || isExcluded(T, A) || isExcluded(S, B))
    return Overlap::Never;
  // One may be running when the other begins; what ends before its starter does
  // can be so only for what begins meanwhile.
  auto RunsAtStart = [&](SpawnId One, SpawnId Other, const Instance &OfOther) {
    return !Ways.excludedAtStart(Other).test(One) &&
           (Ways.outlives(One) || chainHas(OfOther.In, Calls.starts()[One].In));
  };
  return RunsAtStart(S, T, B) || RunsAtStart(T, S, A) ? Overlap::Yes
                                                      : Overlap::Never;
}

Overlap OverlapJudge::overlap(const Instance &A, const Instance &B) const {
  OriginId P = Ways[A.In].Origin, Q = Ways[B.In].Origin;
  if (P == Q)
    return P < FirstSpawn ? Overlap::Never : withItself(P - FirstSpawn, A, B);
  if (P >= FirstSpawn && Q >= FirstSpawn)
    return betweenSpawns(A, P - FirstSpawn, B, Q - FirstSpawn);
  if (P >= FirstSpawn)
    return withSpawn(B, P - FirstSpawn);
  if (Q >= FirstSpawn)
    return withSpawn(A, Q - FirstSpawn);
  return Overlap::Never;
}

Overlap OverlapJudge::conflict(const Instance &A, const Instance &B) const {
  const SummaryAccess &X = Where.access(A), &Y = Where.access(B);
  if (A.Owned || B.Owned || (!writes(X.Kind) && !writes(Y.Kind)) ||
      (isAtomic(X.Kind) && isAtomic(Y.Kind)) || !sameLocation(A, B))
    return Overlap::Never;
  Overlap O = overlap(A, B);
  if (O == Overlap::Never || commonLock(A, B) || ordered(A, B))
    return Overlap::Never;
  return O;
}

Overlap OverlapJudge::clobber(const Instance &A, const Instance &B) const {
  SummaryPath P = Paths[A.Path], Q = Paths[B.Path];
  if (A.Owned || B.Owned || P.Steps.empty() || Q.Steps.empty() ||
      !writes(Where.access(A).Kind) || !writes(Where.access(B).Kind))
    return Overlap::Never;
  P.Steps.pop_back();
  Q.Steps.pop_back();
  if (P.Steps.size() != Q.Steps.size() || !sameLocation(A, P, B, Q) ||
      commonLock(A, B) || ordered(A, B))
    return Overlap::Never;
  return overlap(A, B);
}

Overlap OverlapJudge::losesUpdate(const Instance &A, const Instance &B) const {
  if (A.Owned || B.Owned || !writes(Where.access(A).Kind) ||
      !writes(Where.access(B).Kind) || !sameLocation(A, B) || commonLock(A, B))
    return Overlap::Never;
  return overlap(A, B);
}

bool OverlapJudge::interrupts(const Instance &A, const Instance &B) const {
  OriginId P = Ways[A.In].Origin;
  if (P < FirstSpawn || P == Ways[B.In].Origin || A.Owned || B.Owned)
    return false;
  SpawnId S = P - FirstSpawn;
  const SummaryAccess &X = Where.access(A), &Y = Where.access(B);
  // Installed in several places, it still does not interrupt itself.
  if (OriginId Q = Ways[B.In].Origin;
      Q >= FirstSpawn && Calls.starts()[Q - FirstSpawn].Spawn->Entry ==
                             Calls.starts()[S].Spawn->Entry)
    return false;
  return Calls.starts()[S].Spawn->Kind == SpawnKind::Signal &&
         (writes(X.Kind) || writes(Y.Kind)) && !isExcluded(S, B) &&
         (Ways.outlives(S) || chainHas(B.In, Calls.starts()[S].In)) &&
         sameLocation(A, B);
}

bool OverlapJudge::isAlone(const Instance &I) const {
  const Context &C = Ways[I.In];
  if (C.Origin != MainThread || Calls.starts().empty())
    return false;
  llvm::BitVector Excluded = Ways.excluded(C, Where.access(I).Events);
  for (SpawnId S = 0; S < Calls.starts().size(); ++S)
    // A handler that does not touch the location meets nobody there.
    if (Calls.starts()[S].Spawn->Kind != SpawnKind::Signal &&
        Ways.isStarted(S) && !Excluded.test(S) &&
        (Ways.outlives(S) || chainHas(I.In, Calls.starts()[S].In)))
      return false;
  return true;
}

bool OverlapJudge::isOfStarter(const Instance &I, SpawnId S) const {
  OriginId O = Ways[I.In].Origin;
  return O != FirstSpawn + S && chainHas(I.In, Calls.starts()[S].In);
}
