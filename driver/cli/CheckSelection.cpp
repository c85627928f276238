//===- CheckSelection.cpp - which checks run on which file ----------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "driver/cli/CheckSelection.h"

#include "checks/CheckInfo.h"
#include "checks/own/OwnRulesCheck.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/Regex.h"
#include "llvm/Support/WithColor.h"

#include <set>
#include <tuple>

using namespace racetidy;
namespace json = llvm::json;

static std::vector<std::string> split(llvm::StringRef Globs) {
  llvm::SmallVector<llvm::StringRef> Parts;
  Globs.split(Parts, ',', -1, /*KeepEmpty=*/false);
  std::vector<std::string> Result;
  for (llvm::StringRef Part : Parts)
    if (!Part.trim().empty())
      Result.push_back(Part.trim().str());
  return Result;
}

bool CheckSelection::validateFlags() {
  bool Ok = true;
  for (const auto &[Flag, Text] :
       {std::pair("header-filter", &F.HeaderFilter),
        std::pair("exclude-header-filter", &F.ExcludeHeaderFilter)}) {
    std::string Problem;
    if (!*Text || llvm::Regex(**Text).isValid(Problem))
      continue;
    llvm::WithColor::error(llvm::errs(), "racetidy")
        << "'" << **Text << "' for --" << Flag
        << " is no regular expression: " << Problem << "\n";
    Ok = false;
  }
  return Ok;
}

bool CheckSelection::validateGlobs() const {
  std::vector<std::string> Names;
  for (const CheckInfo *Check : allChecks())
    Names.push_back(Check->Name.str());
  for (const auto &[File, Rules] : RulesOf)
    for (const OwnRule &Rule : Rules.Rules->OwnRules)
      Names.push_back(Rule.Name);
  bool Ok = true;
  for (llvm::StringRef Glob : split(F.Checks)) {
    Glob.consume_front("-");
    if (llvm::any_of(Names, [&](const std::string &Name) {
          return matchesGlob(Glob.str(), Name);
        }))
      continue;
    Ok = false;
    std::string Hint = suggest(Glob, Names);
    if (!llvm::StringRef(Hint).contains("did you mean"))
      Hint = "; 'racetidy --list-checks' names them all";
    llvm::WithColor::error(llvm::errs(), "racetidy")
        << "unknown check '" << Glob << "'" << Hint << "\n";
  }
  return Ok;
}

std::string CheckSelection::rulesFileOf(const std::string &Source) const {
  // On a line of its own it is text, whatever it begins with.
  if (!F.Config.empty())
    return F.Config + "\n";
  if (F.ConfigFile.empty())
    return findRulesFile(Source).value_or("");
  llvm::SmallString<256> Path(F.ConfigFile);
  llvm::sys::fs::make_absolute(Path);
  return std::string(Path);
}

const ProjectRules &CheckSelection::load(const std::string &RulesFile) {
  auto [It, New] = RulesOf.try_emplace(RulesFile);
  if (New) {
    // A mistake is shown where the user can find it: as the user named it.
    It->second = loadProjectRules(RulesFile, knownNames());
  }
  return It->second;
}

void CheckSelection::addSource(const std::string &File) {
  load(rulesFileOf(File));
}

std::vector<std::string> CheckSelection::ownRules(const RuleSet &Rules) const {
  std::vector<std::string> Globs = Rules.Checks;
  llvm::append_range(Globs, split(F.Checks));
  std::vector<std::string> On;
  for (const OwnRule &Rule : Rules.OwnRules)
    if (isOwnRuleOn(Globs, Rule.Name))
      On.push_back(Rule.Name);
  return On;
}

std::vector<const CheckInfo *>
CheckSelection::enabled(const RuleSet &Rules) const {
  std::vector<std::string> Globs = Rules.Checks;
  llvm::append_range(Globs, split(F.Checks));
  std::vector<const CheckInfo *> On;
  for (const CheckInfo *Check : allChecks())
    if (isSwitchedOn(Globs, Check->Name.str(), Check->Default))
      On.push_back(Check);
  return On;
}

bool CheckSelection::links() const {
  return llvm::any_of(RulesOf, [&](const auto &FileAndRules) {
    return llvm::any_of(
        enabled(*FileAndRules.second.Rules),
        [](const CheckInfo *Check) { return Check->Link != nullptr; });
  });
}

bool CheckSelection::validateRules() {
  // A scan asks no check.
  bool Ok = true, Any = RulesOf.empty() || F.What == Command::Scan;
  // What several sources share is told once.
  std::set<std::string> Told;
  for (const auto &[File, Rules] : RulesOf) {
    for (const RuleError &E : Rules.Errors) {
      if (Told.insert(E.str()).second)
        llvm::errs() << E.str() << "\n";
      Ok = false;
    }
    Any |= !enabled(*Rules.Rules).empty() || !ownRules(*Rules.Rules).empty();
  }
  Ok = Ok && validateGlobs();
  if (Ok && !Any) {
    llvm::WithColor::error(llvm::errs(), "racetidy")
        << "no check is on; see --checks and 'checks:' in .racetidy.yaml\n";
    Ok = false;
  }
  return Ok;
}

