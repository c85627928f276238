//===- LinkedCheck.cpp - checks over summaries ----------------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/LinkedCheck.h"

#include "clang/Basic/FileManager.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/Support/FileSystem.h"

using namespace clang;
using namespace racetidy;

std::string racetidy::absoluteFile(llvm::StringRef Named) {
  // The process's folder, not that of a compile command.
  llvm::SmallString<256> Path(Named);
  llvm::sys::fs::make_absolute(Path);
  return std::string(Path);
}

SourceLocation SiteFinder::operator()(Site At) {
  auto [It, New] = Files.try_emplace(At.File);
  if (New)
    if (OptionalFileEntryRef File = SM.getFileManager().getOptionalFileRef(
            absoluteFile(Set.text(At.File)))) {
      It->second = SM.translateFile(*File);
      if (It->second.isInvalid())
        It->second = SM.createFileID(*File, Includer, SrcMgr::C_User);
    }
  if (It->second.isInvalid() || !At.isValid())
    return SourceLocation();
  return SM.translateLineCol(It->second, At.Line, At.Column);
}

std::optional<Finding> CheckFinding::locate(SiteFinder &Find) const {
  Finding F;
  F.Check = Check->Name.str();
  F.Loc = Find(Found.At);
  F.Message = Found.Message;
  F.Evidence = Found.Evidence;
  F.Advice = Found.Advice;
  F.Entities = Found.Entities;
  bool Complete = F.Loc.isValid();
  for (const LinkedStep &Step : Found.Steps) {
    F.Steps.push_back({Step.Origin, Find(Step.At), Step.What});
    Complete &= F.Steps.back().Loc.isValid();
  }
  return Complete ? std::optional(std::move(F)) : std::nullopt;
}

std::vector<CheckFinding>
racetidy::findingsOf(const Composition &Composed,
                     llvm::ArrayRef<const CheckInfo *> Checks) {
  std::vector<CheckFinding> All;
  for (const CheckInfo *Check : Checks) {
    if (!Check->Link)
      continue;
    std::vector<LinkedFinding> Found;
    Check->Link(Composed, Found);
    for (LinkedFinding &F : Found)
      All.push_back({Check, std::move(F)});
  }
  return All;
}

void LinkedCheck::report() {
  const Composition &Composed = model().composition();
  SiteFinder Find(Composed.summaries(), context().getSourceManager());
  for (const CheckFinding &F : findingsOf(Composed, &info()))
    if (std::optional<Finding> Located = F.locate(Find))
      emit(std::move(*Located));
}
