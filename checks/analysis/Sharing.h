//===- Sharing.h - why a location is believed shared -------*- C++ -*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_ANALYSIS_SHARING_H
#define RACETIDY_CHECKS_ANALYSIS_SHARING_H

#include "checks/model/AtomicMisuse.h"
#include "checks/model/DependentWrite.h"
#include "checks/model/HeldLock.h"
#include "checks/model/Interleaving.h"

namespace racetidy {

/// Whether \p W is an atomic's load and store that mean much only where another
/// function updates it in one step, and none of this unit does.
bool needsOtherWriters(const DependentWrite &W);
/// What is known of an atomic by the name \p Name once one does.
Evidence evidenceOfWriters(llvm::StringRef Name);
/// The evidence that the location of \p W is shared, and the confidence that it
/// gives: the table in docs/design/evidence.md.
Evidence evidenceFor(const DependentWrite &W);
/// The same of a write to a resource; \p Concurrent: something in the unit
/// shows that it has threads.
Evidence evidenceOfResource(const DependentWrite &W, bool Concurrent);
/// The same of the location of \p M.
Evidence evidenceFor(const AtomicMisuse &M);
/// That others hold the lock of \p W at the same time.
Evidence evidenceFor(const WriteUnderSharedLock &W);
/// That nobody but its thread may give the lock of \p L back.
Evidence evidenceFor(const LockAcrossSuspension &L);

} // namespace racetidy

#endif // RACETIDY_CHECKS_ANALYSIS_SHARING_H
