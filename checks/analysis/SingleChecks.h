//===- SingleChecks.h - waits after which nobody looks again -----*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_ANALYSIS_SINGLECHECKS_H
#define RACETIDY_CHECKS_ANALYSIS_SINGLECHECKS_H

#include "checks/analysis/Branches.h"
#include "checks/analysis/FunctionScan.h"
#include "checks/model/SingleCheckWait.h"

#include "llvm/ADT/MapVector.h"

namespace racetidy {

/// Follows the coroutine that tests something with 'if', awaits it, and sets
/// it. The state is a set of reads: those whose location was tested, waited
/// for, and not read again since.
class SingleChecks {
public:
  SingleChecks(FunctionScan &Scan, Branches &Decisions)
      : Scan(Scan), Decisions(Decisions) {}

  /// \p Op is a read of a location: it is looked at again.
  void read(const FunctionScan::Operation &Op, ReadBits &Waited) const;
  /// The coroutine is suspended at \p S, in \p B. \p Live: the reads whose path
  /// still names what was read.
  void suspended(const clang::Stmt &S, const clang::CFGBlock &B, ReadBits Live,
                 ReadBits &Waited);
  /// \p Op writes at \p Node.
  void write(const FunctionScan::Operation &Op, const clang::Expr *Node,
             ReadBits &Waited);

  void clear() { Found.clear(); }
  std::vector<SingleCheckWait> results() const;

private:
  struct Wait {
    const clang::IfStmt *Test;
    clang::SourceLocation At;
    /// What is awaited is what was tested.
    bool Direct;
  };
  const AccessPath &pathOf(unsigned R) const {
    return Scan.operation(Scan.reads()[R])->Path;
  }
  bool mentions(const clang::Stmt *S, const AccessPath &Path) const;

  FunctionScan &Scan;
  Branches &Decisions;
  llvm::DenseMap<unsigned, Wait> Waits;
  llvm::MapVector<const clang::Expr *, SingleCheckWait> Found;
};

/// The waits on condition variables in \p Function that stand in no loop and
/// are given no predicate.
std::vector<SingleCheckWait> conditionWaits(const clang::FunctionDecl &Function,
                                            RuleIndex &Rules,
                                            FunctionScan &Scan);

} // namespace racetidy

#endif // RACETIDY_CHECKS_ANALYSIS_SINGLECHECKS_H
