//===- CheckSelection.cpp - which checks run on which file ----------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "driver/cli/CheckSelection.h"

#include "checks/CheckInfo.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/Regex.h"
#include "llvm/Support/WithColor.h"

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
    if (Text->empty() || llvm::Regex(*Text).isValid(Problem))
      continue;
    llvm::WithColor::error(llvm::errs(), "racetidy")
        << "'" << *Text << "' for --" << Flag
        << " is no regular expression: " << Problem << "\n";
    Ok = false;
  }
  for (llvm::StringRef Glob : split(F.Checks)) {
    Glob.consume_front("-");
    bool Known = false;
    unsigned Best = Glob.size() / 3 + 2;
    llvm::StringRef Nearest;
    for (const CheckInfo *Check : allChecks()) {
      Known |= matchesGlob(Glob.str(), Check->Name.str());
      unsigned Distance = Glob.edit_distance(Check->Name, true, Best);
      if (Distance < Best) {
        Best = Distance;
        Nearest = Check->Name;
      }
    }
    if (Known)
      continue;
    Ok = false;
    llvm::raw_ostream &Out = llvm::WithColor::error(llvm::errs(), "racetidy");
    Out << "unknown check '" << Glob << "'";
    if (!Nearest.empty())
      Out << "; did you mean '" << Nearest << "'?\n";
    else
      Out << "; 'racetidy --list-checks' names them all\n";
  }
  return Ok;
}

std::string CheckSelection::rulesFileOf(const std::string &Source) const {
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
  for (const auto &[File, Rules] : RulesOf) {
    for (const RuleError &E : Rules.Errors) {
      llvm::errs() << E.str() << "\n";
      Ok = false;
    }
    Any |= !enabled(*Rules.Rules).empty();
  }
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
  return true;
}

clang::tidy::ClangTidyOptions
CheckSelection::options(const std::string &RulesFile,
                        llvm::ArrayRef<const CheckInfo *> Checks) const {
  clang::tidy::ClangTidyOptions O =
      clang::tidy::ClangTidyOptions::getDefaults();
  O.Checks = "-*";
  for (const CheckInfo *Check : Checks)
    *O.Checks += "," + Check->Name.str();
  O.HeaderFilterRegex = F.HeaderFilter;
  if (!F.ExcludeHeaderFilter.empty())
    O.ExcludeHeaderFilterRegex = F.ExcludeHeaderFilter;
  O.UseColor = F.Colour;
  // Global options, read by every check: the rules it must use, and that the
  // switches in them were already weighed against the flags.
  O.CheckOptions["RulesFile"] = llvm::StringRef(RulesFile);
  O.CheckOptions["IgnoreRulesChecks"] = "true";
  O.CheckOptions["MinConfidence"] = llvm::StringRef(F.MinConfidence);
  return O;
}

LintSettings CheckSelection::settingsFor(const std::string &File) const {
  std::string RulesFile = rulesFileOf(File);
  const std::shared_ptr<const RuleSet> &Rules = RulesOf.at(RulesFile).Rules;
  std::vector<const CheckInfo *> Checks;
  if (F.What == Command::Lint)
    Checks = enabled(*Rules);
  llvm::erase_if(Checks,
                 [](const CheckInfo *Check) { return !Check->isLocal(); });
  LintSettings Settings;
  Settings.Options = options(RulesFile, Checks);
  Settings.ExtraArgs = F.ExtraArgs;
  Settings.ExtraArgsBefore = F.ExtraArgsBefore;
  if (F.What == Command::Scan || links())
    Settings.Summarise = Rules;
  return Settings;
}

LinkSettings CheckSelection::linkSettingsFor(const std::string &File) {
  LinkSettings Settings;
  Settings.RulesFile = rulesFileOf(File);
  Settings.Options =
      options(Settings.RulesFile, enabled(*load(Settings.RulesFile).Rules));
  Settings.Least = *confidenceFrom(F.MinConfidence);
  return Settings;
}
