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

  /// A condition that decides whether a block runs, and what it read.
  struct Test {
    /// Null when the condition is that of a loop or an operator.
    const clang::IfStmt *If;
    /// What was evaluated last: one operand of '&&' and '||'.
    const clang::Expr *Condition;
    ReadBits Reads;
  };
  std::vector<Test> testsAt(const clang::CFGBlock &B);

  /// Whether the store \p Op at \p Node claims something: it sets its location,
  /// and beside it something else happens that should happen once.
  bool claims(const FunctionScan::Operation &Op, const clang::Expr *Node) const;

  /// Whether \p Before runs on every way on which \p B runs.
  bool alwaysBefore(const clang::CFGBlock &Before, const clang::CFGBlock &B);

  /// Whether \p Value gives something back instead of claiming it: false,
  /// zero, a null pointer.
  bool clears(const clang::Expr *Value) const;

private:
  /// Control dependence costs more than linear time.
  static constexpr unsigned MaxBlocks = 2000;

  llvm::ArrayRef<clang::CFGBlock *> controllers(const clang::CFGBlock &B);
  ReadBits comparedWith(const clang::Expr *Condition, const clang::Expr *Value);
  bool sameValue(const clang::Expr *A, const clang::Expr *B);
  bool actsBeside(const clang::Expr *Store) const;

  const clang::FunctionDecl &Function;
  clang::CFG &Graph;
  FunctionScan &Scan;
  const ValueFlow &Values;
  std::unique_ptr<clang::ControlDependencyCalculator> Control;
  std::unique_ptr<clang::CFGDomTree> Dominators;
};

} // namespace racetidy

#endif // RACETIDY_CHECKS_ANALYSIS_BRANCHES_H
