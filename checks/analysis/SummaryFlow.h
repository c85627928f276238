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

#include "clang/Analysis/AnalysisDeclContext.h"

#include <memory>
#include <optional>

namespace racetidy {

/// What holds at one point of a function.
struct PointState {
  LockState Locks;
  EventState Events;

  void join(const PointState &Other);
};

/// Follows locks, starts and joins through a function's control-flow graph.
/// Whether \p B leaves the function by an exception or not at all.
bool neverReturns(const clang::CFGBlock &B);

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

  // For those who look at the ways through the function.
  const clang::CFG &graph() const { return *Graph; }
  PointState alongEdge(const clang::CFGBlock &From, const clang::CFGBlock &To);
  /// What holds at the beginning of \p B; nothing where no way leads there.
  std::optional<PointState> entryOf(const clang::CFGBlock &B);
  /// What holds at the end of \p B; null where no way leads there.
  const PointState *endOf(const clang::CFGBlock &B) const {
    auto It = Out.find(&B);
    return It == Out.end() ? nullptr : &It->second;
  }

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
  void block(const clang::CFGBlock &B, PointState State);

  const clang::FunctionDecl &Function;
  LockFlow Locks;
  /// Owns the graph.
  std::unique_ptr<clang::AnalysisDeclContext> Context;
  clang::CFG *Graph = nullptr;
  LockState Entry;
  std::optional<PointState> Exit;
  LockBits Interrupted = 0;
  llvm::DenseMap<const clang::CFGBlock *, PointState> Out;
};

} // namespace racetidy

#endif // RACETIDY_CHECKS_ANALYSIS_SUMMARYFLOW_H
