//===- SarifReport.cpp - SARIF 2.1.0 --------------------------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The exchange format of code scanning services (OASIS, "Static Analysis
/// Results Interchange Format", 2.1.0). It knows threads: an interleaving is
/// one code flow with a thread flow for each thread, and an order over all.
///
//===----------------------------------------------------------------------===//
#include "driver/report/Fingerprint.h"
#include "driver/report/Places.h"
#include "driver/report/Report.h"

#include "llvm/Support/JSON.h"
#include "llvm/Support/Path.h"

#include <map>

using namespace clang::tidy;
using namespace racetidy;
namespace json = llvm::json;

namespace {

class SarifReport : public Report {
public:
  explicit SarifReport(RuleTextSource Texts) : Texts(std::move(Texts)) {}

  void add(LintResult Result) override;
  void fail(const Selection::Failure &F) override {
    notify("'" + F.File + "' " + F.Why);
  }
  bool finish(const Tally &T) override;

private:
  json::Object location(llvm::StringRef Folder, llvm::StringRef File,
                        unsigned Offset);
  json::Object flow(const ClangTidyError &E, const FindingDetail &D);
  json::Object fix(const ClangTidyError &E);
  json::Object result(const LintResult &R, const ClangTidyError &E);
  /// The rule's number in the list of rules, which it is put into.
  unsigned rule(llvm::StringRef Check);
  void notify(std::string Why) {
    Notifications.push_back(
        json::Object{{"level", "error"},
                     {"message", json::Object{{"text", std::move(Why)}}}});
  }

  RuleTextSource Texts;
  json::Array Results, Rules, Notifications;
  std::map<std::string, unsigned> RuleNumbers;
  /// How often a fingerprint was given.
  std::map<std::string, unsigned> Given;
  Places Where;
};

} // namespace

static json::Object text(llvm::StringRef Text) {
  // A value of JSON keeps no copy of a reference.
  return json::Object{{"text", Text.str()}};
}

/// \p File as a relative reference, or an absolute one of the scheme "file".
static std::string uri(llvm::StringRef File) {
  std::string Uri = llvm::sys::path::is_absolute(File) ? "file://" : "";
  for (char C : File)
    if (llvm::isAlnum(C) || llvm::StringRef("-._~/+,=@").contains(C))
      Uri += C;
    else
      (Uri += '%') += llvm::utohexstr(static_cast<unsigned char>(C),
                                      /*LowerCase=*/false, 2);
  return Uri;
}

static json::Object artifact(llvm::StringRef File) {
  json::Object Artifact{{"uri", uri(File)}};
  if (!llvm::sys::path::is_absolute(File))
    Artifact["uriBaseId"] = "%SRCROOT%";
  return Artifact;
}

json::Object SarifReport::location(llvm::StringRef Folder, llvm::StringRef File,
                                   unsigned Offset) {
  Place P = Where.at(Folder, File, Offset);
  json::Object Physical{{"artifactLocation", artifact(P.File)}};
  if (P.Line)
    Physical["region"] =
        json::Object{{"startLine", P.Line}, {"startColumn", P.CodePoint}};
  return json::Object{{"physicalLocation", std::move(Physical)}};
}

/// The interleaving: each thread's steps, numbered over all of them.
json::Object SarifReport::flow(const ClangTidyError &E,
                               const FindingDetail &D) {
  std::vector<std::pair<std::string, json::Array>> Threads;
  for (size_t I = 0; I < D.Steps.size(); ++I) {
    const FindingDetail::Step &S = D.Steps[I];
    auto Thread = llvm::find_if(
        Threads, [&](const auto &T) { return T.first == S.Origin; });
    if (Thread == Threads.end())
      Thread = Threads.insert(Thread, {S.Origin, {}});
    json::Object At = location(E.BuildDirectory, S.File, S.Offset);
    At["message"] = text(S.Origin + " " + S.What);
    Thread->second.push_back(
        json::Object{{"location", std::move(At)}, {"executionOrder", I + 1}});
  }
  json::Array Flows;
  for (auto &[Name, Steps] : Threads)
    Flows.push_back(json::Object{{"id", Name},
                                 {"message", text(Name)},
                                 {"locations", std::move(Steps)}});
  return json::Object{{"threadFlows", std::move(Flows)}};
}

