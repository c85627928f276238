//===- ParallelRegions.h - what the threads of OpenMP do at once -*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// OpenMP's regions say themselves who runs them and where they wait, so that
/// their races are told from the syntax: which object a name stands for in each
/// construct, and which two places are run at once. LLOV (Bora et al., 2020)
/// and OMPRacer (Swain et al., SC 2020) compare phases between barriers in the
/// same way, on the compiler's intermediate code.
///
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_ANALYSIS_PARALLELREGIONS_H
#define RACETIDY_CHECKS_ANALYSIS_PARALLELREGIONS_H

#include "checks/analysis/DataSharing.h"
#include "checks/analysis/IndexForms.h"
#include "checks/analysis/RuleIndex.h"

#include "clang/AST/StmtOpenMP.h"

#include <deque>
#include <set>
#include <string>
#include <vector>

namespace racetidy {

/// One construct that an access stands in, as often as it is met: a function
/// that is called twice has it twice.
struct Construct {
  enum Kind {
    /// Each thread of a team runs it: 'parallel', 'teams'.
    Team,
    /// The threads share out its iterations: 'for', 'distribute', 'taskloop'.
    Loop,
    /// Iterations run in the lanes of one thread: 'simd'.
    Lanes,
    /// One thread, nobody knows which: 'single', one 'section'.
    One,
    /// Always the same thread: 'master', 'masked'.
    Master,
    /// A branch that is taken by few: what the threads differ in has a value.
    Narrowed,
    /// A task, run by anyone from here to the next wait.
    Task,
    /// Changes only what names stand for.
    Plain,
  } K = Plain;
  const clang::OMPExecutableDirective *Directive = nullptr;
  DataSharing Names;
  /// Loops and lanes: what they count with, outermost first.
  llvm::SmallVector<Induction, 1> Inductions;
  bool StaticSchedule = false;
  /// Lanes: iterations this far apart never run together.
  int64_t SafeLength = INT64_MAX;
  /// Threads of different teams: a 'critical' doesn't hold between them.
  bool AcrossTeams = false;
  /// The function around had a team's construct around it.
  bool InTeam = false;

  // Of tasks.
  /// When the task was made, and where its maker began to loop, if it does.
  unsigned Created = 0;
  /// Made again in a loop that does not wait.
  bool Repeated = false;
  /// The loops between its maker and itself.
  llvm::SmallVector<Induction, 2> Around;
  /// What it says to depend on: text of each, and whether it may write.
  struct Dependence {
    std::string Item;
    bool Writes, Exclusive;
  };
  llvm::SmallVector<Dependence, 2> Depends;
  /// Who made it: a number for the thread of a team or a task.
  unsigned Maker = 0;
  /// The number that it has itself as a maker.
  unsigned Self = 0;
};

/// A wait for the tasks of one maker.
struct TaskWait {
  unsigned Maker, Time;
  /// For the tasks of its tasks as well.
  bool Deep;
  /// Only for those that depend on one of these; for all if empty.
  llvm::SmallVector<Construct::Dependence, 1> Only;
};

/// A variable or part of an object, without the indices on the way.
struct RegionPlace {
  /// The variable, or the class whose '*this' it is in.
  const clang::Decl *Root = nullptr;
  /// Fields, elements and dereferences: null for the last two.
  llvm::SmallVector<std::pair<char, const clang::ValueDecl *>, 2> Steps;

  bool goesThroughPointer() const;
  friend bool operator==(const RegionPlace &A, const RegionPlace &B) {
    return A.Root == B.Root && A.Steps == B.Steps;
  }
  friend bool operator<(const RegionPlace &A, const RegionPlace &B) {
    return std::tie(A.Root, A.Steps) < std::tie(B.Root, B.Steps);
  }
};

struct RegionAccess {
  const clang::Expr *Node = nullptr;
  RegionPlace Place;
  /// How the code names it: "sum", "a[…]".
  std::string Name;
  bool Write = false, Atomic = false;
  /// Reads and writes: '+=', '++', and the operator as code has it.
  bool Update = false;
  std::string Operator;
  /// The same constant, whoever writes it.
  std::optional<int64_t> Constant;
  /// Every index is in Indices.
  bool IndicesKnown = false;
  llvm::SmallVector<LinearForm, 2> Indices;
  /// The loops around that one thread goes through on its own.
  llvm::SmallVector<Induction, 2> Own;
  /// Outermost first. The object is one for all who differ only in the
  /// constructs from Level on.
  llvm::SmallVector<const Construct *, 4> Stack;
  unsigned Level = 0;
  /// For each construct of Stack that is a team: the time between two barriers
  /// that it happens in.
  llvm::SmallVector<unsigned, 4> Phases;
  unsigned Time = 0;
  /// Names of the critical sections and locks that are held.
  std::set<std::string> Guards;
  /// Called from the region, by the function of this name.
  std::string Function;
};

/// All accesses to shared objects in the regions of one function.
struct RegionAccesses {
  std::deque<Construct> Constructs;
  std::vector<RegionAccess> All;
  std::vector<TaskWait> Waits;
  /// Phases that no barrier parts, beside each with itself.
  std::set<std::pair<unsigned, unsigned>> Overlapping;
  /// What 'flush' names: its author means it to be read while others write, as
  /// one did before there was an 'atomic read'.
  std::set<RegionPlace> Flushed;
  /// Threads tell each other by flags what they may read.
  bool HasFlags = false;
};

/// Walks the regions of \p F and of the functions that they call, as far as
/// their bodies are in the unit.
RegionAccesses readRegions(const clang::FunctionDecl &F, RuleIndex &Rules);

/// Two accesses that are run at once, of which First writes.
struct RegionConflict {
  const RegionAccess *First, *Second;
  /// What lets them run at once.
  enum Reason {
    /// Every thread runs both, or iterations on different threads do.
    SameCode,
    /// One iteration reads or writes what another writes.
    Iterations,
    /// Two places with no barrier in between.
    NoBarrier,
    /// A task, and what goes on meanwhile.
    Tasks,
  } Why = SameCode;
  const Construct *Around = nullptr;
};

/// At most one conflict for each object, the one that says most.
std::vector<RegionConflict> regionConflicts(const RegionAccesses &Accesses);

} // namespace racetidy

#endif // RACETIDY_CHECKS_ANALYSIS_PARALLELREGIONS_H
