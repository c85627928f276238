//===- BareAccesses.cpp - accesses without the lock that guards them ------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The half of RaceFinder that knows guards.
///
//===----------------------------------------------------------------------===//
#include "checks/composition/Races.h"

#include "llvm/ADT/STLExtras.h"

#include <map>
#include <tuple>

using namespace racetidy;

/// Whether a location inside that of \p I, on the way to what is accessed, has
/// a guard and tells of the access itself.
bool RaceFinder::isToldWithin(const Instance &I) const {
  SummaryPath Path = Where.access(I).Path;
  for (unsigned Left = I.Within; Left > 0 && !Path.Steps.empty(); --Left) {
    const Location *L = Where.find(entityOf(Path));
    if (L && L->Guard)
      return true;
    Path.Steps.pop_back();
  }
  return false;
}

/// Whether several functions use the very field of \p I, and none of them under
/// \p Lock: 'stats.reserved' is set while the program starts, though the rest
/// of 'stats' is guarded.
bool RaceFinder::isExempt(const Instance &I, Symbol Lock) const {
  const Location *Own = Where.find(entityOf(Where.access(I).Path));
  if (!Own)
    return false;
  std::set<FunctionId> Users;
  for (const Instance &J : Own->Instances) {
    if (J.Within || !counts(J))
      continue;
    if (Where.holding(J, Lock) != Holding::Bare)
      return false;
    Users.insert(J.Function);
  }
  return Users.size() > 1;
}

/// Whether location and guard are fields of one class.
bool RaceFinder::isSibling(const Location &L) const {
  return Where.areSiblings(Set.entity(L.Entity), Set.entity(L.Guard->Lock));
}

/// Whether a lock that \p At holds is held by \p Least other functions at \p L.
bool RaceFinder::hasSecondGuard(const Location &L, const Instance &At,
                                unsigned Least) const {
  return llvm::any_of(Where.held(At).Must, [&](const LockTerm &T) {
    std::set<FunctionId> Others;
    for (const Instance &I : L.Instances)
      if (counts(I) && I.Function != At.Function &&
          HeldLocks::holds(Where.held(I).Must, T.Entity))
        Others.insert(I.Function);
    return Others.size() >= Least;
  });
}

/// Whether the place of \p At is reached under other locks as well: then
/// several protocols serve it, of which one may need no lock.
bool RaceFinder::hasOtherProtocol(const Location &L, const Instance &At) const {
  return llvm::any_of(L.Instances, [&](const Instance &I) {
    return I.Function == At.Function && I.Access == At.Access &&
           I.In != At.In && !Where.held(I).Must.empty() &&
           Where.holding(I, L.Guard->Lock) != Holding::Held &&
           hasSecondGuard(L, I, 2);
  });
}

/// Whether a lock that \p At holds keeps out all that it could meet: who writes
/// takes two locks, and who reads either of them.
bool RaceFinder::isGuardedElse(const Location &L, const Instance &At) const {
  bool Write = writes(Where.access(At).Kind);
  return llvm::any_of(Where.held(At).Must, [&](const LockTerm &T) {
    return llvm::all_of(L.Instances, [&](const Instance &I) {
      const HeldLocks &H = Where.held(I);
      return !counts(I) || I.Function == At.Function ||
             !(Write || writes(Where.access(I).Kind)) || H.Unnamed ||
             H.mayHold(T.Entity);
    });
  });
}

/// Whether nobody calls \p F though the whole program is there: what only looks
/// at something there looks at nothing, until somebody does.
bool RaceFinder::isUnused(FunctionId F) const {
  const FunctionSummary &Function = Set.functions()[F];
  return Ways.hasMain() && Calls.callers(F).empty() && !Function.Main &&
         !Function.Virtual && !Function.AddressTaken &&
         Function.Overrides.empty() &&
         llvm::none_of(Ways.of(F), [&](ContextId C) { return Ways[C].Open; });
}

