//===- Overlap.h - what may happen at the same time --------------*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_COMPOSITION_OVERLAP_H
#define RACETIDY_CHECKS_COMPOSITION_OVERLAP_H

#include "checks/composition/Locations.h"

namespace racetidy {

/// How sure it is that two accesses may happen at the same time.
enum class Overlap : uint8_t {
  Never,
  /// If the function that starts the thread runs more than once, or if somebody
  /// calls in from outside while the thread runs.
  Perhaps,
  /// Both are seen to.
  Yes,
};

/// Answers whether two accesses may happen at the same time, on the same
/// object, with nothing between them. Each excuse is a test of its own; all
/// have to fail. After goblint's conjunction of digests (Schwarz et al., SAS
/// 2021).
class OverlapJudge {
public:
  OverlapJudge(const SummarySet &Set, const CallGraph &Calls,
               const Contexts &Ways, const Locations &Where,
               const PathTable &Paths)
      : Set(Set), Calls(Calls), Ways(Ways), Where(Where), Paths(Paths) {}

  /// Whether \p A and \p B conflict: they may overlap, touch the same location,
  /// one writes, no lock is common to both, and nothing orders them.
  Overlap conflict(const Instance &A, const Instance &B) const;
  /// Whether the update of an atomic that \p A ends may lose what \p B writes
  /// to the same: what they publish does not put one after the other.
  Overlap losesUpdate(const Instance &A, const Instance &B) const;
  /// Whether both write a field of its own, \p A and \p B, in one word of one
  /// object: each write reads the whole word, and writes back what it read.
  Overlap clobber(const Instance &A, const Instance &B) const;
  /// Whether they may happen at the same time.
  Overlap overlap(const Instance &A, const Instance &B) const;
  /// Whether \p A runs in a signal handler that may come in the middle of
  /// \p B, on the same location, one of the two writing. Locks keep no handler
  /// away.
  bool interrupts(const Instance &A, const Instance &B) const;
  /// Whether nothing else runs at \p I: before the first start, or after the
  /// last join, in the main thread. Signal handlers don't count.
  bool isAlone(const Instance &I) const;
  /// Whether \p I is an access of the function that starts \p S, in the same
  /// activation.
  bool isOfStarter(const Instance &I, SpawnId S) const;

private:
  bool writesAll(const Instance &A, const SummaryPath &P,
                 const SummaryPath &Q) const;
  bool sameElement(const Instance &A, const SummaryPath &P, const Instance &B,
                   const SummaryPath &Q) const;
  bool sameLocation(const Instance &A, const Instance &B) const;
  bool sameLocation(const Instance &A, const SummaryPath &P, const Instance &B,
                    const SummaryPath &Q) const;
  bool commonLock(const Instance &A, const Instance &B) const;
  bool ordered(const Instance &A, const Instance &B) const;
  bool isExcluded(SpawnId S, const Instance &At) const;
  bool chainHas(ContextId Id, FunctionId F) const;
  ContextId activation(ContextId Id, FunctionId F) const;
  bool sameActivation(const SummaryPath &Path, const Instance &A,
                      const Instance &B) const;
  Overlap withItself(SpawnId S, const Instance &I, const Instance &J) const;
  Overlap withSpawn(const Instance &I, SpawnId S) const;
  Overlap betweenSpawns(const Instance &A, SpawnId S, const Instance &B,
                        SpawnId T) const;
  bool overlaps(SpawnId S) const;

  const SummarySet &Set;
  const CallGraph &Calls;
  const Contexts &Ways;
  const Locations &Where;
  const PathTable &Paths;
};

} // namespace racetidy

#endif // RACETIDY_CHECKS_COMPOSITION_OVERLAP_H
