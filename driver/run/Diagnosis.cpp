//===- Diagnosis.cpp - clang-tidy's collecting of diagnostics -------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "driver/run/Diagnosis.h"

#include "clang/Basic/SourceManager.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

using namespace clang;
using namespace clang::tidy;
using namespace clang::tooling;
using namespace racetidy;

std::string racetidy::detailKey(StringRef Check, StringRef File,
                                unsigned Offset, StringRef Message) {
  return (Check + "\n" + File + "\n" + llvm::Twine(Offset) + "\n" + Message)
      .str();
}

const FindingDetail *
LintResult::detailOf(const clang::tidy::ClangTidyError &E) const {
  auto It = Details.find(detailKey(E.DiagnosticName, E.Message.FilePath,
                                   E.Message.FileOffset, E.Message.Message));
  return It == Details.end() ? nullptr : &It->second;
}

std::string racetidy::nameFromHere(StringRef File) {
  llvm::SmallString<256> Here, Path(File);
  llvm::sys::path::remove_dots(Path, /*remove_dot_dot=*/true);
  if (!llvm::sys::fs::current_path(Here)) {
    StringRef Rest = Path;
    if (Rest.consume_front(Here) && Rest.consume_front("/"))
      return Rest.str();
  }
  return std::string(Path);
}

/// A database of several folders has relative names for different files, and
/// the user stands in yet another one.
static void makeAbsolute(std::string &File, StringRef Folder) {
  if (File.empty())
    return;
  llvm::SmallString<256> Path(File);
  llvm::sys::path::make_absolute(Folder, Path);
  llvm::sys::path::remove_dots(Path, /*remove_dot_dot=*/true);
  File = std::string(Path);
}

static std::unique_ptr<ClangTidyContext>
makeContext(const ClangTidyOptions &Options) {
  return std::make_unique<ClangTidyContext>(
      std::make_unique<DefaultOptionsProvider>(ClangTidyGlobalOptions(),
                                               Options));
}

Diagnosis::Diagnosis(const ClangTidyOptions &TidyOptions, StringRef Folder,
                     LintResult &Into)
    : Into(Into), Folder(Folder),
      Options(std::make_unique<DiagnosticOptions>()),
      Consumer(*(Into.Context = makeContext(TidyOptions))),
      Engine(DiagnosticIDs::create(), *Options, &Consumer,
             /*ShouldOwnClient=*/false),
      Listener(
          Into.Context.get(),
          [this](const Finding &F, const SourceManager &SM) { hear(F, SM); },
          // Every check that uses the unit's one model says the same of that.
          [this](StringRef Check, unsigned Functions) {
            unsigned &Said = Cut[Check];
            this->Into.CutFunctions += Functions - Said;
            Said = Functions;
          }) {
  Into.Context->setDiagnosticsEngine(std::move(Options), &Engine);
}

void Diagnosis::hear(const Finding &F, const SourceManager &SM) {
  FindingDetail Detail{
      toString(F.Evidence.Level), F.Evidence.What, F.Advice, {}, F.Linked};
  for (const InterleavingStep &Step : F.Steps) {
    SourceLocation Loc = SM.getFileLoc(Step.Loc);
    Detail.Steps.push_back({Step.Origin, Step.What, SM.getFilename(Loc).str(),
                            SM.getFileOffset(Loc)});
  }
  SourceLocation Loc = SM.getFileLoc(F.Loc);
  std::string File = SM.getFilename(Loc).str();
  makeAbsolute(File, Folder);
  Into.Details[detailKey(F.Check, File, SM.getFileOffset(Loc), F.Message)] =
      std::move(Detail);
}

void Diagnosis::finish() {
  Into.Diagnostics = Consumer.take();
  for (ClangTidyError &E : Into.Diagnostics) {
    makeAbsolute(E.Message.FilePath, E.BuildDirectory);
    for (DiagnosticMessage &Note : E.Notes)
      makeAbsolute(Note.FilePath, E.BuildDirectory);
  }
}
