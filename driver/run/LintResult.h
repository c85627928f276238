//===- LintResult.h - what came of one file ---------------------*- C++ -*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_DRIVER_RUN_LINTRESULT_H
#define RACETIDY_DRIVER_RUN_LINTRESULT_H

#include "checks/model/SummarySet.h"

#include "clang-tidy/ClangTidyDiagnosticConsumer.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace racetidy {

/// What a diagnostic can't carry of a finding. The places are as clang-tidy
/// names them: file and byte offset.
struct FindingDetail {
  std::string Confidence, Evidence, Advice;
  struct Step {
    std::string Origin, What, File;
    unsigned Offset = 0;
  };
  std::vector<Step> Steps;
  bool Linked = false;
};

/// The key that leads from a diagnostic to its detail.
std::string detailKey(llvm::StringRef Check, llvm::StringRef File,
                      unsigned Offset, llvm::StringRef Message);

/// \p File as reports and summaries name it: relative to the working folder
/// where it lies below it.
std::string nameFromHere(llvm::StringRef File);

/// What came of one file, or of the link of all.
struct LintResult {
  std::string File;
  /// How it ended. A file that does not compile, or on which racetidy crashed,
  /// has no findings: what is found in broken code is often wrong.
  enum { Done, CompileError, Crashed } Outcome = Done;
  /// Findings, or the compiler's errors.
  std::vector<clang::tidy::ClangTidyError> Diagnostics;
  /// By detailKey().
  std::map<std::string, FindingDetail> Details;
  /// What clang-tidy's printer wants to know.
  std::unique_ptr<clang::tidy::ClangTidyContext> Context;
  /// Functions that met a budget.
  unsigned CutFunctions = 0;
  /// CPU seconds of this file, before and after it was parsed.
  double ParseSeconds = 0, AnalysisSeconds = 0;

  /// If they were asked for and the file compiles: its summaries, and the
  /// findings that they give by themselves, by CheckFinding::key().
  std::shared_ptr<const SummarySet> Summaries;
  std::vector<std::pair<std::string, Confidence>> Own;

  /// What \p E, one of the diagnostics, can't carry; null for none.
  const FindingDetail *detailOf(const clang::tidy::ClangTidyError &E) const;
};

} // namespace racetidy

#endif // RACETIDY_DRIVER_RUN_LINTRESULT_H
