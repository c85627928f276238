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

/// The names that a rules file may use for checks and their options. The rules
/// know no check; whoever does passes the names in.
struct Vocabulary {
  /// Check name -> names of its options -> their defaults. An option whose
  /// default is "true" or "false" takes only these.
  std::map<std::string, std::map<std::string, std::string>> Checks;
};

struct LoadedRules {
  RuleSet Rules;
  std::vector<RuleError> Errors;
};

/// Reads one rules file from memory. \p File is the name to print in errors.
/// Every mistake is collected; the rules that were right are still returned.
/// Names of checks and options that \p Known does not hold are mistakes.
LoadedRules parseRules(const std::string &Yaml, const std::string &File,
                       const Vocabulary &Known);

} // namespace racetidy

#endif // RACETIDY_RULES_RULELOADER_H
