//===- Linker.cpp - finds what takes several files ------------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "driver/link/Linker.h"

#include "checks/Admission.h"
#include "checks/LinkedCheck.h"
#include "checks/model/SummaryFields.h"
#include "driver/run/Diagnosis.h"

#include "clang/Basic/FileManager.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FileSystem.h"

#include <ctime>
#include <set>
#include <tuple>

using namespace clang;
using namespace clang::tidy;
using namespace racetidy;

unsigned racetidy::cutFunctions(const SummarySet &Set) {
  unsigned Cut = 0;
  for (const UnitSummary &Unit : Set.units())
    Cut += Unit.CutFunctions;
  return Cut;
}

void racetidy::addUnit(SummarySet &Into, const LintResult &Result) {
  if (!Result.Summaries)
    return;
  Into.add(*Result.Summaries);
  auto Translate = [&](Symbol &S) {
    S = Into.intern(Result.Summaries->text(S));
  };
  SummarySymbols Each(Translate);
  for (UnitSummary Unit : Result.Summaries->units()) {
    fields(Each, Unit);
    for (const auto &[Id, Level] : Result.Own)
      Unit.Findings.push_back({Into.intern(Id), Level});
    Into.add(std::move(Unit));
  }
}

void racetidy::sortFindings(std::vector<ClangTidyError> &Findings) {
  llvm::sort(Findings, [](const ClangTidyError &A, const ClangTidyError &B) {
    auto Key = [](const ClangTidyError &E) {
      return std::tie(E.Message.FilePath, E.Message.FileOffset,
                      E.DiagnosticName, E.Message.Message);
    };
    return Key(A) < Key(B);
  });
}

namespace {

/// Shows findings in the files that they lie in, each under the settings of
/// its file.
class Shower {
public:
  Shower(const SummarySet &Set,
         std::function<LinkSettings(const std::string &)> SettingsOf)
      : Set(Set), SettingsOf(std::move(SettingsOf)),
        SourceProblems(DiagnosticIDs::create(), SourceOptions,
                       new IgnoringDiagConsumer),
        Files(FileSystemOptions()), SM(SourceProblems, Files),
        Find(Set, SM, makeMain(SM)) {
    for (const UnitSummary &Unit : Set.units())
      for (const UnitSummary::Finding &F : Unit.Findings)
        if (auto [It, New] = Own.try_emplace(Set.text(F.Id), F.Level); !New)
          It->second = std::max(It->second, F.Level);
    llvm::sys::fs::current_path(Here);
  }

  void show(const CheckFinding &F);
  LinkResult finish();

private:
  /// What is shown under the same settings.
  struct Group {
    LintResult Result;
    std::unique_ptr<Diagnosis> Diagnosed;
  };
  /// A main file that includes all others: what is included by nothing counts
  /// as a main file for the filters.
  static SourceLocation makeMain(SourceManager &SM) {
    SM.setMainFileID(SM.createFileID(llvm::MemoryBuffer::getMemBuffer("\n")));
    return SM.getLocForStartOfFile(SM.getMainFileID());
  }
  Diagnosis &groupFor(const CheckFinding &F, const LinkSettings &Settings);

  const SummarySet &Set;
  std::function<LinkSettings(const std::string &)> SettingsOf;
  DiagnosticOptions SourceOptions;
  DiagnosticsEngine SourceProblems;
  FileManager Files;
  SourceManager SM;
  SiteFinder Find;
  llvm::SmallString<256> Here;
  /// What some unit tells by itself, and how surely.
  llvm::StringMap<Confidence> Own;
  std::map<std::pair<std::string, bool>, Group> Groups;
  std::set<std::string> Lost;
};

} // namespace

Diagnosis &Shower::groupFor(const CheckFinding &F,
                            const LinkSettings &Settings) {
  // clang-tidy's filters for headers let all pass that has to do with the main
  // file. Here every unit's is one.
  bool Main = Set.unit(F.Found.At.File) ||
              llvm::any_of(F.Found.Steps, [&](const LinkedStep &Step) {
                return Set.unit(Step.At.File) != nullptr;
              });
  Group &G = Groups[{Settings.RulesFile, Main}];
  if (!G.Diagnosed) {
    ClangTidyOptions Options = Settings.Options;
    if (Main) {
      Options.HeaderFilterRegex = ".*";
      Options.ExcludeHeaderFilterRegex = "";
    }
    G.Diagnosed = std::make_unique<Diagnosis>(Options, Here, G.Result);
    G.Diagnosed->engine().setSourceManager(&SM);
    G.Diagnosed->context().setCurrentBuildDirectory(Here);
    G.Diagnosed->consumer().BeginSourceFile(LangOptions(), nullptr);
  }
  return *G.Diagnosed;
}

void Shower::show(const CheckFinding &F) {
  LinkSettings Settings = SettingsOf(absoluteFile(Set.text(F.Found.At.File)));
  if (F.Found.Evidence.Level < Settings.Least)
    return;
  std::optional<Finding> Located = F.locate(Find);
  if (!Located) {
    auto See = [&](Site At) {
      if (Find(At).isInvalid())
        Lost.insert(Set.text(At.File).str());
    };
    See(F.Found.At);
    for (const LinkedStep &Step : F.Found.Steps)
      See(Step.At);
    return;
  }
  if (!admit(*Located, Settings.Least, *Settings.Rules, SM))
    return;
  auto It = Own.find(F.key());
  Located->Linked = It == Own.end() || It->second < Settings.Least;
  racetidy::show(groupFor(F, Settings).context(), std::move(*Located), SM);
}

LinkResult Shower::finish() {
  LinkResult All;
  for (auto &[Key, G] : Groups) {
    G.Diagnosed->consumer().EndSourceFile();
    G.Diagnosed->finish();
    G.Diagnosed.reset();
    llvm::append_range(All.Findings.Diagnostics, G.Result.Diagnostics);
    All.Findings.Details.merge(G.Result.Details);
    // Who prints wants one; they differ in nothing that is printed.
    All.Findings.Context = std::move(G.Result.Context);
  }
  sortFindings(All.Findings.Diagnostics);
  All.Lost.assign(Lost.begin(), Lost.end());
  return All;
}

LinkResult
racetidy::link(SummarySet &Set, bool Whole,
               llvm::ArrayRef<const CheckInfo *> Checks,
               std::function<LinkSettings(const std::string &)> SettingsOf) {
  std::clock_t Begin = std::clock();
  Set.sort();
  nameForeignLocks(Set);
  Composition Composed(Set, {Whole && Set.units().size() > 1});
  Shower Shown(Set, std::move(SettingsOf));
  for (const CheckFinding &F : findingsOf(Composed, Checks))
    Shown.show(F);
  LinkResult Result = Shown.finish();
  Result.Functions = Set.functions().size();
  Result.Units = Set.units().size();
  Result.CutCalls = Composed.cut();
  Result.CutFunctions = cutFunctions(Set);
  Result.Seconds = double(std::clock() - Begin) / CLOCKS_PER_SEC;
  return Result;
}
