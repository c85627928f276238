//===- ParallelRegionUpdateCheck.h ------------------------------*- C++ -*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_LOSTUPDATE_PARALLELREGIONUPDATECHECK_H
#define RACETIDY_CHECKS_LOSTUPDATE_PARALLELREGIONUPDATECHECK_H

#include "checks/RaceCheck.h"
#include "checks/analysis/ParallelRegions.h"

#include "llvm/ADT/DenseSet.h"

namespace racetidy {

/// Finds what the threads, iterations and tasks of OpenMP regions change at
/// once.
/// Docs: docs/checks/race-parallel-region-update.md
class ParallelRegionUpdateCheck : public RaceCheck {
public:
  static const CheckInfo Info;

  ParallelRegionUpdateCheck(llvm::StringRef Name,
                            clang::tidy::ClangTidyContext *Context)
      : RaceCheck(Info, Name, Context) {}

private:
  void report() override;
  void tell(const RegionConflict &C, const RegionAccesses &All);

  llvm::DenseSet<clang::SourceLocation> Reported;
};

} // namespace racetidy

#endif // RACETIDY_CHECKS_LOSTUPDATE_PARALLELREGIONUPDATECHECK_H
