//===- SummaryFile.h - summaries on disk ------------------------*- C++ -*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_COMPOSITION_SUMMARYFILE_H
#define RACETIDY_CHECKS_COMPOSITION_SUMMARYFILE_H

#include "checks/model/SummarySet.h"

#include "llvm/Support/Error.h"
#include "llvm/Support/MemoryBufferRef.h"

namespace racetidy {

/// Raised by every change of the format; a change of any summary is one.
inline constexpr uint32_t SummaryFormat = 12;

/// Writes \p Set, which must be sorted: then equal sets are equal bytes.
void writeSummaries(const SummarySet &Set, llvm::raw_ostream &Out);

/// Adds what \p File holds to \p Into. An error reads as what follows the
/// file's name: "is no summary file; …". \p Into may then hold a part.
llvm::Error readSummaries(llvm::MemoryBufferRef File, SummarySet &Into);

} // namespace racetidy

#endif // RACETIDY_CHECKS_COMPOSITION_SUMMARYFILE_H
