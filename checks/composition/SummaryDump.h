//===- SummaryDump.h - summaries for people to read --------------*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_COMPOSITION_SUMMARYDUMP_H
#define RACETIDY_CHECKS_COMPOSITION_SUMMARYDUMP_H

#include "checks/model/SummarySet.h"

#include <string>

namespace racetidy {

/// All of \p Set as text: one fact a line, in the set's order. For people and
/// tests; no program reads it back.
std::string dump(const SummarySet &Set);

/// "this->{Cache::hits_}", "param 0*", "global {table}[]"
std::string dump(const SummarySet &Set, const SummaryPath &Path);

} // namespace racetidy

#endif // RACETIDY_CHECKS_COMPOSITION_SUMMARYDUMP_H
