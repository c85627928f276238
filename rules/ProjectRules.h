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

/// The rules that ship with racetidy, read once a process. A mistake in them
/// ends the process: it is a build that should not have passed its tests.
const RuleSet &embeddedRules();

/// The nearest `.racetidy.yaml` in the folder of \p SourceFile or above it, or
/// nothing. \p SourceFile should be absolute.
std::optional<std::string> findRulesFile(const std::string &SourceFile);

/// The embedded rules and those of \p RulesFile (none when empty). Never null:
/// a file with mistakes, or one that can't be read, gives the embedded rules
/// alone and the errors. Results are kept by file and content, since a
/// language server asks for the same file with every edit. Safe for threads.
struct ProjectRules {
  std::shared_ptr<const RuleSet> Rules;
  std::vector<RuleError> Errors;
};
ProjectRules loadProjectRules(const std::string &RulesFile,
                              const Vocabulary &Known);

} // namespace racetidy

#endif // RACETIDY_RULES_PROJECTRULES_H
