//===- Locations.h - what is accessed, by whom, under which locks -*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_COMPOSITION_LOCATIONS_H
#define RACETIDY_CHECKS_COMPOSITION_LOCATIONS_H

#include "checks/composition/ChangesByCall.h"
#include "checks/composition/Contexts.h"

#include "llvm/ADT/DenseSet.h"

#include "checks/model/Evidence.h"
#include <set>

namespace racetidy {

/// One access in one of the ways in which its function runs.
struct Instance {
  FunctionId Function = 0;
  /// Its number in the function, or among what its calls change.
  uint32_t Access = 0;
  bool ByCall = false;
  ContextId In = 0;
  /// In terms of the function that the thread began with.
  PathId Path = 0;
  /// The object is nobody else's: fresh, or under construction.
  bool Owned = false;
  /// Of Locations::held().
  uint32_t Held = 0;
  /// Steps at the end of the access's path that lead on from this location:
  /// what touches 'stats_.hits' touches 'stats_' too. 0: its own location.
  uint8_t Within = 0;
};

/// A lock that is believed to guard a location, and why.
struct Guard {
  enum Source : uint8_t {
    /// By an attribute.
    Declared,
    /// Held in nearly all functions that touch it.
    Inferred,
    /// The only lock of its class, held where it is written.
    OnlyLock,
    /// Named after it, and held where it is written: 'queue' and 'queue_mutex'.
    Named,
    /// A comment beside it says so.
    Comment,
  } Why = Inferred;
  /// The lock's entity.
  Symbol Lock = 0;
  /// Functions that hold it at all their accesses; functions that don't hold it
  /// at some.
  unsigned HeldIn = 0, BareIn = 0;
  /// The same by accesses, each place once.
  unsigned Held = 0, Bare = 0;
  /// The lower Wilson bound (z = 1.64) of Held out of all.
  double Bound = 0;
  Confidence Level = Confidence::Medium;
};

/// A field, global or captured variable, and everything done to it.
struct Location {
  Symbol Entity = 0;
  std::vector<Instance> Instances;
  /// Changes that are made by calls. They tell which lock is held for it, and
  /// who forgot that; what races with what, the accesses in the callees tell.
  std::vector<Instance> ByCalls;
  std::optional<racetidy::Guard> Guard;
};

/// Whether a lock is held at an access. Other: that of another object is, as
/// far as the function itself can tell.
enum class Holding : uint8_t { Held, Bare, Other, Unclear };

/// The accesses of a set by location. Only what is written outside of
/// constructors is kept: the rest is nobody's race.
class Locations {
public:
  Locations(const SummarySet &Set, const CallGraph &Calls,
            const LockTable &Locks, const Contexts &Ways, PathTable &Paths);

  llvm::ArrayRef<Location> all() const { return All; }
  const Location *find(Symbol Entity) const;

  const SummaryAccess &access(const Instance &I) const {
    return I.ByCall ? Changes.of(I.Function)[I.Access]
                    : Set.functions()[I.Function].Accesses[I.Access];
  }
  const HeldLocks &held(const Instance &I) const { return Held[I.Held]; }
  Holding holding(const Instance &I, Symbol Lock) const;
  /// Whether one of the locks in \p H may be \p Lock by another name: one of
  /// the two is a pointer to a lock.
  bool mayAlias(const HeldLocks &H, Symbol Lock) const;
  /// Whether \p I is the main thread's, and none of the threads that touch \p L
  /// runs then: not started yet, or joined.
  bool isAlone(const Location &L, const Instance &I) const;
  /// Whether the function waited for threads before \p I, or starts after it
  /// what touches \p L: then it sets up, or clears away.
  bool isSetUp(const Location &L, const Instance &I) const;
  FunctionId responsible(const Instance &I, Symbol Lock) const;
  /// Whether \p Class is \p Base or derives from it.
  bool derives(Symbol Class, Symbol Base) const;
  /// Whether every object that has the field has the lock as well: they are of
  /// one class, or the lock of its base.
  bool areSiblings(const EntitySummary *Field, const EntitySummary *Lock) const;

private:
  void collect(const LockTable &Locks);
  void add(const Instance &New, Symbol Entity);
  void addEnclosing(Instance I);
  void dropFollowed(Location &L) const;
  void noteLocks();
  void noteFixed(const EntitySummary &Field, FunctionId F, const HeldLocks &At);
  double baseRate(Symbol Class, Symbol Lock) const;
  /// A class has more bases than this only in generated code.
  static constexpr size_t MaxBases = 16;
  llvm::SmallVector<const ClassSummary *, 4>
  withBases(const ClassSummary &Class) const;
  bool isNamedAfter(Symbol Lock, const EntitySummary &Location) const;
  bool isOnlyLock(const ClassSummary &Class, Symbol Lock) const;
  void inferGuard(Location &L) const;
  bool isData(Symbol Entity) const;
  bool takes(FunctionId F, Symbol Lock) const;
  bool isStriped(const Location &L, Symbol Lock) const;
  bool sameObject(const LockTerm &T, const Instance &I) const;
  SummaryPath ownPath(const Instance &I) const;

  const SummarySet &Set;
  const CallGraph &Calls;
  const Contexts &Ways;
  PathTable &Paths;
  const ChangesByCall Changes;
  std::vector<Location> All;
  llvm::DenseMap<Symbol, uint32_t> At;
  std::vector<HeldLocks> Held;
  /// Of a class: in which functions which fields are used that nobody changes,
  /// and under which locks.
  struct Uses {
    std::set<std::pair<Symbol, FunctionId>> All;
    llvm::DenseMap<Symbol, std::set<std::pair<Symbol, FunctionId>>> Held;
  };
  llvm::DenseMap<Symbol, Uses> FixedUses;
  /// Locks that are held somewhere, for sure.
  llvm::DenseSet<Symbol> Used;
  /// Fields and variables that point to locks.
  llvm::DenseSet<Symbol> ByPointer;
};

/// The lower end of Wilson's interval for \p Yes of \p All, one-sided 95 %
/// (Wilson, JASA 1927): what few cases prove is less than their share.
double wilsonBound(unsigned Yes, unsigned All);

/// Whether an access of this kind changes its location.
bool writes(AccessKind K);

} // namespace racetidy

#endif // RACETIDY_CHECKS_COMPOSITION_LOCATIONS_H
