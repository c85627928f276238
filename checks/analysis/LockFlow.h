//===- LockFlow.h - how locks come and go ------------------------*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_ANALYSIS_LOCKFLOW_H
#define RACETIDY_CHECKS_ANALYSIS_LOCKFLOW_H

#include "checks/analysis/PathBuilder.h"
#include "checks/model/Lockset.h"

#include "clang/Analysis/CFG.h"

#include <map>

namespace racetidy {

/// What a guard object stands for at a point.
struct GuardState {
  LockBits Locks = 0;
  bool Shared = false;
  friend bool operator==(const GuardState &, const GuardState &) = default;
};

/// The locks and guards at a point of a function.
struct LockState {
  Lockset Held;
  /// Guard variables that are alive.
  std::map<EntityId, GuardState> Guards;

  void join(const LockState &Other);
};

/// Moves a LockState over the elements of one function's control-flow graph:
/// guards made, moved, unlocked and destroyed, locks taken and released by
/// hand, locks that the caller holds.
class LockFlow {
public:
  LockFlow(const clang::FunctionDecl &Function, RuleIndex &Rules,
           PathBuilder &Paths);

  /// The state on entry: locks that attributes, the function's name, or a
  /// guard among its parameters say are held.
  LockState entry();

  void statement(const clang::Stmt *S, LockState &State);
  /// The destructor of the local \p V runs.
  void destroyed(const clang::VarDecl *V, LockState &State);

  /// The bit of the lock at \p Path. Past 61 locks in one function all further
  /// ones share a bit: coarser, and never a false "not held".
  LockBits bit(const AccessPath &Path);

private:
  LockBits lockOf(const clang::Expr *E);
  void declared(const clang::VarDecl *V, LockState &State);
  /// \p V holds what the guard made by \p From stands for.
  void constructed(const clang::VarDecl *V, const GuardRule *Rule,
                   const clang::Expr *From, LockState &State);
  bool holdsGuard(clang::QualType T, unsigned Depth);
  bool mayBeUnknownGuard(const clang::VarDecl *V) const;
  void apply(LockEffect Effect, LockBits Lock, bool SharedGuard,
             LockState &State);

  const clang::FunctionDecl &Function;
  RuleIndex &Rules;
  PathBuilder &Paths;
  std::map<AccessPath, LockBits> Bits;
  /// The lock that somebody holds though nobody here can name it.
  static constexpr LockBits Unnamed = LockBits(1) << 63;
  /// The lock that the callers hold. Nothing here gives it back.
  static constexpr LockBits Callers = LockBits(1) << 62;
};

} // namespace racetidy

#endif // RACETIDY_CHECKS_ANALYSIS_LOCKFLOW_H
