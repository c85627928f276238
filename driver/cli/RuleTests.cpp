//===- RuleTests.cpp - do rules find what they shall? ---------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "driver/cli/RuleTests.h"

#include "checks/CheckInfo.h"
#include "checks/own/OwnRulesCheck.h"
#include "driver/cli/CheckSelection.h"
#include "driver/cli/ExitCode.h"
#include "driver/run/Runner.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Regex.h"

#include <set>

using namespace racetidy;
namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;

namespace {
/// Line and check.
using Mark = std::pair<unsigned, std::string>;

struct Example {
  std::string File;
  std::string Text;
  std::set<Mark> Marks;
};
} // namespace

static bool isSource(llvm::StringRef File) {
  return llvm::is_contained({".c", ".cc", ".cpp", ".cxx"},
                            path::extension(File));
}

/// The sources in the folder of \p Rules whose names begin with its own.
static std::vector<std::string> sourcesBeside(const std::string &Rules) {
  llvm::StringRef Stem = path::stem(Rules);
  llvm::StringRef Folder = path::parent_path(Rules);
  std::vector<std::string> Found;
  std::error_code Error;
  for (fs::directory_iterator It(Folder.empty() ? "." : Folder, Error), End;
       !Error && It != End; It.increment(Error)) {
    llvm::StringRef Name = path::filename(It->path());
    llvm::StringRef Rest = Name;
    if (isSource(Name) && Rest.consume_front(Stem) &&
        (Rest.starts_with(".") || Rest.starts_with("-")))
      Found.push_back(It->path());
  }
  llvm::sort(Found);
  return Found;
}

/// The marks of \p Text. One that stands alone on its line is about the next
/// line of code.
static std::set<Mark> marksIn(llvm::StringRef Text) {
  static const llvm::Regex Comment("(//|/\\*) *#? *expect: *([a-z0-9, -]+)");
  std::set<Mark> Marks;
  std::vector<std::string> Waiting;
  unsigned Line = 0;
  while (!Text.empty()) {
    ++Line;
    auto [Code, Rest] = Text.split('\n');
    Text = Rest;
    llvm::SmallVector<llvm::StringRef> Groups, Names;
    if (Comment.match(Code, &Groups)) {
      Groups[2].split(Names, ',', -1, false);
      bool Alone =
          Code.take_front(Groups[0].begin() - Code.begin()).trim().empty();
      for (llvm::StringRef Name : Names)
        if (Alone)
          Waiting.push_back(Name.trim().str());
        else
          Marks.insert({Line, Name.trim().str()});
      if (Alone)
        continue;
    }
    if (Code.trim().empty())
      continue;
    for (const std::string &Name : Waiting)
      Marks.insert({Line, Name});
    Waiting.clear();
  }
  return Marks;
}

/// Flags of one example, where none are given: it needs nothing of a build.
static clang::tooling::CompileCommand commandFor(const std::string &File) {
  bool C = path::extension(File) == ".c";
  clang::tooling::CompileCommand Command;
  Command.Directory = path::parent_path(File).str();
  Command.Filename = File;
  Command.CommandLine = {C ? "clang" : "clang++", C ? "-std=c17" : "-std=c++20",
                         "-fsyntax-only", File};
  return Command;
}

static std::optional<Example> readExample(const std::string &File) {
  auto Buffer = llvm::MemoryBuffer::getFile(File, /*IsText=*/true);
  if (!Buffer) {
    complain() << "'" << File
               << "' can't be read: " << Buffer.getError().message() << "\n";
    return std::nullopt;
  }
  llvm::SmallString<256> Path(File);
  fs::make_absolute(Path);
  path::remove_dots(Path, /*remove_dot_dot=*/true);
  std::string Text = (*Buffer)->getBuffer().str();
  return Example{std::string(Path), Text, marksIn(Text)};
}

static std::pair<unsigned, unsigned> placeIn(llvm::StringRef Text,
                                             unsigned Offset) {
  llvm::StringRef Before = Text.take_front(Offset);
  return {Before.count('\n') + 1, Before.size() - (Before.rfind('\n') + 1) + 1};
}

