//===- Races.h - what is wrong with a location -------------------*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_COMPOSITION_RACES_H
#define RACETIDY_CHECKS_COMPOSITION_RACES_H

#include "checks/composition/Overlap.h"

#include <set>

namespace racetidy {

enum class RaceKind : uint8_t {
  /// Something is made when it is first needed, with no lock.
  LazyInit,
  /// The location has a guard, and this access does not hold it.
  Bare,
  /// Two accesses each hold a lock, but not the same one.
  DifferentLocks,
  /// A read-modify-write of one step in the source overlaps with another.
  UnguardedUpdate,
  /// The function that starts something touches what that writes, or the other
  /// way round, before it waited.
  BeforeAwait,
  /// Any other two accesses that overlap.
  Conflict,
};

/// One defect of one location in one function.
struct Race {
  RaceKind Kind = RaceKind::Conflict;
  const Location *Where = nullptr;
  Instance At;
  /// What it meets: the other access, or, for Bare, one that holds the guard.
  std::optional<Instance> Other;
  /// For BeforeAwait: what was started.
  SpawnId Start = 0;
  Confidence Level = Confidence::High;
  /// Why the location is believed to be shared.
  std::string Evidence;
};

/// Finds what is wrong with each location. One defect is one race, under the
/// most specific kind; in the order of the sites.
class RaceFinder {
public:
  RaceFinder(const SummarySet &Set, const CallGraph &Calls,
             const Contexts &Ways, const Locations &Where,
             const OverlapJudge &Judge);

  std::vector<Race> run();

private:
  /// Past this many accesses of one location pairs are not all looked at.
  static constexpr size_t MaxPaired = 400;
  /// Up to this many calls from its thread's beginning an access is believed to
  /// be reached.
  static constexpr unsigned SureDepth = 2;

  void lazyInit(const Location &L);
  void bare(const Location &L);
  void conflicts(const Location &L);
  void conflict(const Location &L, const Instance &A, const Instance &B,
                Overlap How, bool ByStarters);
  Confidence levelOf(const Location &L, const Instance &A, const Instance &B,
                     Overlap How) const;
  bool isAlone(const Location &L, const Instance &I) const;
  bool ofOneClass(const Instance &A, const Instance &B) const;
  std::optional<SpawnId> startedBetween(const Instance &A,
                                        const Instance &B) const;
  bool counts(const Instance &I) const;
  bool isToldWithin(const Instance &I) const;
  bool isExempt(const Instance &I, Symbol Lock) const;
  bool closed(const Race &R) const;
  bool isSibling(const Location &L) const;
  bool isUnused(FunctionId F) const;
  bool hasSecondGuard(const Location &L, const Instance &At,
                      unsigned Least) const;
  bool hasOtherProtocol(const Location &L, const Instance &At) const;
  bool isGuardedElse(const Location &L, const Instance &At) const;
  bool forgets(const Location &L, const Instance &A, const Instance &B) const;
  bool isTold(FunctionId F) const { return Told.count(F) != 0; }
  void add(Race R);
  std::string name(Symbol Entity) const;

  const SummarySet &Set;
  const CallGraph &Calls;
  const Contexts &Ways;
  const Locations &Where;
  const OverlapJudge &Judge;
  /// Files that use locks, atomics or threads.
  std::set<Symbol> Concurrent;
  std::vector<Race> Races;
  /// Of the location at hand: functions of which something was told.
  std::set<FunctionId> Told;
};

} // namespace racetidy

#endif // RACETIDY_CHECKS_COMPOSITION_RACES_H
