//===- Summarizer.h - from the AST to summaries ------------------*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_ANALYSIS_SUMMARIZER_H
#define RACETIDY_CHECKS_ANALYSIS_SUMMARIZER_H

#include "checks/analysis/LockEffects.h"
#include "checks/model/DependentWrite.h"
#include "checks/model/SummarySet.h"

#include "clang/AST/ASTContext.h"

namespace racetidy {

/// The summaries of all functions of \p Context that have a body outside system
/// headers and do something that others can see. Sorted. \p Assumed: dependent
/// writes that rest on what functions with bodies elsewhere do; \p Writes: all
/// others.
SummarySet summarize(clang::ASTContext &Context, LockEffects &Effects,
                     llvm::ArrayRef<DependentWrite> Assumed,
                     llvm::ArrayRef<DependentWrite> Writes);

} // namespace racetidy

#endif // RACETIDY_CHECKS_ANALYSIS_SUMMARIZER_H
