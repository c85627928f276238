//===- EmbeddedFiles.cpp - the rules files that ship ----------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "rules/EmbeddedFiles.h"

#include "rules/RuleLoader.h"

#include "llvm/Support/ErrorHandling.h"

using namespace racetidy;

static constexpr EmbeddedFile Packs[] = {
#include "EmbeddedPacks.inc"
};
static constexpr EmbeddedFile Presets[] = {
#include "EmbeddedPresets.inc"
};

llvm::ArrayRef<EmbeddedFile> racetidy::embeddedPacks() { return Packs; }
llvm::ArrayRef<EmbeddedFile> racetidy::embeddedPresets() { return Presets; }

static std::vector<std::string> namesOf(llvm::ArrayRef<EmbeddedFile> Files) {
  std::vector<std::string> Names;
  for (const EmbeddedFile &File : Files)
    Names.push_back(File.Name);
  return Names;
}

const std::vector<std::string> &racetidy::packNames() {
  static const std::vector<std::string> Names = namesOf(Packs);
  return Names;
}

const std::vector<std::string> &racetidy::presetNames() {
  static const std::vector<std::string> Names = namesOf(Presets);
  return Names;
}

RuleSet racetidy::rulesOfPacks(const std::vector<std::string> &Switches) {
  static const std::vector<RuleSet> Read = [] {
    std::vector<RuleSet> Result;
    for (const EmbeddedFile &Pack : Packs) {
      LoadedRules Loaded =
          parseRules(Pack.Text, std::string(Pack.Name) + ".yaml", {});
      if (!Loaded.Errors.empty())
        llvm::report_fatal_error(llvm::StringRef(Loaded.Errors[0].str()));
      Result.push_back(std::move(Loaded.Rules));
    }
    return Result;
  }();
  RuleSet All;
  for (size_t I = 0; I < Read.size(); ++I)
    if (isSwitchedOn(Switches, Packs[I].Name, true))
      All.append(Read[I]);
  return All;
}
