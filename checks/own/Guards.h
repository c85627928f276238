//===- Guards.h - what the engine knows of a matched node --------*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_OWN_GUARDS_H
#define RACETIDY_CHECKS_OWN_GUARDS_H

#include "checks/analysis/TransactionFlow.h"
#include "checks/analysis/UnitModel.h"

#include "clang/AST/ASTTypeTraits.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"

#include <functional>

namespace racetidy {

/// Answers what a project's rules ask beside the syntax: which locks are held
/// at a node, whether it is about shared data, whether it lives across a
/// suspension.
class EngineGuards {
public:
  /// \p Model is asked for only where a rule wants to know what is shared.
  EngineGuards(clang::ASTContext &Context, RuleIndex &Index,
               std::function<const UnitModel &()> Model)
      : Context(Context), Index(Index), Effects(Index), Transacts(Index),
        Model(std::move(Model)) {}

  /// Says that allows() will be asked about \p Node. All come before the first
  /// question, since one walk over the unit serves all.
  void expect(const OwnRule &Rule, const clang::DynTypedNode &Node);

  /// Whether \p Rule finds something at \p Node.
  bool allows(const OwnRule &Rule, const clang::DynTypedNode &Node);

private:
  /// Locks by their qualified names; "" for one that nobody can name.
  struct HeldNames {
    std::vector<std::string> Must, May;
  };

  void walk();
  void follow(const clang::FunctionDecl &Function);
  bool isShared(const clang::DynTypedNode &Node);

  clang::ASTContext &Context;
  RuleIndex &Index;
  LockEffects Effects;
  TransactionEffects Transacts;
  std::function<const UnitModel &()> Model;
  bool Walked = false;
  /// Statements and declarations that somebody will ask about.
  llvm::DenseSet<const void *> ForLocks, ForSuspension;
  /// Of the function at hand: a declaration stands for the statement that
  /// declares it.
  llvm::DenseMap<const void *, const clang::Stmt *> StatementOf;
  llvm::DenseMap<const clang::Stmt *, HeldNames> Held;
  /// The answers.
  llvm::DenseMap<const void *, HeldNames> HeldAt;
  llvm::DenseSet<const void *> Across;
};

} // namespace racetidy

#endif // RACETIDY_CHECKS_OWN_GUARDS_H
