//===- CheckSelection.h - which checks run on which file ---------*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_DRIVER_CLI_CHECKSELECTION_H
#define RACETIDY_DRIVER_CLI_CHECKSELECTION_H

#include "driver/cli/Flags.h"
#include "driver/link/Linker.h"
#include "driver/run/Runner.h"
#include "rules/ProjectRules.h"

#include <map>

namespace racetidy {

/// Brings together what says which checks run: their defaults, the rules file
/// of each source, the flags; later ones win.
class CheckSelection {
public:
  explicit CheckSelection(const Flags &F) : F(F) {}

  /// Says on standard error which flags are no regular expressions; false if
  /// any is not.
  bool validateFlags();
  /// Prints the checks that are on for the flags, or all as JSON; false when
  /// the rules file has mistakes, or nothing is on.
  bool list(bool AsJson);

  /// Finds the rules of a source. Before any call of settingsFor().
  void addSource(const std::string &File);
  /// Reports the mistakes in all rules found so far, and checks among the flags
  /// that there are none of; false if there are any, or if no check is on for
  /// any source.
  bool validateRules();
  /// Whether a check over summaries is on for any source, so that they are
  /// made of all.
  bool links() const;
  /// For one file by itself: without the checks over summaries, which the link
  /// asks. Safe for threads once all sources were added.
  LintSettings settingsFor(const std::string &File) const;
  /// For what the link finds in a file, which need not have been added.
  LinkSettings linkSettingsFor(const std::string &File);

  /// Whether the rules of \p Source, which was added, want nothing of it.
  bool isExcluded(const std::string &Source) const;
  /// Says on standard error which suppressions have expired, and, if the run
  /// saw the \p Whole program, which nothing needs.
  void reportSuppressions(bool Whole) const;
  /// The rules for \p Source.
  const ProjectRules &rulesOf(const std::string &Source);

  /// The rule of that name in the rules of any source, or null.
  const OwnRule *ownRule(llvm::StringRef Name) const;

private:
  bool validateGlobs() const;
  std::string rulesFileOf(const std::string &Source) const;
  const ProjectRules &load(const std::string &RulesFile);
  std::vector<const CheckInfo *> enabled(const RuleSet &Rules) const;
  /// The names of the project's own rules that are on.
  std::vector<std::string> ownRules(const RuleSet &Rules) const;
  clang::tidy::ClangTidyOptions
  options(const std::string &RulesFile, const RuleSet &Rules,
          llvm::ArrayRef<std::string> Checks) const;

  const Flags &F;
  std::map<std::string, ProjectRules> RulesOf;
};

} // namespace racetidy

#endif // RACETIDY_DRIVER_CLI_CHECKSELECTION_H
