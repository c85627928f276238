//===- UnitModel.h - what the analysis knows of one unit ---------*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_ANALYSIS_UNITMODEL_H
#define RACETIDY_CHECKS_ANALYSIS_UNITMODEL_H

#include "checks/analysis/LockEffects.h"
#include "checks/analysis/RuleIndex.h"
#include "checks/analysis/SynchronizedMethods.h"
#include "checks/analysis/TransactionFlow.h"
#include "checks/composition/Composition.h"
#include "checks/model/AtomicMisuse.h"
#include "checks/model/DependentWrite.h"
#include "checks/model/HeldLock.h"
#include "checks/model/Publication.h"
#include "checks/model/SingleCheckWait.h"
#include "checks/model/SummarySet.h"

#include "clang/AST/ASTContext.h"

#include <memory>
#include <vector>

namespace racetidy {

/// The model of one translation unit. Built once, whichever check asks first,
/// and shared by the checks that use it.
class UnitModel {
public:
  /// The model of \p Context. Lives as long as some check holds it; forgotten
  /// when the context ends, so that a new unit at the same address never
  /// meets an old model. Safe for threads: clangd runs several units at once.
  static std::shared_ptr<const UnitModel>
  get(clang::ASTContext &Context, std::shared_ptr<const RuleSet> Rules);

  /// In order of their place in the source, one for each write.
  llvm::ArrayRef<DependentWrite> dependentWrites() const { return Writes; }

  /// In order of their second operation's place.
  llvm::ArrayRef<AtomicMisuse> atomicMisuses() const { return Misuses; }
  llvm::ArrayRef<LockAcrossSuspension> locksAcrossSuspension() const {
    return Across;
  }
  llvm::ArrayRef<CallbackUnderLock> callbacksUnderLock() const {
    return Callbacks;
  }
  llvm::ArrayRef<WriteUnderSharedLock> writesUnderSharedLock() const {
    return UnderShared;
  }

  /// In order of their place.
  llvm::ArrayRef<UnseenOutcome> unseenOutcomes() const { return Unseen; }
  /// In order of their place.
  llvm::ArrayRef<EarlyPublication> earlyPublications() const { return Early; }
  /// In order of their place.
  llvm::ArrayRef<SingleCheckWait> singleCheckWaits() const { return Single; }
  /// Whether something in the unit shows that it has threads: a lock, an
  /// atomic, a thread that is started.
  bool isConcurrent() const { return Concurrent; }

  /// What each function of the unit does to the world; made when somebody asks
  /// for the first time. Sorted.
  const SummarySet &summaries() const;
  /// The summaries put together as if nothing else were known; made when
  /// somebody asks for the first time.
  const Composition &composition() const;

  /// How many functions met a budget and were only partly analysed.
  unsigned cutFunctions() const { return Cut; }

private:
  UnitModel(clang::ASTContext &Context, std::shared_ptr<const RuleSet> Rules);

  clang::ASTContext &Context;
  /// Caches, which fill as they are asked. One unit belongs to one thread.
  const std::shared_ptr<RuleIndex> Index;
  RuleIndex &Rules = *Index;
  mutable LockEffects Effects{Rules};
  TransactionEffects Transacts{Rules};
  SynchronizedMethods Methods{Rules};
  std::vector<DependentWrite> Writes;
  /// Those that rest on what functions whose bodies are elsewhere do: they go
  /// into the summaries.
  std::vector<DependentWrite> Assumed;
  std::vector<AtomicMisuse> Misuses;
  std::vector<LockAcrossSuspension> Across;
  std::vector<CallbackUnderLock> Callbacks;
  std::vector<WriteUnderSharedLock> UnderShared;
  std::vector<UnseenOutcome> Unseen;
  std::vector<EarlyPublication> Early;
  std::vector<SingleCheckWait> Single;
  bool Concurrent = false;
  unsigned Cut = 0;
  mutable std::unique_ptr<const SummarySet> Summaries;
  mutable std::unique_ptr<const Composition> Composed;
};

} // namespace racetidy

#endif // RACETIDY_CHECKS_ANALYSIS_UNITMODEL_H
