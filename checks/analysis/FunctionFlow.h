//===- FunctionFlow.h - the flow of one function -----------------*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_ANALYSIS_FUNCTIONFLOW_H
#define RACETIDY_CHECKS_ANALYSIS_FUNCTIONFLOW_H

#include "checks/analysis/FunctionScan.h"
#include "checks/model/DependentWrite.h"
#include "checks/model/HeldLock.h"
#include "checks/model/Publication.h"
#include "checks/model/SingleCheckWait.h"

#include <vector>

namespace racetidy {

class AtomicPatterns;
class LockEffects;
class LockFlow;
class TransactionEffects;
struct LockState;

/// Is told, before each statement, which locks are held there. Where there are
/// loops it is told again, and what it hears last is true.
using LockWatcher = llvm::function_ref<void(const clang::Stmt &,
                                            const LockState &, LockFlow &)>;

/// What the flow of one function tells the checks.
struct FunctionFacts {
  std::vector<DependentWrite> DependentWrites;
  std::vector<LockAcrossSuspension> LocksAcrossSuspension;
  std::vector<CallbackUnderLock> CallbacksUnderLock;
  std::vector<WriteUnderSharedLock> WritesUnderSharedLock;
  std::vector<UnseenOutcome> UnseenOutcomes;
  std::vector<EarlyPublication> EarlyPublications;
  std::vector<SingleCheckWait> SingleCheckWaits;
  /// What is called while a lock is held or a transaction open.
  std::vector<const clang::FunctionDecl *> CalledInside;
};

/// Follows one function: a forward flow over clang's control-flow graph in
/// reverse post-order, with a second sweep where there are loops, carrying the
/// locks that are held, the reads that values depend on, what tore a read from
/// what comes after it, and the locals that have escaped.
///
/// \p Cut is raised by one for each budget that the function exceeded;
/// \p Patterns is told of each atomic operation what holds there.
FunctionFacts followFunction(const clang::FunctionDecl &Function,
                             LockEffects &Effects,
                             TransactionEffects &Transacts, FunctionScan &Scan,
                             unsigned &Cut, AtomicPatterns &Patterns,
                             LockWatcher Watch = nullptr);

} // namespace racetidy

#endif // RACETIDY_CHECKS_ANALYSIS_FUNCTIONFLOW_H