/// Compares what was found in \p E with its marks; returns the differences.
static unsigned compare(const Example &E, const LintResult &Result) {
  unsigned Differences = 0;
  std::string File = nameFromHere(E.File);
  std::set<Mark> Found;
  for (const clang::tidy::ClangTidyError &Error : Result.Diagnostics) {
    // What lies in a header has no marks.
    if (Error.Message.FilePath != E.File)
      continue;
    auto [Line, Column] = placeIn(E.Text, Error.Message.FileOffset);
    Mark M{Line, Error.DiagnosticName};
    Found.insert(M);
    if (E.Marks.count(M))
      continue;
    ++Differences;
    llvm::outs() << File << ":" << Line << ":" << Column << ": error: '"
                 << M.second << "' is found here, and not expected: "
                 << Error.Message.Message << "\n";
  }
  for (const Mark &M : E.Marks)
    if (!Found.count(M)) {
      ++Differences;
      llvm::outs() << File << ":" << M.first << ": error: '" << M.second
                   << "' is expected here, and not found\n";
    }
  return Differences;
}

int racetidy::testRules(const Flags &F,
                        clang::tooling::CompilationDatabase *Fixed) {
  if (F.Paths.empty()) {
    complain() << "name the rules file to test; see 'racetidy test-rules "
                  "--help'\n";
    return Usage;
  }
  std::vector<std::string> Sources(F.Paths.begin() + 1, F.Paths.end());
  if (Sources.empty())
    Sources = sourcesBeside(F.Paths.front());
  if (Sources.empty()) {
    complain() << "there is no source beside '" << F.Paths.front()
               << "' whose name begins with '" << path::stem(F.Paths.front())
               << "'; name the examples after it\n";
    return Usage;
  }
  // The examples are tried with these rules, and with the project's own rules
  // and the checks that the marks name.
  Flags Own = F;
  Own.What = Command::Lint;
  Own.ConfigFile = F.Paths.front();
  Own.MinConfidence = "low";
  std::vector<Example> Examples;
  std::vector<LintJob> Jobs;
  std::set<std::string> Expected;
  for (const std::string &Source : Sources) {
    std::optional<Example> E = readExample(Source);
    if (!E)
      return Usage;
    Jobs.push_back({E->File, commandFor(E->File), /*Named=*/true});
    if (Fixed)
      Jobs.back().Command = Fixed->getCompileCommands(E->File).front();
    for (const auto &[Line, Name] : E->Marks)
      Expected.insert(Name);
    Examples.push_back(std::move(*E));
  }
  std::string Named = llvm::join(Expected, ",");
  Own.Checks = "-*," + OwnRulesCheck::Info.Name.str() +
               (Named.empty() ? "" : "," + Named);
  CheckSelection Checks(Own);
  for (const Example &E : Examples)
    Checks.addSource(E.File);
  if (!Checks.validateRules())
    return Usage;

  unsigned Differences = 0, Failed = 0, Marks = 0, Next = 0;
  lint(
      Jobs, /*Workers=*/0,
      [&](const LintJob &Job) {
        LintSettings Settings = Checks.settingsFor(Job.File);
        // Checks over summaries see what the example itself tells.
        for (const CheckInfo *Check : allChecks())
          if (!Check->isLocal() && Expected.count(Check->Name.str()))
            *Settings.Options.Checks += "," + Check->Name.str();
        return Settings;
      },
      [&](LintResult Result) {
        const Example &E = Examples[Next++];
        Marks += E.Marks.size();
        if (Result.Outcome == LintResult::Done) {
          Differences += compare(E, Result);
          return;
        }
        ++Failed;
        for (const clang::tidy::ClangTidyError &Error : Result.Diagnostics)
          complain() << "'" << nameFromHere(E.File)
                     << "' does not compile: " << Error.Message.Message << "\n";
      });
  for (const OwnRule &Rule :
       Checks.rulesOf(Examples.front().File).Rules->OwnRules)
    if (!Expected.count(Rule.Name))
      llvm::outs() << F.Paths.front() << ": warning: no example expects '"
                   << Rule.Name << "'\n";
  llvm::outs().flush();
  if (!F.Quiet)
    llvm::errs() << "racetidy: " << Marks << (Marks == 1 ? " mark" : " marks")
                 << " in " << Examples.size()
                 << (Examples.size() == 1 ? " file" : " files") << ", "
                 << (Differences ? std::to_string(Differences) +
                                       (Differences == 1 ? " difference"
                                                         : " differences")
                                 : "all met")
                 << "\n";
  if (Failed)
    return Incomplete;
  return Differences ? HasFindings : Clean;
}
