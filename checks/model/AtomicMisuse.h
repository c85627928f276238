//===- AtomicMisuse.h - atomic operations that belong together ---*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Atomic operations on one location that should have been one, other than a
/// load and the store that depends on it (DependentWrite.h).
///
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_MODEL_ATOMICMISUSE_H
#define RACETIDY_CHECKS_MODEL_ATOMICMISUSE_H

#include "checks/model/AccessPath.h"
#include "checks/model/Interleaving.h"

#include "clang/Basic/SourceLocation.h"

namespace clang {
class Expr;
class IfStmt;
class ValueDecl;
} // namespace clang

namespace racetidy {

enum class MisuseKind : uint8_t {
  /// Two loads in one computation or one decision.
  DoubleRead,
  /// A pointer tested by one load and dereferenced through another.
  TestedThenReloaded,
  /// A compare-exchange whose failure nobody notices.
  IgnoredFailure,
  /// A compare-exchange loop whose new value stays what it was.
  StaleDesired,
  /// The new value and the expected one come of two loads.
  SeparateLoads,
  /// An update whose result is dropped, and a load that decides instead.
  UpdateThenTest,
};

/// One of the operations.
struct AtomicSite {
  const clang::Expr *Node = nullptr;
  clang::SourceLocation Loc;
  /// It asks for less than sequential consistency.
  bool Weak = false;
};

struct AtomicMisuse {
  MisuseKind Kind;
  AtomicSite First, Second;
  AccessPath Path;
  /// The location as the code names it.
  std::string Name;
  /// What the rules call the location; null where it is not resolved yet.
  const clang::ValueDecl *Named = nullptr;
  /// The most that the shape alone deserves.
  Confidence Most = Confidence::High;
  /// DoubleRead: the value decides something instead of being used.
  bool Decides = false;
  /// The misuse is one only where the pointer may become null once more.
  bool NeedsNull = false;
  /// IgnoredFailure: it may fail though nobody else wrote.
  bool Spurious = false;
  /// IgnoredFailure: the new value is computed from the expected variable, in
  /// the call itself, so that repeating the call is right.
  bool Repeatable = false;
  /// UpdateThenTest: up instead of down.
  bool Up = false;
  /// UpdateThenTest: the branch right behind the update, if that is where the
  /// load stands.
  const clang::IfStmt *Test = nullptr;
};

} // namespace racetidy

#endif // RACETIDY_CHECKS_MODEL_ATOMICMISUSE_H
