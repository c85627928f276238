//===- ProjectRules.cpp - the rules that hold for a source file -----------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "rules/ProjectRules.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/Support/ErrorHandling.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

#include <mutex>

using namespace racetidy;

const RuleSet &racetidy::embeddedRules() {
  static const RuleSet Rules = [] {
    static constexpr struct {
      const char *Name, *Text;
    } Packs[] = {
#include "EmbeddedPacks.inc"
    };
    RuleSet All;
    for (const auto &Pack : Packs) {
      LoadedRules Loaded = parseRules(Pack.Text, Pack.Name, {});
      if (!Loaded.Errors.empty())
        llvm::report_fatal_error(llvm::StringRef(Loaded.Errors[0].str()));
      All.append(Loaded.Rules);
    }
    return All;
  }();
  return Rules;
}

std::optional<std::string>
racetidy::findRulesFile(const std::string &SourceFile) {
  llvm::SmallString<256> Folder(SourceFile);
  llvm::sys::path::remove_dots(Folder, /*remove_dot_dot=*/true);
  while (true) {
    // Always the beginning of the path.
    Folder.truncate(llvm::sys::path::parent_path(Folder).size());
    if (Folder.empty())
      return std::nullopt;
    llvm::SmallString<256> Candidate(Folder);
    llvm::sys::path::append(Candidate, ".racetidy.yaml");
    if (llvm::sys::fs::is_regular_file(Candidate))
      return std::string(Candidate);
  }
}

ProjectRules racetidy::loadProjectRules(const std::string &RulesFile,
                                        const Vocabulary &Known) {
  static const auto Embedded = std::make_shared<const RuleSet>(embeddedRules());
  if (RulesFile.empty())
    return {Embedded, {}};

  auto Buffer = llvm::MemoryBuffer::getFile(RulesFile, /*IsText=*/true);
  if (!Buffer)
    return {Embedded,
            {{RulesFile, 0, 0,
              "the rules file can't be read: " + Buffer.getError().message()}}};

  struct Entry {
    std::string Text;
    ProjectRules Result;
  };
  static std::mutex Mutex;
  static std::map<std::string, Entry> Cache;
  std::lock_guard<std::mutex> Lock(Mutex);
  Entry &E = Cache[RulesFile];
  if (!E.Result.Rules || E.Text != (*Buffer)->getBuffer()) {
    E.Text = (*Buffer)->getBuffer().str();
    LoadedRules Loaded = parseRules(E.Text, RulesFile, Known);
    if (Loaded.Errors.empty()) {
      auto All = std::make_shared<RuleSet>(*Embedded);
      All->append(Loaded.Rules);
      E.Result = {All, {}};
    } else {
      E.Result = {Embedded, std::move(Loaded.Errors)};
    }
  }
  return E.Result;
}
