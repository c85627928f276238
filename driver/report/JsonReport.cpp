//===- JsonReport.cpp - one JSON document ---------------------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The format is described by docs/report-schema.json. A change that a reader
/// could trip over raises the version.
///
//===----------------------------------------------------------------------===//
#include "driver/report/Places.h"
#include "driver/report/Report.h"

#include "llvm/Config/llvm-config.h"
#include "llvm/Support/JSON.h"

using namespace clang::tidy;
using namespace racetidy;
namespace json = llvm::json;

namespace {

class JsonReport : public Report {
public:
  void add(LintResult Result) override;
  void fail(const Selection::Failure &F) override {
    json::Object Failure{{"file", nameFromHere(F.File)}, {"reason", F.Why}};
    Failures.push_back(std::move(Failure));
  }
  bool finish(const Tally &T) override;

private:
  /// {"file": …, "line": …, "column": …}, both 1-based, columns in bytes.
  json::Object place(llvm::StringRef Folder, llvm::StringRef File,
                     unsigned Offset);
  json::Object finding(const LintResult &R, const ClangTidyError &E);

  json::Array Findings, Failures;
  Places Where;
};

} // namespace

json::Object JsonReport::place(llvm::StringRef Folder, llvm::StringRef File,
                               unsigned Offset) {
  Place P = Where.at(Folder, File, Offset);
  json::Object Object{{"file", P.File}};
  if (P.Line) {
    Object["line"] = P.Line;
    Object["column"] = P.Column;
  }
  return Object;
}

json::Object JsonReport::finding(const LintResult &R, const ClangTidyError &E) {
  const auto &Message = E.Message;
  json::Object F =
      place(E.BuildDirectory, Message.FilePath, Message.FileOffset);
  F["check"] = E.DiagnosticName;
  F["severity"] = E.DiagLevel == ClangTidyError::Remark ? "remark"
                  : E.IsWarningAsError                  ? "error"
                                                        : "warning";
  F["message"] = Message.Message;

  json::Array Fixes;
  for (const auto &[File, Replacements] : Message.Fix)
    for (const auto &Replacement : Replacements) {
      json::Object Fix = place(E.BuildDirectory, Replacement.getFilePath(),
                               Replacement.getOffset());
      Fix["offset"] = Replacement.getOffset();
      Fix["length"] = Replacement.getLength();
      Fix["text"] = Replacement.getReplacementText().str();
      Fixes.push_back(std::move(Fix));
    }
  F["fixes"] = std::move(Fixes);

  json::Array Steps;
  if (const FindingDetail *Detail = R.detailOf(E)) {
    const FindingDetail &D = *Detail;
    F["confidence"] = D.Confidence;
    F["evidence"] = D.Evidence;
    F["advice"] = D.Advice;
    F["linked"] = D.Linked;
    for (const FindingDetail::Step &S : D.Steps) {
      json::Object Step = place(E.BuildDirectory, S.File, S.Offset);
      Step["origin"] = S.Origin;
      Step["what"] = S.What;
      Steps.push_back(std::move(Step));
    }
  }
  F["interleaving"] = std::move(Steps);
  return F;
}

void JsonReport::add(LintResult R) {
  if (R.Outcome == LintResult::Done) {
    for (const ClangTidyError &E : R.Diagnostics)
      Findings.push_back(finding(R, E));
    return;
  }
  json::Object Failure{{"file", nameFromHere(R.File)}};
  Failure["reason"] = R.Outcome == LintResult::Crashed
                          ? "racetidy crashed"
                          : "the file does not compile";
  json::Array Errors;
  for (const ClangTidyError &E : R.Diagnostics) {
    json::Object Error =
        E.Message.FilePath.empty()
            ? json::Object{}
            : place(E.BuildDirectory, E.Message.FilePath, E.Message.FileOffset);
    Error["message"] = E.Message.Message;
    Errors.push_back(std::move(Error));
  }
  Failure["errors"] = std::move(Errors);
  Failures.push_back(std::move(Failure));
}

bool JsonReport::finish(const Tally &T) {
  json::Object Root{
      {"version", 1},
      {"tool", json::Object{{"name", "racetidy"},
                            {"version", RACETIDY_VERSION},
                            {"llvm", LLVM_VERSION_STRING}}},
      {"findings", std::move(Findings)},
      {"failures", std::move(Failures)},
      {"summary", json::Object{{"files", T.Files},
                               {"failed", T.Failed},
                               {"findings", T.Findings}}},
  };
  llvm::outs() << llvm::formatv("{0:2}", json::Value(std::move(Root))) << "\n";
  return wroteAll();
}

std::unique_ptr<Report> racetidy::makeJsonReport() {
  return std::make_unique<JsonReport>();
}
