//===- Session.cpp - one run of the command line --------------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "driver/cli/Session.h"

#include "checks/CheckInfo.h"
#include "checks/LinkedCheck.h"
#include "checks/composition/GuardList.h"
#include "checks/composition/SummaryDump.h"
#include "checks/composition/SummaryFile.h"
#include "driver/cli/ConfigReport.h"
#include "driver/cli/Explain.h"
#include "driver/cli/RuleTests.h"
#include "rules/RuleDescription.h"

#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FileUtilities.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Process.h"
#include "llvm/Support/WithColor.h"

using namespace racetidy;

llvm::raw_ostream &racetidy::complain() {
  return llvm::WithColor::error(llvm::errs(), "racetidy");
}

static std::string count(unsigned N, llvm::StringRef What) {
  return (llvm::Twine(N) + " " + What + (N == 1 ? "" : "s")).str();
}

/// The absolute name of the file that \p E lies in.
static std::string fileOf(const clang::tidy::ClangTidyError &E) {
  llvm::SmallString<256> File(E.Message.FilePath);
  llvm::sys::path::make_absolute(E.BuildDirectory, File);
  llvm::sys::path::remove_dots(File, /*remove_dot_dot=*/true);
  return std::string(File);
}

/// Takes out what another file of the run already had: findings in headers.
static void removeRepeated(LintResult &R, llvm::StringSet<> &Seen) {
  llvm::erase_if(R.Diagnostics, [&](const clang::tidy::ClangTidyError &E) {
    return !Seen.insert(detailKey(E.DiagnosticName, fileOf(E),
                                  E.Message.FileOffset, E.Message.Message))
                .second;
  });
}

int Session::run(std::unique_ptr<clang::tooling::CompilationDatabase> Fixed) {
  if (!Checks.validateFlags())
    return Usage;
  if (F.ListChecks)
    return Checks.list(F.ListChecksAsJson) ? Clean : Usage;
  if (!F.DescribeRules.empty()) {
    llvm::outs() << (F.DescribeRules == "schema" ? rulesSchema(knownNames())
                                                 : rulesReference());
    return Clean;
  }
  if (F.DumpConfig || F.VerifyConfig || F.ExplainConfig)
    return tellConfig();
  if (F.What == Command::Explain)
    return explainChecks();
  if (F.What == Command::TestRules)
    return testRules(F, Fixed.get());
  if (!readBaseline())
    return Usage;
  Out = makeReport();
  return F.What == Command::Link ? linkFiles() : lintFiles(Fixed.get());
}

std::unique_ptr<Report> Session::makeReport() {
  switch (F.Format) {
  case OutputFormat::Json:
    return makeJsonReport();
  case OutputFormat::Sarif:
    return makeSarifReport([&](llvm::StringRef Check) {
      return ruleText(Check, Checks.ownRule(Check));
    });
  case OutputFormat::Text:
    break;
  }
  return makeTextReport(F.Fix);
}

int Session::explainChecks() {
  const ProjectRules &Rules = Checks.rulesOf(absoluteFile("."));
  if (!Checks.validateRules())
    return Usage;
  if (F.Paths.empty())
    complain() << "say which check to explain; 'racetidy --list-checks' names "
                  "them all\n";
  return !F.Paths.empty() && explain(F.Paths, *Rules.Rules) ? Clean : Usage;
}

int Session::tellConfig() {
  std::string Source = absoluteFile(F.Paths.empty() ? "." : F.Paths.front());
  // The rules of a folder are those of what lies in it.
  if (llvm::sys::fs::is_directory(Source))
    Source += "/.";
  const ProjectRules &Rules = Checks.rulesOf(Source);
  if (!Checks.validateRules())
    return Usage;
  if (F.DumpConfig)
    llvm::outs() << dumpConfig(Rules);
  if (F.ExplainConfig)
    llvm::outs() << explainConfig(Rules);
  if (F.VerifyConfig)
    llvm::outs() << "racetidy: "
                 << (Rules.Layers.empty()
                         ? "there is no '.racetidy.yaml' here or above"
                         : "no mistakes in '" + Rules.Layers.back().Name + "'")
                 << "\n";
  Checks.reportSuppressions(/*Whole=*/false);
  return Clean;
}