bool CheckSelection::list(bool AsJson) {
  if (AsJson) {
    json::Array All;
    for (const CheckInfo *Check : allChecks()) {
      json::Array Options;
      for (const CheckInfo::Option &O : Check->Options)
        Options.push_back(json::Object{
            {"name", O.Name}, {"default", O.Default}, {"help", O.Help}});
      All.push_back(json::Object{{"name", Check->Name},
                                 {"title", Check->Title},
                                 {"family", Check->Family},
                                 {"since", Check->Since},
                                 {"scope", Check->Scope},
                                 {"default", Check->Default},
                                 {"cwe", Check->Cwe},
                                 {"fix", Check->Fix},
                                 {"options", std::move(Options)}});
    }
    llvm::outs() << llvm::formatv("{0:2}", json::Value(std::move(All))) << "\n";
    return true;
  }
  llvm::SmallString<256> Here;
  llvm::sys::fs::current_path(Here);
  const ProjectRules &Rules = load(rulesFileOf(std::string(Here) + "/."));
  if (!validateRules())
    return false;
  for (const CheckInfo *Check : enabled(*Rules.Rules))
    llvm::outs() << llvm::left_justify(Check->Name, 32) << Check->Title << "\n";
  for (const std::string &Name : ownRules(*Rules.Rules))
    for (const OwnRule &Rule : Rules.Rules->OwnRules)
      if (Rule.Name == Name)
        llvm::outs() << llvm::left_justify(Name, 32) << Rule.Message << "\n";
  return true;
}

clang::tidy::ClangTidyOptions
CheckSelection::options(const std::string &RulesFile, const RuleSet &Rules,
                        llvm::ArrayRef<std::string> Checks) const {
  clang::tidy::ClangTidyOptions O =
      clang::tidy::ClangTidyOptions::getDefaults();
  O.Checks = "-*";
  for (const std::string &Check : Checks)
    *O.Checks += "," + Check;
  auto Regex = [](const std::optional<std::string> &Flag,
                  const std::string &OfRules) {
    return Flag.value_or(OfRules);
  };
  std::string Shown = Regex(F.HeaderFilter, Rules.HeaderFilter);
  O.HeaderFilterRegex = Shown.empty() ? ".*" : Shown;
  if (std::string Hidden =
          Regex(F.ExcludeHeaderFilter, Rules.ExcludeHeaderFilter);
      !Hidden.empty())
    O.ExcludeHeaderFilterRegex = Hidden;
  O.UseColor = F.Colour;
  // Global options, read by every check: the rules it must use, and that the
  // switches in them were already weighed against the flags.
  O.CheckOptions["RulesFile"] = llvm::StringRef(RulesFile);
  O.CheckOptions["IgnoreRulesChecks"] = "true";
  O.CheckOptions["MinConfidence"] = llvm::StringRef(F.MinConfidence);
  O.WarningsAsErrors = "-*";
  for (const std::string &Check : Checks)
    if (severityOf(Rules, Check) == Severity::Error)
      *O.WarningsAsErrors += "," + Check;
  return O;
}

LintSettings CheckSelection::settingsFor(const std::string &File) const {
  std::string RulesFile = rulesFileOf(File);
  const std::shared_ptr<const RuleSet> &Rules = RulesOf.at(RulesFile).Rules;
  std::vector<std::string> Names;
  if (F.What == Command::Lint) {
    for (const CheckInfo *Check : enabled(*Rules))
      if (Check->isLocal())
        Names.push_back(Check->Name.str());
    for (const std::string &Rule : ownRules(*Rules)) {
      Names.push_back(Rule);
      Names.push_back(OwnRulesCheck::Info.Name.str());
    }
  }
  LintSettings Settings;
  Settings.Options = options(RulesFile, *Rules, Names);
  Settings.ExtraArgs = F.ExtraArgs;
  Settings.ExtraArgsBefore = F.ExtraArgsBefore;
  if (F.What == Command::Scan || links())
    Settings.Summarise = Rules;
  return Settings;
}

LinkSettings CheckSelection::linkSettingsFor(const std::string &File) {
  LinkSettings Settings;
  Settings.RulesFile = rulesFileOf(File);
  Settings.Rules = load(Settings.RulesFile).Rules;
  std::vector<std::string> Names;
  for (const CheckInfo *Check : enabled(*Settings.Rules))
    Names.push_back(Check->Name.str());
  Settings.Options = options(Settings.RulesFile, *Settings.Rules, Names);
  const std::string &Said =
      F.MinConfidence.empty() ? Settings.Rules->MinConfidence : F.MinConfidence;
  Settings.Least = confidenceFrom(Said).value_or(Confidence::Medium);
  return Settings;
}

bool CheckSelection::isExcluded(const std::string &Source) const {
  return !isShown(*RulesOf.at(rulesFileOf(Source)).Rules, Source);
}

void CheckSelection::reportSuppressions(bool Whole) const {
  std::set<std::tuple<std::string, unsigned, unsigned>> Told;
  for (const auto &[File, Rules] : RulesOf)
    for (const Suppression &S : Rules.Rules->Suppressions) {
      std::string Why;
      if (S.isExpired(today()))
        Why = "this suppression expired on " + S.Expires +
              ", and its findings are shown again; repair them, or say until "
              "when they may wait";
      else if (Whole && !*S.Used)
        Why = "nothing needs this suppression any more; delete it";
      if (!Why.empty() && Told.insert({S.File, S.Line, S.Column}).second)
        llvm::errs() << S.File << ":" << S.Line << ":" << S.Column
                     << ": warning: " << Why << "\n";
    }
}

const ProjectRules &CheckSelection::rulesOf(const std::string &Source) {
  return load(rulesFileOf(Source));
}

const OwnRule *CheckSelection::ownRule(llvm::StringRef Name) const {
  for (const auto &[File, Rules] : RulesOf)
    for (const OwnRule &R : Rules.Rules->OwnRules)
      if (R.Name == Name)
        return &R;
  return nullptr;
}
