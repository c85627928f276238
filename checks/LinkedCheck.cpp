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
            absoluteFile(Set.text(At.File))))
      It->second = SM.getOrCreateFileID(*File, SrcMgr::C_User);
  if (It->second.isInvalid() || !At.isValid())
    return SourceLocation();
  return SM.translateLineCol(It->second, At.Line, At.Column);
}

std::optional<Finding> racetidy::locate(const CheckInfo &Check,
                                        const LinkedFinding &F,
                                        SiteFinder &Find) {
  Finding Found;
  Found.Check = Check.Name.str();
  Found.Loc = Find(F.At);
  Found.Message = F.Message;
  Found.Evidence = F.Evidence;
  Found.Advice = F.Advice;
  bool Complete = Found.Loc.isValid();
  for (const LinkedStep &Step : F.Steps) {
    Found.Steps.push_back({Step.Origin, Find(Step.At), Step.What});
    Complete &= Found.Steps.back().Loc.isValid();
  }
  return Complete ? std::optional(std::move(Found)) : std::nullopt;
}

void LinkedCheck::report() {
  const Composition &Composed = model().composition();
  std::vector<LinkedFinding> Found;
  info().Link(Composed, Found);
  SiteFinder Find(Composed.summaries(), context().getSourceManager());
  for (const LinkedFinding &F : Found)
    if (std::optional<Finding> Located = locate(info(), F, Find))
      emit(std::move(*Located));
}
