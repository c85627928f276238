//===- Report.h - shows results ----------------------------------*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_DRIVER_REPORT_REPORT_H
#define RACETIDY_DRIVER_REPORT_REPORT_H

#include "driver/run/Runner.h"

#include "llvm/ADT/StringSet.h"

#include <functional>
#include <memory>

namespace racetidy {

/// What came of a run as a whole.
struct Tally {
  unsigned Files = 0, Failed = 0, Findings = 0;
  /// Of the findings, those that don't make the run fail.
  unsigned Remarks = 0;
};

/// Shows the results of a run in one format. Nothing else knows the format.
class Report {
public:
  virtual ~Report() = default;

  /// A file that was linted. Findings in headers that another file already had
  /// have been taken out.
  virtual void add(LintResult Result) = 0;
  /// A file that could not even be tried.
  virtual void fail(const Selection::Failure &Failure) = 0;
  /// The end of the run. Returns false when something could not be written.
  virtual bool finish(const Tally &T) = 0;
};

/// Whether everything so far has reached standard output: a full disk must not
/// look like success.
bool wroteAll();

/// clang's text, by clang-tidy's own printer; with \p Fix it also applies the
/// fix-its, all at the end, so that a header is changed once.
std::unique_ptr<Report> makeTextReport(bool Fix);
/// One JSON document on standard output, docs/report-schema.json.
std::unique_ptr<Report> makeJsonReport();

/// What is said of a check beside its findings.
struct RuleText {
  /// One sentence, and a page of Markdown.
  std::string Title, Page;
  /// Numbers of the Common Weakness Enumeration.
  std::vector<std::string> Cwe;
};
using RuleTextSource = std::function<RuleText(llvm::StringRef Check)>;

/// One SARIF 2.1.0 log on standard output, for code scanning services; the
/// checks that found something are described by \p Texts.
std::unique_ptr<Report> makeSarifReport(RuleTextSource Texts);

} // namespace racetidy

#endif // RACETIDY_DRIVER_REPORT_REPORT_H
