//===- LockTable.h - the locks of many functions -----------------*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_COMPOSITION_LOCKTABLE_H
#define RACETIDY_CHECKS_COMPOSITION_LOCKTABLE_H

#include "checks/composition/CallGraph.h"
#include "checks/composition/PathTable.h"

#include <tuple>

namespace racetidy {

/// A lock in the terms of one function: where it is, as far as the function can
/// say, and which field or variable it is, which every function can say.
struct LockTerm {
  SummaryPath Path;
  /// Where it is in the terms of the function that the thread began with.
  /// No part of which lock it is: two ways here may give it two names.
  PathId Absolute = 0;
  /// The key of the lock's field or variable.
  Symbol Entity = 0;

  friend bool operator==(const LockTerm &A, const LockTerm &B) {
    return A.Entity == B.Entity && A.Path == B.Path;
  }
  friend bool operator<(const LockTerm &A, const LockTerm &B) {
    return std::tie(A.Entity, A.Path) < std::tie(B.Entity, B.Path);
  }
};

/// Locks held, sorted.
struct HeldLocks {
  std::vector<LockTerm> Must, May, MustShared, MayShared;
  /// Somebody holds a lock that nobody can name: nothing is told of what
  /// happens under it.
  bool Unnamed = false;

  bool mustHold(Symbol Entity) const { return holds(Must, Entity); }
  bool mustHoldAny(Symbol Entity) const {
    return holds(Must, Entity) || holds(MustShared, Entity);
  }
  bool mayHold(Symbol Entity) const {
    return Unnamed || holds(May, Entity) || holds(MayShared, Entity);
  }
  bool none() const { return !Unnamed && May.empty() && MayShared.empty(); }
  /// Past this many locks that may be held, any may be.
  static constexpr unsigned MaxMay = 12;
  /// Joins what is held on another way here.
  void join(const HeldLocks &Other);
  void forget(Symbol Entity);
  friend bool operator==(const HeldLocks &, const HeldLocks &) = default;

  static bool holds(llvm::ArrayRef<LockTerm> In, Symbol Entity);
};

/// Knows which locks a function's lockset words stand for.
class LockTable {
public:
  LockTable(const SummarySet &Set, const CallGraph &Calls);

  /// What \p Word of \p F stands for, on top of \p Entry, what the callers
  /// hold. A lock that is only believed to be taken, because of a name, counts
  /// as held for sure where the body that takes it was found.
  HeldLocks at(FunctionId F, const Lockset &Word, const HeldLocks &Entry,
               const Frame &Frame, PathTable &Paths) const;
  /// What runs on the executor \p Path runs as if it held a lock of it.
  HeldLocks turnOf(const SummaryPath &Path, const Frame &Frame,
                   PathTable &Paths) const;
  /// What \p Held of the caller is in the terms of its callee.
  HeldLocks intoCallee(const HeldLocks &Held,
                       const std::optional<SummaryArgument> &Object,
                       llvm::ArrayRef<SummaryArgument> Arguments,
                       bool SameThis) const;

  /// Whether the bodies of all functions that \p Assumed names were found, and
  /// each leaves some lock held.
  bool areLocks(llvm::ArrayRef<Symbol> Assumed) const;

private:
  void findForeign();
  /// Whether a call of \p F leaves some lock held.
  bool acquires(FunctionId F) const;

  const SummarySet &Set;
  const CallGraph &Calls;
  /// By function: the locks that are verified, and whether it acquires one.
  std::vector<LockBits> Verified;
  /// By function: what it may hold because a function of another unit took it.
  std::vector<std::vector<LockTerm>> Foreign;
  enum class Answer : uint8_t { Unknown, Asking, No, Yes };
  /// Filled when somebody asks.
  mutable std::vector<Answer> Acquires;
};

/// Says of each lock that a function of another unit takes, and that goes by
/// that function, which lock it is, as far as \p Set knows: the one that the
/// function leaves held, if that is one of static storage.
void nameForeignLocks(SummarySet &Set);

/// The field or variable that \p Path ends in, by key; 0 for none.
Symbol entityOf(const SummaryPath &Path);

} // namespace racetidy

#endif // RACETIDY_CHECKS_COMPOSITION_LOCKTABLE_H
