//===- Linker.h - finds what takes several files ----------------*- C++ -*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_DRIVER_LINK_LINKER_H
#define RACETIDY_DRIVER_LINK_LINKER_H

#include "checks/CheckInfo.h"
#include "driver/run/LintResult.h"

#include <functional>

namespace racetidy {

/// How findings in one file are shown.
struct LinkSettings {
  /// Where they come from; files of one source have the same settings.
  std::string RulesFile;
  std::shared_ptr<const RuleSet> Rules;
  clang::tidy::ClangTidyOptions Options;
  Confidence Least = Confidence::Medium;
};

/// How many functions met a budget when \p Set was made.
unsigned cutFunctions(const SummarySet &Set);

/// Adds the summaries that \p Result has, if any, and what they tell alone.
void addUnit(SummarySet &Into, const LintResult &Result);

struct LinkResult {
  /// Findings, sorted by place, past clang-tidy's filters.
  LintResult Findings;
  /// Files that a finding lies in and that can't be read any more.
  std::vector<std::string> Lost;
  unsigned Functions = 0, Units = 0, CutFunctions = 0;
  /// Calls that were not followed, since a budget was met.
  unsigned CutCalls = 0;
  double Seconds = 0;
};

/// Puts together all of \p Set, which it sorts, and shows what \p Checks tell
/// of it. \p Whole: no file of the program is missing; for one unit that is
/// never so, and every front says the same of it.
LinkResult link(SummarySet &Set, bool Whole,
                llvm::ArrayRef<const CheckInfo *> Checks,
                std::function<LinkSettings(const std::string &)> SettingsOf);

/// Sorts findings as clang-tidy does those of one file.
void sortFindings(std::vector<clang::tidy::ClangTidyError> &Findings);

} // namespace racetidy

#endif // RACETIDY_DRIVER_LINK_LINKER_H
