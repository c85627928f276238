//===- SummaryAccesses.h - all accesses of one expression --------*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_ANALYSIS_SUMMARYACCESSES_H
#define RACETIDY_CHECKS_ANALYSIS_SUMMARYACCESSES_H

#include "checks/analysis/PlainAccesses.h"
#include "checks/analysis/SummaryNames.h"

namespace racetidy {

/// Calls \p Found for each plain access that \p E itself makes, its own
/// variables included: those of operators and containers, and what a function
/// of a library does to the objects that it is called on and with.
void plainAccesses(const clang::Expr &E, SummaryNames &Names,
                   llvm::function_ref<void(const PlainAccess &)> Found);

/// Whether objects of type \p T order or guard others and are no data: locks,
/// guards, conditions, handles, atomics, and what locks for itself.
bool isSynchronising(clang::QualType T, SummaryNames &Names);

} // namespace racetidy

#endif // RACETIDY_CHECKS_ANALYSIS_SUMMARYACCESSES_H
