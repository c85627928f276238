//===- Diagnosis.h - clang-tidy's collecting of diagnostics -----*- C++ -*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_DRIVER_RUN_DIAGNOSIS_H
#define RACETIDY_DRIVER_RUN_DIAGNOSIS_H

#include "checks/Finding.h"
#include "driver/run/LintResult.h"

#include "llvm/ADT/StringMap.h"

namespace racetidy {

/// Collects diagnostics as clang-tidy does, with all of its filters, and beside
/// them what racetidy's checks tell of their findings.
class Diagnosis {
public:
  /// \p Folder is what relative names of files are relative to.
  Diagnosis(const clang::tidy::ClangTidyOptions &Options,
            llvm::StringRef Folder, LintResult &Into);

  clang::tidy::ClangTidyContext &context() { return *Into.Context; }
  clang::DiagnosticConsumer &consumer() { return Consumer; }
  clang::DiagnosticsEngine &engine() { return Engine; }

  /// Puts all that was collected into the result.
  void finish();

private:
  void hear(const Finding &F, const clang::SourceManager &SM);

  LintResult &Into;
  const std::string Folder;
  llvm::StringMap<unsigned> Cut;
  std::unique_ptr<clang::DiagnosticOptions> Options;
  clang::tidy::ClangTidyDiagnosticConsumer Consumer;
  clang::DiagnosticsEngine Engine;
  FindingListener Listener;
};

} // namespace racetidy

#endif // RACETIDY_DRIVER_RUN_DIAGNOSIS_H