json::Object SarifReport::fix(const ClangTidyError &E) {
  json::Array Changes;
  for (const auto &[File, Replacements] : E.Message.Fix) {
    json::Array Edits;
    for (const auto &R : Replacements) {
      json::Object Deleted{{"byteOffset", R.getOffset()},
                           {"byteLength", R.getLength()}};
      Edits.push_back(
          json::Object{{"deletedRegion", std::move(Deleted)},
                       {"insertedContent", text(R.getReplacementText())}});
    }
    Place P = Where.at(E.BuildDirectory, File, 0);
    Changes.push_back(json::Object{{"artifactLocation", artifact(P.File)},
                                   {"replacements", std::move(Edits)}});
  }
  return json::Object{{"artifactChanges", std::move(Changes)}};
}

unsigned SarifReport::rule(llvm::StringRef Check) {
  auto [It, New] = RuleNumbers.try_emplace(Check.str(), Rules.size());
  if (!New)
    return It->second;
  RuleText T = Texts(Check);
  json::Array Tags{"concurrency"};
  for (const std::string &Number : T.Cwe)
    Tags.push_back("external/cwe/cwe-" + Number);
  if (!T.Cwe.empty())
    Tags.push_back("security");
  Rules.push_back(json::Object{
      {"id", Check.str()},
      {"shortDescription", text(T.Title)},
      {"fullDescription", text(T.Title)},
      {"help", json::Object{{"text", T.Page}, {"markdown", T.Page}}},
      {"defaultConfiguration", json::Object{{"level", "warning"}}},
      {"properties", json::Object{{"tags", std::move(Tags)}}}});
  return It->second;
}

json::Object SarifReport::result(const LintResult &R, const ClangTidyError &E) {
  const auto &Message = E.Message;
  json::Object Result{
      {"ruleId", E.DiagnosticName},
      {"ruleIndex", rule(E.DiagnosticName)},
      {"level", E.DiagLevel == ClangTidyError::Remark ? "note"
                : E.IsWarningAsError                  ? "error"
                                                      : "warning"},
      {"locations", json::Array{location(E.BuildDirectory, Message.FilePath,
                                         Message.FileOffset)}}};
  std::string File =
      Where.at(E.BuildDirectory, Message.FilePath, Message.FileOffset).File;
  std::string Print = fingerprint(E.DiagnosticName, File, Message.Message);
  unsigned Before = Given[Print]++;
  Result["partialFingerprints"] =
      json::Object{{"racetidy/v1", Print + ":" + std::to_string(Before + 1)}};
  if (!Message.Fix.empty())
    Result["fixes"] = json::Array{fix(E)};

  std::string Text = Message.Message;
  if (const FindingDetail *Detail = R.detailOf(E)) {
    const FindingDetail &D = *Detail;
    Text += "\n" + D.Evidence;
    if (!D.Advice.empty())
      Text += "\n" + D.Advice;
    if (!D.Steps.empty())
      Result["codeFlows"] = json::Array{flow(E, D)};
    Result["properties"] = json::Object{{"confidence", D.Confidence},
                                        {"evidence", D.Evidence},
                                        {"linked", D.Linked}};
  }
  Result["message"] = text(Text);
  return Result;
}

void SarifReport::add(LintResult R) {
  if (R.Outcome == LintResult::Done) {
    for (const ClangTidyError &E : R.Diagnostics)
      Results.push_back(result(R, E));
    return;
  }
  std::string Why = "'" + nameFromHere(R.File) + "' ";
  Why += R.Outcome == LintResult::Crashed ? "made racetidy crash"
                                          : "does not compile";
  for (const ClangTidyError &E : R.Diagnostics)
    Why += "\n" + E.Message.Message;
  notify(std::move(Why));
}

bool SarifReport::finish(const Tally &T) {
  json::Object Driver{{"name", "racetidy"},
                      {"semanticVersion", RACETIDY_VERSION},
                      {"rules", std::move(Rules)}};
  json::Object Invocation{
      {"executionSuccessful", T.Failed == 0},
      {"toolExecutionNotifications", std::move(Notifications)}};
  json::Object Run{
      {"tool", json::Object{{"driver", std::move(Driver)}}},
      {"columnKind", "unicodeCodePoints"},
      {"invocations", json::Array{std::move(Invocation)}},
      {"results", std::move(Results)},
  };
  json::Object Root{
      {"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
      {"version", "2.1.0"},
      {"runs", json::Array{std::move(Run)}},
  };
  llvm::outs() << llvm::formatv("{0:2}", json::Value(std::move(Root))) << "\n";
  return wroteAll();
}

std::unique_ptr<Report> racetidy::makeSarifReport(RuleTextSource Texts) {
  return std::make_unique<SarifReport>(std::move(Texts));
}
