//===- ProjectRules.h - the rules that hold for a source file ---*- C++ -*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_RULES_PROJECTRULES_H
#define RACETIDY_RULES_PROJECTRULES_H

#include "rules/RuleLoader.h"

#include <memory>
#include <optional>

namespace racetidy {

/// All packs that ship.
const RuleSet &embeddedRules();

/// The nearest `.racetidy.yaml` in the folder of \p SourceFile or above it, or
/// nothing. \p SourceFile should be absolute.
std::optional<std::string> findRulesFile(const std::string &SourceFile);

/// One file of those that make up a project's rules.
struct RulesLayer {
  /// A file, or "preset 'strict'".
  std::string Name;
  YamlNode::Pointer Tree;
};

/// The packs that are on, and the project's rules with what these extend.
struct ProjectRules {
  /// Never null.
  std::shared_ptr<const RuleSet> Rules;
  /// If there are any, the rules are the packs alone.
  std::vector<RuleError> Errors;
  /// In order: what a later one says counts more.
  std::vector<RulesLayer> Layers;
};

/// Whether a rules file is named by its text: '{version: 1, …}', or several
/// lines. Such rules need no version, and their relative names start at the
/// working folder.
bool isInline(llvm::StringRef RulesFile);

/// The rules of \p RulesFile (the packs alone when it is empty). Results are
/// kept by the contents of all files that were read, since a language server
/// asks for the same with every edit. Safe for threads.
ProjectRules loadProjectRules(const std::string &RulesFile,
                              const Vocabulary &Known);

} // namespace racetidy

#endif // RACETIDY_RULES_PROJECTRULES_H
