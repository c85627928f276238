//===- Session.h - one run of the command line ------------------*- C++ -*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_DRIVER_CLI_SESSION_H
#define RACETIDY_DRIVER_CLI_SESSION_H

#include "driver/baseline/Baseline.h"
#include "driver/cli/CheckSelection.h"
#include "driver/cli/ExitCode.h"
#include "driver/report/Report.h"

#include "clang/Tooling/CompilationDatabase.h"

namespace racetidy {

/// One run: what the flags ask for, and what came of it so far.
class Session {
public:
  explicit Session(const Flags &F) : F(F), Checks(F) {}

  /// Returns the exit code. \p Fixed holds the flags after "--".
  int run(std::unique_ptr<clang::tooling::CompilationDatabase> Fixed);

private:
  std::unique_ptr<Report> makeReport();
  int explainChecks();
  /// Shows the rules, or looks for mistakes in them.
  int tellConfig();
  /// Lints or scans what the flags name.
  int lintFiles(clang::tooling::CompilationDatabase *Fixed);
  /// A file is through.
  void take(LintResult R);
  /// Links summaries that were written.
  int linkFiles();

  /// Writes what was scanned.
  bool write();
  /// Finds what all summaries tell together.
  void linkAll(bool Whole);
  void add(LintResult R);
  /// Takes out what the baseline knows, or tells it to the baseline.
  void removeKnown(LintResult &R);
  /// Whether there is a baseline to read, or none is asked for.
  bool readBaseline();
  /// Says what nothing needs in the baseline, and writes it; the exit code as
  /// far as it goes.
  int finishBaseline();
  /// The end of the report, the last lines on standard error, the exit code.
  int finish();

  const Flags &F;
  CheckSelection Checks;
  std::unique_ptr<Report> Out;
  Tally T;
  std::optional<Baseline> Known;
  /// Findings that the baseline hid, or took.
  unsigned Hidden = 0;
  llvm::StringSet<> Seen;
  SummarySet Summaries;
  /// Of the only file of the run, until what the link finds is added: so one
  /// file gives the same, in the same order, in every front.
  std::optional<LintResult> Only;
  bool OneFile = false;
  /// The run saw the whole program.
  bool Whole = false;
  std::optional<LinkResult> Linked;
  unsigned Cut = 0;
  double Parse = 0, Analysis = 0;
};

} // namespace racetidy

#endif // RACETIDY_DRIVER_CLI_SESSION_H
