//===- LockEffects.h - what a project's functions do to locks ----*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_ANALYSIS_LOCKEFFECTS_H
#define RACETIDY_CHECKS_ANALYSIS_LOCKEFFECTS_H

#include "checks/analysis/RuleIndex.h"
#include "checks/model/AccessPath.h"

#include "clang/AST/DeclCXX.h"
#include "clang/AST/Expr.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"

#include <memory>
#include <optional>

namespace racetidy {

/// A lock in terms of the function that does something to it.
struct LockPlace {
  /// This, Parameter or Static.
  RootKind Root = RootKind::This;
  const clang::VarDecl *Variable = nullptr;
  llvm::SmallVector<std::pair<PathStep::Kind, const clang::ValueDecl *>, 2>
      Steps;
  friend bool operator==(const LockPlace &, const LockPlace &) = default;
};

struct LockChange {
  LockPlace Lock;
  bool Shared = false;
  /// The functions that are only believed to do so, because of their names.
  llvm::SmallVector<const clang::FunctionDecl *, 1> Assumed;
};

/// What a call leaves changed.
struct NetEffect {
  llvm::SmallVector<LockChange, 1> Acquired, Released;
  /// Given back and taken again.
  llvm::SmallVector<LockChange, 1> Interrupted;
  bool empty() const {
    return Acquired.empty() && Released.empty() && Interrupted.empty();
  }
};

/// The parameter that \p Constructor keeps in the field \p F, or null.
const clang::ParmVarDecl *keptIn(const clang::CXXConstructorDecl &Constructor,
                                 const clang::ValueDecl *F);

/// What the functions and classes of a project do to locks, where their bodies
/// are in the unit: wrappers of locks, guards, helpers that take a lock for
/// their callers. Found when somebody asks, and kept.
class LockEffects {
public:
  explicit LockEffects(RuleIndex &Rules) : Rules(Rules) {}

  RuleIndex &rules() { return Rules; }

  /// What calling \p F leaves changed; null where that is nothing, or its body
  /// is elsewhere.
  const NetEffect *of(const clang::FunctionDecl &F);

  /// Which locks an object that \p Constructor makes holds until its
  /// destructor, in terms of the constructor's parameters. Empty where the
  /// class is no guard.
  const llvm::SmallVector<LockChange, 1> &
  guardedBy(const clang::CXXConstructorDecl &Constructor);

  /// Whether \p T is a lock: by rule, by attribute, or because its class takes
  /// and gives back a lock of its own and does nothing else.
  bool isLock(clang::QualType T);

  /// Whether \p Call may do something to a lock: by rule, attribute or name, or
  /// by what the body of its callee does.
  bool touches(const clang::CallExpr &Call);
  /// Whether the local \p V may hold a lock while it lives.
  bool maybeGuard(const clang::VarDecl &V);

  /// Whether \p T is a guard, points to one, or has one in it.
  bool holdsGuard(clang::QualType T);
  bool hasGuardField(const clang::CXXRecordDecl &R);

  /// What the name of \p F says that it does to a lock.
  std::optional<LockEffect> byName(const clang::FunctionDecl &F);
  /// Whether \p F is believed to take a lock because of its name: its body is
  /// elsewhere in the project, and it is no try.
  bool isAssumed(const clang::FunctionDecl &F);

  /// The definition of \p F, or of the pattern it was made from; null where
  /// its body is elsewhere.
  static const clang::FunctionDecl *bodyOf(const clang::FunctionDecl &F);

private:
  bool holdsGuard(clang::QualType T, unsigned Depth);
  bool touchesLock(const clang::FunctionDecl &F);
  bool mayChangeLocks(const clang::FunctionDecl &F);
  void compute(const clang::FunctionDecl &Body, NetEffect &Net);
  void ofSpinLock(const clang::FunctionDecl &Body, NetEffect &Net);

  /// Functions that call functions that call … a lock: deeper ones are left.
  static constexpr unsigned MaxDepth = 30;

  RuleIndex &Rules;
  unsigned Depth = 0;
  llvm::DenseMap<const clang::FunctionDecl *, std::unique_ptr<NetEffect>> Known;
  llvm::DenseMap<const clang::CXXConstructorDecl *,
                 llvm::SmallVector<LockChange, 1>>
      Guards;
  llvm::DenseMap<const clang::CXXRecordDecl *, bool> NamedGuards, GuardFields;
  llvm::DenseMap<const void *, bool> GuardHolders;
  llvm::DenseMap<const clang::FunctionDecl *, bool> Touching;
  llvm::DenseMap<const clang::FunctionDecl *, std::optional<LockEffect>> Names;
};

} // namespace racetidy

#endif // RACETIDY_CHECKS_ANALYSIS_LOCKEFFECTS_H