void RaceFinder::bare(const Location &L) {
  if (!L.Guard)
    return;
  const Guard &G = *L.Guard;
  // The worst access of each function that has to take the lock.
  struct Choice {
    const Instance *At = nullptr;
    bool SetUp = false, Writes = false, Held = false, Other = false;
  };
  std::map<FunctionId, Choice> Functions;
  const Instance *Example = nullptr;
  // What a pointer points to is changed, and the pointer stays.
  bool Stays = llvm::none_of(L.Instances, [&](const Instance &I) {
    return writes(Where.access(I).Kind) && !I.Owned;
  });
  for (const Instance &I :
       llvm::concat<const Instance>(L.Instances, L.ByCalls)) {
    if (!counts(I) || (Stays && !I.ByCall) ||
        (I.Within && (isToldWithin(I) || isExempt(I, G.Lock))))
      continue;
    Holding H = Where.holding(I, G.Lock);
    bool Write = writes(Where.access(I).Kind);
    Choice &C = Functions[Where.responsible(I, G.Lock)];
    if (H == Holding::Held) {
      C.Held |= Write;
      if (!Example || (Write && !writes(Where.access(*Example).Kind)))
        Example = &I;
    }
    if ((H != Holding::Bare && H != Holding::Other) || isAlone(L, I))
      continue;
    // Where it holds no other lock there is no excuse.
    bool Other = !Where.held(I).Must.empty(), SetUp = Ways[I.In].SetUp;
    if (!C.At || std::tuple(!SetUp, Write, !Other) >
                     std::tuple(!C.SetUp, C.Writes, !C.Other)) {
      C.At = &I;
      C.SetUp = SetUp;
      C.Writes = Write;
      C.Other = Other;
    }
  }
  if (!Example && G.Why != Guard::Declared)
    return;
  for (const auto &[F, C] : Functions) {
    if (!C.At || isTold(C.At->Function))
      continue;
    const SummaryAccess &A = Where.access(*C.At);
    // A tested value that is looked at again under the lock, or a thread that
    // alone writes and reads what it wrote.
    Confidence Level = G.Level;
    if (Where.holding(*C.At, G.Lock) == Holding::Other)
      Level = std::min(Level, Confidence::Medium);
    if (!C.Writes && (C.Held || isUnused(C.At->Function)))
      Level = Confidence::Low;
    else if (!C.Writes && !A.MultiWord && G.Why != Guard::Declared)
      Level = less(Level);
    if (Where.isSetUp(L, *C.At))
      Level = Confidence::Low;
    // Another lock that it holds may do as well; hardly so where the guard
    // stands beside the location and was seen to be one.
    if (G.Why != Guard::Declared && !Where.held(*C.At).Must.empty())
      Level = isGuardedElse(L, *C.At) ? Confidence::Low
              : G.Why == Guard::Inferred && isSibling(L) &&
                      !hasSecondGuard(L, *C.At, 2)
                  ? Level
                  : less(less(Level));
    if (G.Why != Guard::Declared && hasOtherProtocol(L, *C.At))
      Level = Confidence::Low;
    Race R;
    R.Kind = RaceKind::Bare;
    R.Where = &L;
    R.At = *C.At;
    if (Example)
      R.Other = *Example;
    R.Level = Level;
    switch (G.Why) {
    case Guard::Declared:
      R.Evidence =
          name(L.Entity) + " is declared to be guarded by " + name(G.Lock);
      break;
    case Guard::Comment:
      R.Evidence = "a comment says that " + name(L.Entity) + " is guarded by " +
                   name(G.Lock);
      break;
    case Guard::Named:
      R.Evidence = name(G.Lock) + " is named after " + name(L.Entity) +
                   " and held where that is written elsewhere";
      break;
    case Guard::OnlyLock:
      R.Evidence = name(G.Lock) +
                   " is the only lock of the class and held "
                   "where " +
                   name(L.Entity) + " is written elsewhere";
      break;
    case Guard::Inferred:
      R.Evidence = name(G.Lock) + " is held in " + std::to_string(G.HeldIn) +
                   " of " + std::to_string(G.HeldIn + G.BareIn) +
                   " functions that use " + name(L.Entity);
      break;
    }
    add(std::move(R));
  }
}
