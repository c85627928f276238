//===- Main.cpp - the command line ----------------------------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "driver/cli/CheckSelection.h"
#include "driver/cli/Flags.h"
#include "driver/report/Report.h"

#include "clang/Tooling/CompilationDatabase.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/InitLLVM.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Process.h"
#include "llvm/Support/Signals.h"
#include "llvm/Support/WithColor.h"

using namespace racetidy;

/// Exit codes; docs/cli.md says the same.
enum ExitCode { Clean = 0, HasFindings = 1, Usage = 2, Incomplete = 3 };

static llvm::raw_ostream &complain() {
  return llvm::WithColor::error(llvm::errs(), "racetidy");
}

/// Takes out what another file of the run already had: findings in headers.
static void removeRepeated(LintResult &R, llvm::StringSet<> &Seen) {
  if (R.Outcome != LintResult::Done)
    return;
  llvm::erase_if(R.Diagnostics, [&](const clang::tidy::ClangTidyError &E) {
    llvm::SmallString<256> File(E.Message.FilePath);
    llvm::sys::path::make_absolute(E.BuildDirectory, File);
    llvm::sys::path::remove_dots(File, /*remove_dot_dot=*/true);
    return !Seen.insert(detailKey(E.DiagnosticName, File, E.Message.FileOffset,
                                  E.Message.Message))
                .second;
  });
}

static std::string count(unsigned N, llvm::StringRef What) {
  return (llvm::Twine(N) + " " + What + (N == 1 ? "" : "s")).str();
}

static void summarise(const Tally &T, unsigned Cut, const Flags &F) {
  if (F.Quiet)
    return;
  llvm::errs() << "racetidy: "
               << (T.Findings ? count(T.Findings, "finding") : "no findings")
               << " in " << count(T.Files, "file");
  if (T.Failed)
    llvm::errs() << ", " << T.Failed << " of them could not be linted";
  llvm::errs() << "\n";
  if (F.Verbose)
    llvm::errs() << "racetidy: " << count(Cut, "function")
                 << " met a budget and may hide findings\n";
}

/// CPU time, so that the machine's other work does not count.
static void tellProfile(double Parse, double Analysis) {
  double All = Parse + Analysis;
  llvm::errs() << llvm::format("racetidy: %.3f s parsing, %.3f s analysis "
                               "(%.1f %% of both)\n",
                               Parse, Analysis,
                               All > 0 ? 100 * Analysis / All : 0.0);
}

static int run(const Flags &F,
               std::unique_ptr<clang::tooling::CompilationDatabase> Fixed) {
  CheckSelection Checks(F);
  if (!Checks.validateFlags())
    return Usage;
  if (F.ListChecks)
    return Checks.list(F.ListChecksAsJson) ? Clean : Usage;

  Selection Files = Fixed ? selectFixed(F.Paths, *Fixed)
                          : selectFromDatabase(F.Paths, F.BuildPath);
  if (!Files.Error.empty()) {
    complain() << Files.Error << "\n";
    return Usage;
  }
  // Mistakes in rules come before any work.
  for (const LintJob &Job : Files.Jobs)
    Checks.addSource(Job.File);
  if (!Checks.validateRules())
    return Usage;

  std::unique_ptr<Report> Out =
      F.Json ? makeJsonReport() : makeTextReport(F.Fix);
  Tally T;
  T.Files = Files.Jobs.size() + Files.Failures.size();
  for (const Selection::Failure &Failure : Files.Failures) {
    Out->fail(Failure);
    ++T.Failed;
  }
  unsigned Cut = 0, Ended = 0;
  double Parse = 0, Analysis = 0;
  bool Progress = !F.Quiet && llvm::sys::Process::StandardErrIsDisplayed();
  llvm::StringSet<> Seen;
  lint(
      Files.Jobs, F.Workers,
      [&](const LintJob &Job) { return Checks.settingsFor(Job.File); },
      [&](LintResult R) {
        if (Progress)
          llvm::errs() << "\r\033[K[" << ++Ended << "/" << Files.Jobs.size()
                       << "] " << llvm::sys::path::filename(R.File)
                       << "\r\033[K";
        removeRepeated(R, Seen);
        if (R.Outcome == LintResult::Done)
          T.Findings += R.Diagnostics.size();
        else
          ++T.Failed;
        Cut += R.CutFunctions;
        Parse += R.ParseSeconds;
        Analysis += R.AnalysisSeconds;
        Out->add(std::move(R));
      });
  if (!Out->finish(T)) {
    complain() << "the report could not be written to standard output\n";
    return Incomplete;
  }
  summarise(T, Cut, F);
  if (F.Profile)
    tellProfile(Parse, Analysis);
  // A run that saw only part of the code must not look like one that saw all.
  if (T.Failed)
    return Incomplete;
  return T.Findings ? HasFindings : Clean;
}

int main(int Argc, const char **Argv) {
  llvm::InitLLVM Init(Argc, Argv);
  // "FILE -- FLAGS": everything after the dashes is the compiler's.
  std::string Problem;
  std::unique_ptr<clang::tooling::CompilationDatabase> Fixed =
      clang::tooling::FixedCompilationDatabase::loadFromCommandLine(Argc, Argv,
                                                                    Problem);
  if (!Problem.empty()) {
    complain() << Problem << "\n";
    return Usage;
  }
  std::optional<Flags> F = parseFlags(Argc, Argv);
  int Code = F ? run(*F, std::move(Fixed)) : Usage;
  llvm::outs().flush();
  // Nothing is taken down: a file on which clang crashed has left its objects
  // registered with LLVM, and they are gone.
  llvm::sys::Process::Exit(Code, /*NoCleanup=*/true);
}
