//===- Runner.h - lints files ------------------------------------*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_DRIVER_RUN_RUNNER_H
#define RACETIDY_DRIVER_RUN_RUNNER_H

#include "driver/run/CompileCommands.h"

#include "clang-tidy/ClangTidyDiagnosticConsumer.h"

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace racetidy {

/// How one file is to be linted.
struct LintSettings {
  clang::tidy::ClangTidyOptions Options;
  std::vector<std::string> ExtraArgs, ExtraArgsBefore;
};

/// What a diagnostic can't carry of a finding. The places are as clang-tidy
/// names them: file and byte offset.
struct FindingDetail {
  std::string Confidence, Evidence, Advice;
  struct Step {
    std::string Origin, What, File;
    unsigned Offset = 0;
  };
  std::vector<Step> Steps;
};

/// What came of one file.
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
};

/// The key that leads from a diagnostic to its detail.
std::string detailKey(llvm::StringRef Check, llvm::StringRef File,
                      unsigned Offset, llvm::StringRef Message);

/// Lints all of \p Jobs in this process with \p Workers threads (0: one a
/// processor). \p Done is called on the calling thread, in the order of
/// \p Jobs, whatever order they end in.
void lint(llvm::ArrayRef<LintJob> Jobs, unsigned Workers,
          std::function<LintSettings(const LintJob &)> SettingsOf,
          std::function<void(LintResult)> Done);

} // namespace racetidy

#endif // RACETIDY_DRIVER_RUN_RUNNER_H
