//===- DependentWrite.h - a write that depends on an earlier read -*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The one shape behind most findings: code reads a location, later writes it
/// with something that depends on what it read, and nothing made the two one
/// step. The analysis finds dependent writes; a check is a filter over them.
///
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_MODEL_DEPENDENTWRITE_H
#define RACETIDY_CHECKS_MODEL_DEPENDENTWRITE_H

#include "checks/model/AccessKind.h"
#include "checks/model/AccessPath.h"
#include "checks/model/Lockset.h"

#include "clang/Basic/SourceLocation.h"
#include "llvm/ADT/SmallVector.h"

namespace clang {
class Expr;
class FunctionDecl;
class IfStmt;
class ValueDecl;
} // namespace clang

namespace racetidy {

struct ResourceRule;

/// The memory order that an atomic operation asks for.
enum class Ordering : uint8_t {
  /// Sequentially consistent, said or left to the default.
  Strong,
  /// A weaker one, chosen by hand.
  Weak,
  /// Of those the weakest: it orders nothing else.
  Relaxed,
};

/// One read or write of a location.
struct Access {
  AccessPath Path;
  AccessKind Kind = AccessKind::AtomicLoad;
  Ordering Order = Ordering::Strong;
  clang::SourceLocation Loc;
  /// The operation itself, for fix-its. Valid while the unit's AST lives.
  const clang::Expr *Node = nullptr;
  Lockset Locks;
};

/// How the write depends on the read.
enum class DependenceKind : uint8_t {
  /// The new value is computed from the old one.
  Data,
  /// The new value was compared with the old one, and the branch decides the
  /// write: a maximum or minimum kept by hand.
  Bound,
  /// A branch on the old value decides the write, and something that should
  /// happen once.
  Control,
};

/// What made read and write two steps.
enum class Separation : uint8_t {
  /// Each is an atomic operation of its own.
  AtomicOperations,
  /// Read without the lock that is held at the write.
  LateLock,
  /// Both under the same lock, which was given back in between.
  CriticalSections,
  /// The coroutine was suspended in between.
  Suspension,
  /// Each is a call of its own on a resource.
  ResourceCalls,
};

struct DependentWrite {
  Access Read, Write;
  DependenceKind Kind = DependenceKind::Data;
  Separation Torn = Separation::AtomicOperations;
  /// The location as the code names it.
  std::string Name;
  /// The field or variable that is written; null where it has no name.
  const clang::ValueDecl *Written = nullptr;
  /// The function that all this stands in, and where it is declared.
  const clang::FunctionDecl *In = nullptr;
  clang::SourceLocation Function;
  /// Another function of this unit writes the same field or variable.
  bool WrittenElsewhere = false;
  /// For AtomicOperations: another function of this unit updates it in one
  /// step, as nobody needs to who writes alone.
  bool UpdatedElsewhere = false;
  /// A bool that the caller gives decides whether it is written: in one of two
  /// modes nobody else may be there.
  bool ByMode = false;
  /// For LateLock and CriticalSections: the lock, as the code names it.
  std::string Lock;
  /// The functions that are believed to take it because of their names, and
  /// whose bodies are elsewhere: only where they do is this so.
  llvm::SmallVector<const clang::FunctionDecl *, 1> Assumed;
  /// Where the lock was given back or the coroutine suspended.
  clang::SourceLocation TornAt;
  /// For Control: the location was read again before the write, in its epoch,
  /// and decides it too.
  bool Rechecked = false;
  /// The function wrote the location itself between read and write.
  bool WrittenBetween = false;
  /// For a flag: something else that is shared is written after it, in the
  /// same block; whoever sees the flag may not see that yet.
  clang::SourceLocation DataAfter;
  /// For Suspension: the new value came out of an await after the read.
  bool Awaited = false;
  /// For Control and Suspension: something else that is shared is changed after
  /// the suspension because of the same test, and not to the same for whoever
  /// comes; invalid if nothing is.
  clang::SourceLocation ChangedBeside;
  /// The write gives something back (zero, false, null) instead of claiming it.
  bool Clears = false;
  /// The same number is written every time.
  bool Constant = false;
  /// For Control: the branch.
  const clang::IfStmt *Test = nullptr;
  /// For Control: the part of its condition that read the location, one
  /// operand of '&&' and '||'.
  const clang::Expr *Condition = nullptr;
  /// Somebody looks at the value of the write's expression.
  bool WriteUsed = false;
  /// Both stand in one full expression.
  bool OneExpression = false;
  /// For ResourceCalls: the rule of the write.
  const ResourceRule *Resource = nullptr;
  /// For ResourceCalls: the write adds something that was not there.
  bool Inserts = false;
  /// For ResourceCalls: the store is one that this function opened.
  bool Opened = false;
  /// For ResourceCalls: some caller holds a lock or a transaction around it.
  bool CalledInside = false;

  /// Made by an await because it was not there before.
  bool isAsyncLazyInit() const {
    return Torn == Separation::Suspension && Kind == DependenceKind::Control &&
           Awaited;
  }
};

/// A write to a resource that may not have happened, and nobody asks.
struct UnseenOutcome {
  clang::SourceLocation Loc;
  const ResourceRule *Resource = nullptr;
  /// The location as the code names it; may be empty.
  std::string Name;
};

} // namespace racetidy

#endif // RACETIDY_CHECKS_MODEL_DEPENDENTWRITE_H
