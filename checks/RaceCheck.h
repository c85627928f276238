//===- RaceCheck.h - what all checks share -----------------------*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_RACECHECK_H
#define RACETIDY_CHECKS_RACECHECK_H

#include "checks/CheckInfo.h"
#include "checks/Finding.h"
#include "checks/analysis/UnitModel.h"
#include "rules/ProjectRules.h"

#include "clang-tidy/ClangTidyCheck.h"

namespace racetidy {

/// A clang-tidy check with racetidy's rules at hand. The thin part: it finds
/// the rules of the source at hand, asks whether the project switched the
/// check off, and turns findings into diagnostics.
///
/// Options that every check has: `RulesFile`, the rules to use instead of the
/// nearest `.racetidy.yaml` above the source, and `MinConfidence` ("low",
/// "medium" or "high"), below which findings are not shown; where it is empty,
/// the rules say. A mistake in the
/// file is reported as a configuration diagnostic, once a unit and check.
class RaceCheck : public clang::tidy::ClangTidyCheck {
public:
  RaceCheck(const CheckInfo &Info, llvm::StringRef Name,
            clang::tidy::ClangTidyContext *Context);

  void storeOptions(clang::tidy::ClangTidyOptions::OptionMap &Opts) override;
  void registerMatchers(clang::ast_matchers::MatchFinder *Finder) final;
  void check(const clang::ast_matchers::MatchFinder::MatchResult &Result) final;
  void onEndOfTranslationUnit() override;

protected:
  /// The matchers of a check that needs no flow; their matches arrive at
  /// match(). Matchers run while the unit is walked, so rules are asked there.
  virtual void addMatchers(clang::ast_matchers::MatchFinder *) {}
  virtual void match(const clang::ast_matchers::MatchFinder::MatchResult &) {}

  /// Whether the project's rules leave the check on.
  virtual bool isOn(const RuleSet &Rules) const;

  /// The findings of a check that filters the model. Called once a unit.
  virtual void report() {}

  /// The rules of the unit at hand.
  RuleIndex &rules() { return *Index; }
  /// The unit's model, built when the first check asks.
  const UnitModel &model();
  clang::ASTContext &context() { return *AST; }
  const CheckInfo &info() const { return Info; }
  /// The command line has weighed the project's 'checks:' against its flags.
  bool ignoresRulesChecks() const { return IgnoreRulesChecks; }

  /// The value of the check's own option \p Option: clang-tidy's, else the
  /// project's, else the default that CheckInfo says.
  std::string option(llvm::StringRef Option) const;
  bool flag(llvm::StringRef Option) const { return option(Option) == "true"; }

  /// Says that \p Functions more met a budget of the check's own.
  void countCut(unsigned Functions) { OwnCut += Functions; }

  /// Shows \p F, if the project wants to see it: the warning with its fix-its,
  /// then the interleaving as notes.
  void emit(Finding F);

private:
  void startUnit(clang::ASTContext &Context);

  const CheckInfo &Info;
  clang::tidy::ClangTidyContext *Context;
  const std::string RulesFile;
  const std::string MinConfidence;
  /// The command line has applied the project's 'checks:' itself, and its own
  /// flags after that.
  const bool IgnoreRulesChecks;

  clang::ASTContext *AST = nullptr;
  std::shared_ptr<const RuleSet> Rules;
  std::shared_ptr<RuleIndex> Index;
  std::shared_ptr<const UnitModel> Model;
  Confidence Least = Confidence::Medium;
  bool On = false;
  unsigned OwnCut = 0;
};

} // namespace racetidy

#endif // RACETIDY_CHECKS_RACECHECK_H
