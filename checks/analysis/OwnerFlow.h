//===- OwnerFlow.h - what is done on an answer about owners -*- C++ -*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_ANALYSIS_OWNERFLOW_H
#define RACETIDY_CHECKS_ANALYSIS_OWNERFLOW_H

#include "checks/analysis/OwnerTests.h"
#include "checks/analysis/PathBuilder.h"

#include <vector>

namespace racetidy {

/// Something that is right only as long as the answer about a smart pointer's
/// owners stays what it was.
struct OwnerUse {
  OwnerTest::Kind Asks = OwnerTest::Alive;
  /// The call that asks.
  const clang::Expr *Test = nullptr;
  /// For Alive: the call that makes an owner, which is dereferenced untested.
  /// For Sole: what changes the object.
  const clang::Expr *Use = nullptr;
  /// For Alive: where the owner is dereferenced.
  clang::SourceLocation Dereference;
  /// For Alive: the owner is dereferenced where it is made, by "->".
  bool ByArrow = false;
  AccessPath Path;
  /// The pointer as the code names it.
  std::string Name;
  /// For Sole: the field or variable that the pointer is.
  const clang::ValueDecl *Declaration = nullptr;
  /// The function takes some lock.
  bool TakesLock = false;
};

/// Whether \p Function asks anything of a smart pointer's owners, by the names
/// of the members it mentions.
bool mayAskOfOwners(const clang::FunctionDecl &Function, const RuleSet &Rules);

/// What \p Function does on the answers that it got, in source order and one
/// for each test: a forward flow over clang's control-flow graph, with the
/// answers that hold on every way to a place. \p Cut becomes 1 when the
/// function exceeds a budget.
std::vector<OwnerUse> findOwnerUses(const clang::FunctionDecl &Function,
                                    RuleIndex &Rules, unsigned &Cut);

} // namespace racetidy

#endif // RACETIDY_CHECKS_ANALYSIS_OWNERFLOW_H
