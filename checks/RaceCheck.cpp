//===- RaceCheck.cpp - what all checks share ------------------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/RaceCheck.h"

#include "checks/Admission.h"

#include "clang/ASTMatchers/ASTMatchers.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FileSystem.h"

using namespace clang;
using namespace clang::ast_matchers;
using namespace racetidy;

RaceCheck::RaceCheck(const CheckInfo &Info, llvm::StringRef Name,
                     tidy::ClangTidyContext *Context)
    : ClangTidyCheck(Name, Context), Info(Info), Context(Context),
      RulesFile(Options.getLocalOrGlobal("RulesFile", "").str()),
      MinConfidence(Options.getLocalOrGlobal("MinConfidence", "").str()),
      IgnoreRulesChecks(Options.getLocalOrGlobal("IgnoreRulesChecks", false)) {}

void RaceCheck::storeOptions(tidy::ClangTidyOptions::OptionMap &Opts) {
  Options.store(Opts, "RulesFile", RulesFile);
  Options.store(Opts, "MinConfidence", MinConfidence);
  for (const CheckInfo::Option &O : Info.Options)
    Options.store(Opts, O.Name, Options.get(O.Name, O.Default));
}

void RaceCheck::registerMatchers(MatchFinder *Finder) {
  // The translation unit is matched before anything in it.
  Finder->addMatcher(translationUnitDecl().bind("unit"), this);
  addMatchers(Finder);
}

void RaceCheck::startUnit(ASTContext &Unit) {
  AST = &Unit;
  std::string File = RulesFile;
  if (File.empty()) {
    llvm::SmallString<256> Source(getCurrentMainFile());
    llvm::sys::fs::make_absolute(Source);
    File = findRulesFile(std::string(Source)).value_or("");
  }
  ProjectRules Loaded = loadProjectRules(File, knownNames());
  for (const RuleError &E : Loaded.Errors)
    configurationDiag("%0") << E.str();
  std::optional<Confidence> Asked = confidenceFrom(
      MinConfidence.empty() ? Loaded.Rules->MinConfidence : MinConfidence);
  if (!Asked && !MinConfidence.empty())
    configurationDiag("unknown confidence '%0' in 'MinConfidence'; known are "
                      "'low', 'medium' and 'high'")
        << MinConfidence;
  Least = Asked.value_or(Confidence::Medium);
  Rules = Loaded.Rules;
  Index = RuleIndex::of(*AST, Rules);
  On = IgnoreRulesChecks || isOn(*Rules);
  if (On)
    report();
}

bool RaceCheck::isOn(const RuleSet &Rules) const {
  return isSwitchedOn(Rules.Checks, Info.Name.str(), true);
}

void RaceCheck::check(const MatchFinder::MatchResult &Result) {
  if (Result.Nodes.getNodeAs<TranslationUnitDecl>("unit"))
    startUnit(*Result.Context);
  else if (On)
    match(Result);
}

void RaceCheck::onEndOfTranslationUnit() {
  if (Model && Model->cutFunctions())
    FindingListener::announceCut(Context, "", Model->cutFunctions());
  if (OwnCut)
    FindingListener::announceCut(Context, Info.Name, OwnCut);
  OwnCut = 0;
  Model.reset();
  Index.reset();
  AST = nullptr;
}

const UnitModel &RaceCheck::model() {
  if (!Model)
    Model = UnitModel::get(*AST, Rules);
  return *Model;
}

std::string RaceCheck::option(llvm::StringRef Option) const {
  if (auto Given = Options.get(Option))
    return Given->str();
  if (Rules)
    if (auto Check = Rules->Options.find(Info.Name.str());
        Check != Rules->Options.end())
      if (auto Value = Check->second.find(Option.str());
          Value != Check->second.end())
        return Value->second;
  auto It = llvm::find_if(Info.Options, [&](const CheckInfo::Option &O) {
    return O.Name == Option;
  });
  return It == Info.Options.end() ? "" : It->Default.str();
}

void RaceCheck::emit(Finding F) {
  if (F.Check.empty())
    F.Check = Info.Name.str();
  if (F.Evidence.Level < Least)
    return;
  if (F.Entities.empty() && !Rules->Suppressions.empty())
    F.Entities = entitiesAt(*AST, F.Loc, F.Message);
  if (admit(F, Least, *Rules, AST->getSourceManager()))
    show(*Context, std::move(F), AST->getSourceManager());
}
