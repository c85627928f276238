//===- Branches.h - which branches decide what runs --------------*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_ANALYSIS_BRANCHES_H
#define RACETIDY_CHECKS_ANALYSIS_BRANCHES_H

#include "checks/analysis/ValueFlow.h"

#include "clang/Analysis/Analyses/Dominators.h"

#include <memory>
#include <vector>

namespace racetidy {

/// Answers which branches decide whether a block runs, and what they read.
/// Asks ValueFlow what conditions depend on, as of when they were evaluated.
class Branches {
public:
  Branches(const clang::FunctionDecl &Function, clang::CFG &Graph,
           FunctionScan &Scan, const ValueFlow &Values)
      : Function(Function), Graph(Graph), Scan(Scan), Values(Values) {}

  /// Whether the function is too large: then no branch decides anything.
  bool isCut() const { return Graph.getNumBlockIDs() > MaxBlocks; }

  /// What the branches read that lead to \p B on some of its ways in.
  ReadBits decisionAt(const clang::CFGBlock &B);

  /// The reads that \p Value was ordered against in a branch that decides \p B.
  ReadBits boundOf(const clang::Expr *Value, const clang::CFGBlock &B);

  /// A test that decides a store, and what it read.
  struct Test {
    const clang::IfStmt *If;
    ReadBits Reads;
  };
  /// The tests that let the store \p Op in block \p B claim something: it sets
  /// its location, and something else happens that should happen once.
  std::vector<Test> testsBefore(const FunctionScan::Operation &Op,
                                const clang::CFGBlock &B);

private:
  /// Control dependence costs more than linear time.
  static constexpr unsigned MaxBlocks = 2000;

  llvm::ArrayRef<clang::CFGBlock *> controllers(const clang::CFGBlock &B);
  ReadBits comparedWith(const clang::Expr *Condition, const clang::Expr *Value);
  bool sameValue(const clang::Expr *A, const clang::Expr *B);
  bool clears(const clang::Expr *Value) const;
  bool actsBeside(const clang::Expr *Store) const;

  const clang::FunctionDecl &Function;
  clang::CFG &Graph;
  FunctionScan &Scan;
  const ValueFlow &Values;
  std::unique_ptr<clang::ControlDependencyCalculator> Control;
};

} // namespace racetidy

#endif // RACETIDY_CHECKS_ANALYSIS_BRANCHES_H
