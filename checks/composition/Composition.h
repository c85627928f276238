//===- Composition.h - summaries put together over calls ---------*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_COMPOSITION_COMPOSITION_H
#define RACETIDY_CHECKS_COMPOSITION_COMPOSITION_H

#include "checks/composition/BareCalls.h"
#include "checks/composition/LinkedFinding.h"
#include "checks/composition/Races.h"

namespace racetidy {

/// What a set of summaries tells when it is put together. The set must be
/// sorted and outlive the composition.
///
/// The stages, each on those before it: the call graph; locks by what their
/// functions do, callees first; the ways in which every function runs, from the
/// roots down; accesses by location, with their guards; what is wrong with a
/// location. One unit alone or a whole program: the stages are the same.
class Composition {
public:
  Composition(const SummarySet &Set, CompositionOptions Options)
      : Set(Set), Options(Options), Calls(Set), Locks(Set, Calls),
        Ways(Set, Calls, Locks, Paths, Options),
        Where(Set, Calls, Locks, Ways, Paths),
        Judge(Set, Calls, Ways, Where, Paths),
        Bare(BareCallFinder(Set, Calls, Locks, Ways, Where, Paths).run()),
        Found(RaceFinder(Set, Calls, Ways, Where, Judge).run()) {}
  Composition(const Composition &) = delete;
  Composition &operator=(const Composition &) = delete;

  const SummarySet &summaries() const { return Set; }
  const CallGraph &calls() const { return Calls; }
  const LockTable &locks() const { return Locks; }
  const Contexts &contexts() const { return Ways; }
  const Locations &locations() const { return Where; }
  const OverlapJudge &overlaps() const { return Judge; }
  llvm::ArrayRef<BareCall> bareCalls() const { return Bare; }
  llvm::ArrayRef<Race> races() const { return Found; }
  PathTable &paths() const { return Paths; }
  /// Whether all that can name something of external linkage is in sight.
  bool isWhole() const { return Options.Whole; }

  /// Calls and ways that met a budget.
  unsigned cut() const { return Calls.cut() + Ways.cut(); }

private:
  const SummarySet &Set;
  const CompositionOptions Options;
  mutable PathTable Paths;
  const CallGraph Calls;
  const LockTable Locks;
  const Contexts Ways;
  const Locations Where;
  const OverlapJudge Judge;
  const std::vector<BareCall> Bare;
  const std::vector<Race> Found;
};

} // namespace racetidy

#endif // RACETIDY_CHECKS_COMPOSITION_COMPOSITION_H