int Session::lintFiles(clang::tooling::CompilationDatabase *Fixed) {
  if (F.What == Command::Scan && F.Output.empty() && !F.Dump) {
    complain() << "say with -o which file 'racetidy scan' shall write\n";
    return Usage;
  }
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
  size_t Before = Files.Jobs.size();
  llvm::erase_if(Files.Jobs, [&](const LintJob &Job) {
    return !Job.Named && Checks.isExcluded(Job.File);
  });
  // What the rules exclude may call what is left.
  Files.Whole &= Files.Jobs.size() == Before;

  T.Files = Files.Jobs.size() + Files.Failures.size();
  for (const Selection::Failure &Failure : Files.Failures) {
    Out->fail(Failure);
    ++T.Failed;
  }
  bool Links = F.What == Command::Lint && Checks.links();
  OneFile = Links && Files.Jobs.size() == 1;
  unsigned Ended = 0;
  bool Progress = !F.Quiet && llvm::sys::Process::StandardErrIsDisplayed();
  lint(
      Files.Jobs, F.Workers,
      [&](const LintJob &Job) { return Checks.settingsFor(Job.File); },
      [&](LintResult R) {
        if (Progress)
          llvm::errs() << "\r\033[K[" << ++Ended << "/" << Files.Jobs.size()
                       << "] " << llvm::sys::path::filename(R.File)
                       << "\r\033[K";
        take(std::move(R));
      });
  if (Links)
    linkAll(Files.Whole);
  if (F.What == Command::Scan && !write())
    return Incomplete;
  // One file that was named is not the program, and what flags leave away may
  // need its suppression.
  Whole = Files.Whole && (!Fixed || T.Files > 1) && F.Checks.empty() &&
          F.MinConfidence.empty();
  // A file of a finding may have rules that no source has.
  return Checks.validateRules() ? finish() : Usage;
}

void Session::take(LintResult R) {
  if (R.Outcome != LintResult::Done)
    ++T.Failed;
  // A function that is too large is so for the summaries as well.
  Cut += std::max(R.CutFunctions, R.Summaries ? cutFunctions(*R.Summaries) : 0);
  Parse += R.ParseSeconds;
  Analysis += R.AnalysisSeconds;
  addUnit(Summaries, R);
  R.Summaries.reset();
  if (OneFile && R.Outcome == LintResult::Done)
    Only = std::move(R);
  else
    add(std::move(R));
}

void Session::add(LintResult R) {
  if (R.Outcome == LintResult::Done) {
    removeRepeated(R, Seen);
    removeKnown(R);
    T.Findings += R.Diagnostics.size();
    T.Remarks +=
        llvm::count_if(R.Diagnostics, [](const clang::tidy::ClangTidyError &E) {
          return E.DiagLevel == clang::tidy::ClangTidyError::Remark;
        });
  }
  Out->add(std::move(R));
}

bool Session::readBaseline() {
  if (F.Baseline.empty())
    return true;
  Known.emplace(F.Baseline);
  if (F.UpdateBaseline && !llvm::sys::fs::exists(F.Baseline))
    return true;
  if (llvm::Error E = Known->read()) {
    complain() << "'" << F.Baseline << "' " << llvm::toString(std::move(E))
               << "\n";
    return false;
  }
  return true;
}

void Session::removeKnown(LintResult &R) {
  if (!Known)
    return;
  size_t Before = R.Diagnostics.size();
  llvm::erase_if(R.Diagnostics, [&](const clang::tidy::ClangTidyError &E) {
    std::string File = fileOf(E);
    if (Known->covers(E.DiagnosticName, File, E.Message.Message))
      return true;
    if (F.UpdateBaseline)
      Known->add(E.DiagnosticName, File, E.Message.Message);
    return F.UpdateBaseline;
  });
  Hidden += Before - R.Diagnostics.size();
}

int Session::finishBaseline() {
  if (!Known || F.What != Command::Lint)
    return Clean;
  // What was not looked for has not gone.
  bool SawAll = Whole && !T.Failed;
  if (F.PruneBaseline && !SawAll) {
    complain() << "'" << F.Baseline
               << "' is left as it is: only a run that saw the whole program, "
                  "with the checks of the rules file, knows what is not found "
                  "any more\n";
    return Usage;
  }
  if (SawAll && (F.UpdateBaseline || F.PruneBaseline))
    Known->prune();
  if (F.UpdateBaseline || F.PruneBaseline) {
    llvm::Error E = Known->write();
    if (!E)
      return Clean;
    complain() << "'" << F.Baseline
               << "' could not be written: " << llvm::toString(std::move(E))
               << "\n";
    return Incomplete;
  }
  auto Stale = SawAll ? Known->stale() : std::map<Baseline::Entry, unsigned>();
  for (const auto &[E, Times] : Stale)
    llvm::WithColor::warning(llvm::errs(), "racetidy")
        << "'" << F.Baseline << "' lists " << count(Times, "finding")
        << " that " << (Times == 1 ? "is" : "are")
        << " not there any more, and would hide a new one; take it out with "
           "'--prune-baseline': "
        << E.File << ": " << E.Message << " [" << E.Check << "]\n";
  return Stale.empty() || F.AllowStaleBaseline ? Clean : HasFindings;
}

