//===- DependentWrites.h - which writes depend on a stale read ---*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_ANALYSIS_DEPENDENTWRITES_H
#define RACETIDY_CHECKS_ANALYSIS_DEPENDENTWRITES_H

#include "checks/analysis/Branches.h"
#include "checks/analysis/LockFlow.h"
#include "checks/analysis/Privacy.h"
#include "checks/analysis/PublicationFlow.h"
#include "checks/analysis/TransactionFlow.h"
#include "checks/analysis/ValueFlow.h"

#include "llvm/ADT/MapVector.h"

namespace racetidy {

/// What the flow knows at a point of a function.
struct FlowState {
  LockState Locks;
  ValueState Values;
  Privacy::Escaped Gone = 0;
  /// Per read: the locks that were held without a break since it happened. A
  /// write under one of them is one step with the read: same epoch.
  llvm::SmallVector<LockBits, 8> HeldSince;
  /// The transactions that may be open, and, per read of a resource, those that
  /// were without a break since it happened.
  TransactionBits Open = 0;
  llvm::SmallVector<TransactionBits, 8> OpenSince;
  /// Reads since which the function was suspended, with no lock held.
  ReadBits Suspended = 0;
  /// Reads since which the function wrote the location itself.
  ReadBits Rewritten = 0;
  PublicationState Told;
  /// Reads whose location was tested and waited for, and not read again since.
  ReadBits Waited = 0;
};

/// Judges every write that the flow comes by: does it depend on a read of an
/// older epoch? Epochs are not counted; a read is of an older one when no lock
/// is left that was held since, and something tore the two apart.
class WriteJudge {
public:
  WriteJudge(const clang::FunctionDecl &Function, RuleIndex &Rules,
             FunctionScan &Scan, LockFlow &Locks, const ValueFlow &Values,
             const Privacy &Private, Branches &Decisions)
      : Function(Function), Rules(Rules), Scan(Scan), Locks(Locks),
        Values(Values), Private(Private), Decisions(Decisions) {}

  void read(const FunctionScan::Operation &Op, const clang::Expr *Node,
            FlowState &State);
  void atomicWrite(const FunctionScan::Operation &Op, const clang::Expr *Node,
                   FlowState &State, const clang::CFGBlock &B);
  void plainWrite(const FunctionScan::Operation &Op, const clang::Expr *Node,
                  FlowState &State, const clang::CFGBlock &B);
  /// At the end of \p B: its condition may confirm what was read before.
  void confirm(const clang::CFGBlock &B, FlowState &State);
  /// The read \p R lost the last lock held since, or was suspended, at \p Loc.
  void tornAt(unsigned R, clang::SourceLocation Loc) {
    if (Loc.isValid())
      TornAt[R] = Loc;
  }

  clang::SourceLocation whereTorn(unsigned R) const { return TornAt.lookup(R); }

  void clear() { Found.clear(); }
  std::vector<DependentWrite> results() const;

private:
  struct Dependent {
    unsigned Read;
    DependenceKind Kind;
    Separation Torn;
    const clang::IfStmt *Test = nullptr;
    Lockset WriteLocks;
    LockBits Lock = 0;
    bool Rechecked = false, Rewritten = false;
    const clang::Expr *Condition = nullptr;
  };

  const FunctionScan::Operation &operation(unsigned R) const {
    return *Scan.operation(Scan.reads()[R]);
  }
  template <typename Function>
  void forEachRead(ReadBits Reads, Function Each) const {
    for (unsigned R = 0; R < Scan.reads().size(); ++R)
      if (Reads >> R & 1)
        Each(R);
  }
  /// What tears the read \p R from a plain write here; nothing if they are one
  /// step, or nothing says that others write in between.
  std::optional<Separation> separation(unsigned R, const FlowState &State,
                                       LockBits &Lock) const;
  /// Whether \p R is as good as a read made here.
  bool isFresh(unsigned R, const FlowState &State) const;
  void note(const clang::Expr *Node, const Dependent &How);
  void setWhileTested(const FunctionScan::Operation &Op, FlowState &State);
  void lateLock(const FunctionScan::Operation &Op, const clang::Expr *Node,
                llvm::ArrayRef<Branches::Test> Tests, const FlowState &State);
  LockBits guarding(LockBits Locks, const AccessPath &Path) const;
  bool isUnderSibling(LockBits Locks, const AccessPath &Path) const;
  bool asksAgain(const clang::Expr *Node, const clang::IfStmt *If) const;
  bool isStraightBelow(const clang::Expr *Node, const clang::IfStmt *If) const;
  ReadBits valueReads(const FunctionScan::Operation &Op,
                      const clang::Expr *Node) const;
  const clang::ValueDecl *declarationOf(const AccessPath &Path) const;
  bool isByMode(const clang::Expr *Node) const;
  bool hasSingleWriter(const AccessPath &Path) const;
  clang::SourceLocation dataAfter(const clang::Expr *Node) const;
  bool isAwaited(const clang::Expr *Value) const;
  clang::SourceLocation changedBeside(const clang::Expr *Node,
                                      const Dependent &How) const;

  const clang::FunctionDecl &Function;
  RuleIndex &Rules;
  FunctionScan &Scan;
  LockFlow &Locks;
  const ValueFlow &Values;
  const Privacy &Private;
  Branches &Decisions;

  /// By the write; insertion order is sweep order.
  llvm::MapVector<const clang::Expr *, Dependent> Found;
  llvm::DenseMap<unsigned, Lockset> ReadLocks;
  llvm::DenseMap<unsigned, LockBits> ReadAssumed;
  llvm::DenseMap<unsigned, clang::SourceLocation> TornAt;
  /// Which of the locks are flags that were tested and set.
  LockBits Flags = 0;
};

} // namespace racetidy

#endif // RACETIDY_CHECKS_ANALYSIS_DEPENDENTWRITES_H
