//===- RuleLoader.h - reads rules from YAML ----------------------*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_RULES_RULELOADER_H
#define RACETIDY_RULES_RULELOADER_H

#include "rules/RuleSet.h"
#include "rules/YamlTree.h"

#include "llvm/ADT/ArrayRef.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace racetidy {

/// A mistake in a rules file.
struct RuleError {
  std::string File;
  /// 1-based; 0 when the file as a whole is meant.
  unsigned Line = 0, Column = 0;
  std::string Message;

  /// "file:line:column: error: message"
  std::string str() const;
};

/// "; did you mean 'x'?" with the name that is nearest to \p Given, or a list
/// of all when none is near.
std::string suggest(llvm::StringRef Given, llvm::ArrayRef<std::string> Names);

/// The names that a rules file may use for checks and their options. The rules
/// know no check; whoever does passes the names in.
struct Vocabulary {
  /// Check name -> names of its options -> their defaults. An option whose
  /// default is "true" or "false" takes only these.
  std::map<std::string, std::map<std::string, std::string>> Checks;
  /// Says why a text is no matcher; empty if it is one.
  std::string (*MatcherProblem)(const std::string &Matcher) = nullptr;
};

/// What one rules file says.
struct LoadedRules {
  RuleSet Rules;
  std::vector<RuleError> Errors;

  /// A name whose meaning is looked for when the whole file is read.
  struct Placed {
    std::string Name;
    unsigned Line = 0, Column = 0;
  };
  /// What the file builds upon: presets, files, 'parent'.
  std::vector<Placed> Extends;
  /// Nothing above the file counts, even for those who extend 'parent'.
  bool IsRoot = false;
  /// Globs of checks that the file names, without '-' before them.
  std::vector<Placed> CheckGlobs;
  /// The file itself; null if it is none or empty.
  YamlNode::Pointer Tree;
};

/// Reads one rules file from memory, without what it extends. \p File is the
/// name to print in errors, and what relative names are relative to. Every
/// mistake is collected; the rules that were right are still returned. Names of
/// options that \p Known does not hold are mistakes. \p Inline: it is no file
/// but was given on the command line, and needs no version.
LoadedRules readRules(const std::string &Yaml, const std::string &File,
                      const Vocabulary &Known, bool Inline = false);

/// Adds a mistake for each check that \p Loaded names and neither \p Known nor
/// \p Own, the names of the project's own rules, holds.
void findUnknownChecks(LoadedRules &Loaded, const std::string &File,
                       const Vocabulary &Known,
                       const std::vector<std::string> &Own);

/// Both.
LoadedRules parseRules(const std::string &Yaml, const std::string &File,
                       const Vocabulary &Known);

} // namespace racetidy

#endif // RACETIDY_RULES_RULELOADER_H