int Session::linkFiles() {
  if (F.Paths.empty()) {
    complain() << "no summary file given; make some with 'racetidy scan'\n";
    return Usage;
  }
  Checks.addSource(absoluteFile("."));
  if (!Checks.validateRules())
    return Usage;
  bool Read = true;
  for (const std::string &File : F.Paths) {
    auto Buffer = llvm::MemoryBuffer::getFile(File, /*IsText=*/false,
                                              /*RequiresNullTerminator=*/false);
    std::string Why;
    if (!Buffer)
      Why = "can't be read: " + Buffer.getError().message();
    else if (llvm::Error E = readSummaries(**Buffer, Summaries))
      Why = llvm::toString(std::move(E));
    if (Why.empty())
      continue;
    complain() << "'" << File << "' " << Why << "\n";
    Read = false;
  }
  if (!Read)
    return Usage;
  if (F.DumpGuards || F.DumpAccesses) {
    Summaries.sort();
    nameForeignLocks(Summaries);
    Composition All(Summaries, {/*Whole=*/true});
    if (F.DumpGuards)
      printGuards(All, llvm::outs());
    if (F.DumpAccesses)
      printAccesses(All, llvm::outs());
    return Clean;
  }
  linkAll(/*Whole=*/true);
  T.Files = Linked->Units;
  Cut = Linked->CutFunctions;
  return Checks.validateRules() ? finish() : Usage;
}

void Session::linkAll(bool Whole) {
  Linked = link(Summaries, Whole, allChecks(), [&](const std::string &File) {
    return Checks.linkSettingsFor(File);
  });
  for (const std::string &File : Linked->Lost) {
    Out->fail({File, "is not there any more, and something was found in it; "
                     "link where it was scanned, or scan again"});
    ++T.Failed;
  }
  LintResult &Found = Linked->Findings;
  if (Only) {
    llvm::append_range(Only->Diagnostics, Found.Diagnostics);
    sortFindings(Only->Diagnostics);
    Only->Details.merge(Found.Details);
    add(std::move(*Only));
  } else if (!Found.Diagnostics.empty()) {
    add(std::move(Found));
  }
}

bool Session::write() {
  Summaries.sort();
  if (F.Dump)
    llvm::outs() << dump(Summaries);
  if (F.Output.empty())
    return true;
  llvm::Error E = llvm::writeToOutput(F.Output, [&](llvm::raw_ostream &File) {
    writeSummaries(Summaries, File);
    return llvm::Error::success();
  });
  bool Written = true;
  llvm::handleAllErrors(std::move(E), [&](const llvm::FileError &Problem) {
    complain() << "'" << F.Output
               << "' could not be written: " << Problem.messageWithoutFileInfo()
               << "\n";
    Written = false;
  });
  return Written;
}

int Session::finish() {
  if (!Out->finish(T)) {
    complain() << "the report could not be written to standard output\n";
    return Incomplete;
  }
  if (!F.Quiet) {
    if (F.What == Command::Scan)
      llvm::errs() << "racetidy: "
                   << count(Summaries.functions().size(), "function");
    else
      llvm::errs() << "racetidy: "
                   << (T.Findings ? count(T.Findings, "finding")
                                  : "no findings");
    llvm::errs() << " in " << count(T.Files, "file");
    if (Hidden)
      llvm::errs() << ", " << Hidden
                   << (F.UpdateBaseline ? " written to '" : " more in '")
                   << F.Baseline << "'";
    if (T.Failed)
      llvm::errs() << ", " << T.Failed << " of them could not be linted";
    llvm::errs() << "\n";
    if (F.Verbose) {
      llvm::errs() << "racetidy: " << count(Cut, "function")
                   << " met a budget and may hide findings\n";
      if (Linked)
        llvm::errs() << "racetidy: " << count(Linked->Functions, "function")
                     << " of " << count(Linked->Units, "file") << " linked, "
                     << count(Linked->CutCalls, "call") << " not followed\n";
    }
  }
  Checks.reportSuppressions(Whole && F.What == Command::Lint && !T.Failed);
  if (F.Profile) {
    // CPU time, so that the machine's other work does not count.
    llvm::errs() << "racetidy: ";
    double All = Parse + Analysis;
    if (F.What != Command::Link)
      llvm::errs() << llvm::format("%.3f s parsing, %.3f s analysis "
                                   "(%.1f %% of both)",
                                   Parse, Analysis,
                                   All > 0 ? 100 * Analysis / All : 0.0);
    if (Linked)
      llvm::errs() << (F.What == Command::Link ? "" : ", ")
                   << llvm::format("%.3f s linking", Linked->Seconds);
    llvm::errs() << "\n";
  }
  int OfBaseline = finishBaseline();
  // A run that saw only part of the code must not look like one that saw all.
  if (T.Failed)
    return Incomplete;
  if (OfBaseline != Clean)
    return OfBaseline;
  return T.Findings > T.Remarks ? HasFindings : Clean;
}
