//===- SummaryFlow.h - locks and order at each point of a function -*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_ANALYSIS_SUMMARYFLOW_H
#define RACETIDY_CHECKS_ANALYSIS_SUMMARYFLOW_H

#include "checks/analysis/LockFlow.h"
#include "checks/model/Summary.h"

#include <optional>

namespace racetidy {

/// What holds at one point of a function.
struct PointState {
  LockState Locks;
  EventState Events;

  void join(const PointState &Other);
};

/// Follows locks, starts and joins through a function's control-flow graph.
class SummaryFlow {
public:
  SummaryFlow(const clang::FunctionDecl &Function, LockEffects &Effects,
              PathBuilder &Paths)
      : Function(Function), Locks(Function, Effects, Paths) {}
  virtual ~SummaryFlow() = default;

  /// Returns false where the function is too large.
  bool run();

  const LockState &entry() const { return Entry; }
  /// What holds where the function returns; nothing where it never does.
  const std::optional<PointState> &exit() const { return Exit; }
  /// Given back and taken again on some path.
  LockBits interrupted() const { return Interrupted; }
  LockFlow &locks() { return Locks; }

protected:
  /// \p S runs in \p State, which it may change; locks are changed after.
  virtual void statement(const clang::Stmt *S, PointState &State) {}
  /// The local \p V ends.
  virtual void destroyed(const clang::VarDecl *V, PointState &State) {}
  /// Control leaves \p Terminator, of which \p Condition, null in a loop over a
  /// range, was \p True.
  virtual void branch(const clang::Stmt *Terminator,
                      const clang::Expr *Condition, bool True,
                      PointState &State) {}

private:
  /// As in FunctionFlow: generated code is left alone.
  static constexpr unsigned MaxBlocks = 4000;

  void sweep();
  bool isSettled(LockBits Locks) const;
  PointState alongEdge(const clang::CFGBlock &From, const clang::CFGBlock &To);
  std::optional<PointState> entryOf(const clang::CFGBlock &B);
  void block(const clang::CFGBlock &B, PointState State);

  const clang::FunctionDecl &Function;
  LockFlow Locks;
  clang::CFG *Graph = nullptr;
  LockState Entry;
  std::optional<PointState> Exit;
  LockBits Interrupted = 0;
  llvm::DenseMap<const clang::CFGBlock *, PointState> Out;
};

} // namespace racetidy

#endif // RACETIDY_CHECKS_ANALYSIS_SUMMARYFLOW_H
