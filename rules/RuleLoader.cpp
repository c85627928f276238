//===- RuleLoader.cpp - reads rules from YAML -----------------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "rules/RuleLoader.h"

#include "rules/KeyTable.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

#include <tuple>

using namespace racetidy;

std::string RuleError::str() const {
  std::string Text = File;
  if (Line)
    Text += ":" + std::to_string(Line) + ":" + std::to_string(Column);
  return Text + ": error: " + Message;
}

/// By their place, whatever order the words were read in.
static void sortErrors(std::vector<RuleError> &Errors) {
  llvm::stable_sort(Errors, [](const RuleError &A, const RuleError &B) {
    return std::tie(A.Line, A.Column) < std::tie(B.Line, B.Column);
  });
}

/// The absolute folder that \p File lies in.
static std::string folderOf(const std::string &File) {
  llvm::SmallString<256> Path(File);
  llvm::sys::fs::make_absolute(Path);
  llvm::sys::path::remove_dots(Path, /*remove_dot_dot=*/true);
  return llvm::sys::path::parent_path(Path).str();
}

LoadedRules racetidy::readRules(const std::string &Yaml,
                                const std::string &File,
                                const Vocabulary &Known, bool Inline) {
  LoadedRules Result;
  YamlDocument Document = parseYaml(Yaml);
  if (!Document.Mistake.empty()) {
    Result.Errors.push_back(
        {File, Document.Line, Document.Column, Document.Mistake});
    return Result;
  }
  Result.Tree = Document.Root;
  // An empty file is a project that keeps the defaults.
  if (!Result.Tree || Result.Tree->K == YamlNode::Null)
    return Result;
  Reading R{Known, folderOf(File), Result.Errors, File, "version", 0};
  bool Ok = documentKeys().read(R, *Result.Tree, Result);
  if (Ok && !Inline && !Result.Tree->find("version"))
    R.error(*Result.Tree, "key 'version' is missing; begin the file with "
                          "'version: 1'");
  sortErrors(Result.Errors);
  if (R.More)
    Result.Errors.push_back(
        {File, Result.Errors.back().Line, Result.Errors.back().Column,
         "there are " + std::to_string(R.More) + " mistakes more"});
  return Result;
}

void racetidy::findUnknownChecks(LoadedRules &Loaded, const std::string &File,
                                 const Vocabulary &Known,
                                 const std::vector<std::string> &Own) {
  std::vector<std::string> Names = Own;
  for (const auto &[Name, Options] : Known.Checks)
    Names.push_back(Name);
  for (const LoadedRules::Placed &P : Loaded.CheckGlobs)
    if (llvm::none_of(Names, [&](const std::string &Name) {
          return matchesGlob(P.Name, Name);
        }))
      Loaded.Errors.push_back(
          {File, P.Line, P.Column,
           "unknown check '" + P.Name + "'" + suggest(P.Name, Names)});
  sortErrors(Loaded.Errors);
}

LoadedRules racetidy::parseRules(const std::string &Yaml,
                                 const std::string &File,
                                 const Vocabulary &Known) {
  LoadedRules Loaded = readRules(Yaml, File, Known);
  std::vector<std::string> Own;
  for (const OwnRule &Rule : Loaded.Rules.OwnRules)
    Own.push_back(Rule.Name);
  findUnknownChecks(Loaded, File, Known, Own);
  return Loaded;
}
