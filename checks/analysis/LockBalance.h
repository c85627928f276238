//===- LockBalance.h - locks that are taken and not given back ---*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_ANALYSIS_LOCKBALANCE_H
#define RACETIDY_CHECKS_ANALYSIS_LOCKBALANCE_H

#include "checks/analysis/SummaryFlow.h"

namespace racetidy {

/// A lock of a function that does not come out even. Whether that is wrong the
/// function can't tell: its callers may take it or give it back.
struct LockImbalance {
  SummaryImbalance::Kind Kind = SummaryImbalance::Kept;
  const LockInfo *Lock = nullptr;
  /// Where it is taken or given back; of Kept where the function returns.
  clang::SourceLocation At, End;
};

/// The locks of \p Function, which \p Flow went through, that do not come out
/// even on some way: of those that belong to the thread that takes them, are
/// taken by hand, and whose taking can't fail.
std::vector<LockImbalance> imbalancesOf(const clang::FunctionDecl &Function,
                                        SummaryFlow &Flow);

} // namespace racetidy

#endif // RACETIDY_CHECKS_ANALYSIS_LOCKBALANCE_H
