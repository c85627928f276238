//===- SettingKeys.cpp - what is asked, and what is shown -----------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "rules/EmbeddedFiles.h"
#include "rules/KeyTable.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Regex.h"

using namespace racetidy;
namespace json = llvm::json;

using Names = std::vector<std::string>;

// --- Checks ------------------------------------------------------------------

static void noteGlob(LoadedRules &Into, const YamlNode &At,
                     llvm::StringRef Glob) {
  Glob.consume_front("-");
  Into.CheckGlobs.push_back({Glob.str(), At.Line, At.Column});
}

/// One text or a list of them. \p Words are completed; any other may stand
/// there too.
static json::Object wordsSchema(const Names &Words) {
  json::Object Known{{"enum", json::Array(Words)}};
  json::Object Item{{"anyOf", json::Array{std::move(Known),
                                          json::Object{{"type", "string"}}}}};
  json::Object List{{"type", "array"}, {"items", json::Object(Item)}};
  return json::Object{{"anyOf", json::Array{std::move(List), std::move(Item)}}};
}

/// Globs that switch on, or with '-' before them off: a list, or the one text
/// that '--checks' takes.
static Names
readSwitches(Reading &R, const YamlNode &Node, const std::string &What,
             llvm::function_ref<void(const YamlNode &, llvm::StringRef)> Each) {
  Names Result;
  auto Take = [&](const YamlNode &Element) {
    llvm::SmallVector<llvm::StringRef> Parts;
    std::string Text = readText(R, Element, What);
    llvm::StringRef(Text).split(Parts, ',', -1, false);
    for (llvm::StringRef Part : Parts) {
      Each(Element, Part.trim());
      Result.push_back(Part.trim().str());
    }
  };
  if (Node.isText())
    Take(Node);
  else
    readList(R, Node, What, Take);
  return Result;
}

static json::Object switchSchema(const Names &Known) {
  Names Words{"*", "-*"};
  for (const std::string &Name : Known) {
    Words.push_back(Name);
    Words.push_back("-" + Name);
  }
  return wordsSchema(Words);
}

static Names checkNames(const Vocabulary &Known) {
  Names Result;
  for (const auto &[Name, Options] : Known.Checks)
    Result.push_back(Name);
  return Result;
}

static ValueInfo
switchInfo(std::function<json::Object(const Vocabulary &)> Schema) {
  ValueInfo Info{"globs", std::move(Schema)};
  Info.Adds = true;
  return Info;
}

static Value<LoadedRules> checks() {
  return {switchInfo(
              [](const Vocabulary &V) { return switchSchema(checkNames(V)); }),
          [](Reading &R, const YamlNode &N, const std::string &What,
             LoadedRules &Into) {
            llvm::append_range(
                Into.Rules.Checks,
                readSwitches(R, N, What,
                             [&](const YamlNode &At, llvm::StringRef Glob) {
                               noteGlob(Into, At, Glob);
                             }));
          }};
}

static Value<LoadedRules> packs() {
  return {
      switchInfo([](const Vocabulary &) { return switchSchema(packNames()); }),
      [](Reading &R, const YamlNode &N, const std::string &What,
         LoadedRules &Into) {
        auto Known = [&](const YamlNode &At, llvm::StringRef Glob) {
          Glob.consume_front("-");
          if (llvm::none_of(packNames(), [&](const std::string &Name) {
                return matchesGlob(Glob.str(), Name);
              }))
            R.error(At, "unknown pack '" + Glob.str() + "'" +
                            suggest(Glob, packNames()));
        };
        llvm::append_range(Into.Rules.Packs, readSwitches(R, N, What, Known));
      }};
}

/// Options of one check.
static void readOptions(Reading &R, const YamlNode &Node,
                        const std::string &Check,
                        const std::map<std::string, std::string> &Known,
                        std::map<std::string, std::string> &Into) {
  for (const auto &[Key, Value] : Node.Entries) {
    std::string Option = readText(R, *Key, "the name of an option");
    auto Default = Known.find(Option);
    if (Default == Known.end()) {
      Names All;
      for (const auto &[Each, Ignored] : Known)
        All.push_back(Each);
      R.error(*Key, "unknown option '" + Option + "' of '" + Check + "'" +
                        suggest(Option, All));
      continue;
    }
    if (Default->second == "true" || Default->second == "false")
      readFlag(R, *Value, "'" + Option + "'");
    Into[Option] = readText(R, *Value, "the value of an option");
  }
}

static Value<LoadedRules> options() {
  auto Schema = [](const Vocabulary &V) {
    json::Object Checks;
    for (const auto &[Check, Options] : V.Checks) {
      json::Object Properties;
      for (const auto &[Option, Default] : Options) {
        bool Flag = Default == "true" || Default == "false";
        Properties[Option] = json::Object{
            {"type", Flag ? json::Value("boolean")
                          : json::Value(json::Array{"string", "number"})}};
      }
      Checks[Check] = json::Object{{"type", "object"},
                                   {"properties", std::move(Properties)},
                                   {"additionalProperties", false}};
    }
    return json::Object{{"type", "object"},
                        {"properties", std::move(Checks)},
                        {"additionalProperties", false}};
  };
  return {{"mapping of checks to mappings", Schema},
          [](Reading &R, const YamlNode &N, const std::string &What,
             LoadedRules &Into) {
            if (!N.isMapping()) {
              R.error(N, "expected a mapping for " + What);
              return;
            }
            for (const auto &[Key, Options] : N.Entries) {
              std::string Check = readText(R, *Key, "the name of a check");
              auto Known = R.Known.Checks.find(Check);
              if (!Options->isMapping())
                R.error(*Options, "expected a mapping for the options of '" +
                                      Check + "'");
              else if (Known != R.Known.Checks.end())
                readOptions(R, *Options, Check, Known->second,
                            Into.Rules.Options[Check]);
              else
                R.error(*Key, "unknown check '" + Check + "'" +
                                  suggest(Check, checkNames(R.Known)));
            }
          }};
}

static Value<LoadedRules> severity() {
  static const Names Words{"remark", "warning", "error"};
  auto Schema = [](const Vocabulary &V) {
    json::Object Each{{"enum", json::Array(Words)}};
    json::Object Properties;
    for (const std::string &Name : checkNames(V))
      Properties[Name] = json::Object(Each);
    return json::Object{{"type", "object"},
                        {"properties", std::move(Properties)},
                        {"additionalProperties", std::move(Each)}};
  };
  return {{"mapping of globs to `remark`, `warning` or `error`", Schema},
          [](Reading &R, const YamlNode &N, const std::string &What,
             LoadedRules &Into) {
            if (!N.isMapping()) {
              R.error(N, "expected a mapping for " + What);
              return;
            }
            for (const auto &[Key, Word] : N.Entries) {
              std::string Glob = readText(R, *Key, "a glob of checks");
              if (!Glob.empty())
                noteGlob(Into, *Key, Glob);
              if (auto Which = readChoice(R, *Word, What, Words))
                Into.Rules.Severities.emplace_back(Glob, Severity(*Which));
            }
          }};
}

// --- Places ------------------------------------------------------------------

/// Globs of files, made absolute.
static Value<LoadedRules> paths(Names RuleSet::*Member) {
  return {textsInfo(), [Member](Reading &R, const YamlNode &N,
                                const std::string &What, LoadedRules &Into) {
            for (const std::string &Glob : readTexts(R, N, What)) {
              llvm::SmallString<256> Path(Glob);
              llvm::sys::path::make_absolute(R.Folder, Path);
              llvm::sys::path::remove_dots(Path, /*remove_dot_dot=*/true);
              (Into.Rules.*Member).push_back(std::string(Path));
            }
          }};
}

static Value<LoadedRules> regex(std::string RuleSet::*Member) {
  return {textInfo("regular expression"),
          [Member](Reading &R, const YamlNode &N, const std::string &What,
                   LoadedRules &Into) {
            std::string Text = readText(R, N, What), Problem;
            if (!llvm::Regex(Text).isValid(Problem))
              R.error(N, "'" + Text + "' for " + What +
                             " is no regular expression: " + Problem);
            Into.Rules.*Member = Text;
          }};
}

// --- Suppressions ------------------------------------------------------------

/// Whether \p Text is a day, written as 2027-01-31.
static bool isDate(llvm::StringRef Text) {
  unsigned Year, Month, Day;
  if (!llvm::Regex("^[0-9]{4}-[0-9]{2}-[0-9]{2}$").match(Text) ||
      Text.take_front(4).getAsInteger(10, Year) ||
      Text.substr(5, 2).getAsInteger(10, Month) ||
      Text.substr(8).getAsInteger(10, Day) || Month < 1 || Month > 12 ||
      Day < 1)
    return false;
  constexpr unsigned Days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  bool Leap = Year % 4 == 0 && (Year % 100 != 0 || Year % 400 == 0);
  return Day <= Days[Month - 1] + (Month == 2 && Leap);
}

static const Keys<Suppression> &suppressionKeys() {
  static const auto Table =
      Keys<Suppression>("a suppression")
          .key("check", text(&Suppression::Check, "glob"),
               "of which checks; all unless said")
          .key("entity", text(&Suppression::Entity, "glob"),
               "the qualified name of the function that the finding lies in, "
               "or of a variable or field that its message names")
          .key("path", text(&Suppression::Path, "glob"),
               "the file that the finding lies in, relative to this one's "
               "folder")
          .required("reason", text(&Suppression::Reason, "text"),
                    "why that is no defect, or may wait")
          .key("expires",
               {textInfo("date"),
                [](Reading &R, const YamlNode &N, const std::string &What,
                   Suppression &Into) {
                  Into.Expires = readText(R, N, What);
                  if (!Into.Expires.empty() && !isDate(Into.Expires))
                    R.error(N, "expected a day like 2027-01-31 for " + What);
                }},
               "the last day on which it counts; after it the findings come "
               "back, and it is reported")
          .check([](Reading &R, const YamlNode &N, const GivenKeys &Given,
                    Suppression &Into) {
            if (!Given.contains("entity") && !Given.contains("path"))
              R.error(N, "a suppression needs 'entity' or 'path'; to switch a "
                         "check off, use 'checks'");
            Into.File = R.File;
            Into.Line = N.Line;
            Into.Column = N.Column;
            if (!Into.Path.empty()) {
              llvm::SmallString<256> Path(Into.Path);
              llvm::sys::path::make_absolute(R.Folder, Path);
              Into.Path = std::string(Path);
            }
          })
          .example(R"(version: 1
suppressions:
  - check: race-unguarded-update
    entity: Stats::hits
    reason: a lost hit does no harm
  - entity: "legacy::*"
    path: src/legacy
    reason: "is replaced, see issue 1234"
    expires: 2027-01-31
)");
  return Table;
}

static Value<LoadedRules> suppressions() {
  return each<LoadedRules, Suppression>(
      suppressionKeys(), [](LoadedRules &Into, Suppression S) {
        Into.CheckGlobs.push_back({S.Check, S.Line, S.Column});
        Into.Rules.Suppressions.push_back(std::move(S));
      });
}

// --- The file ----------------------------------------------------------------

static Value<LoadedRules> version() {
  return {
      fixedInfo("1", R"({"const": 1})"),
      [](Reading &R, const YamlNode &N, const std::string &, LoadedRules &) {
        if (!N.isText() || N.Scalar != "1")
          R.error(N, "this racetidy reads version 1 of the rules only");
      }};
}

static Value<LoadedRules> extends() {
  auto Schema = [](const Vocabulary &) {
    Names Words = presetNames();
    Words.push_back("parent");
    return wordsSchema(Words);
  };
  return {{"presets, files or `parent`", Schema},
          [](Reading &R, const YamlNode &N, const std::string &What,
             LoadedRules &Into) {
            auto Take = [&](const YamlNode &E) {
              if (std::string Name = readText(R, E, What); !Name.empty())
                Into.Extends.push_back({std::move(Name), E.Line, E.Column});
            };
            if (N.isText())
              Take(N);
            else
              readList(R, N, What, Take);
          }};
}

void racetidy::addSettingKeys(Keys<LoadedRules> &Document) {
  Document.required("version", version(), "the version of these words")
      .key("extends", extends(),
           "what the file builds upon, in order: `default`, `strict` or "
           "`minimal`, which ship with racetidy, other files, relative to this "
           "one, or `parent`, the nearest `.racetidy.yaml` in the folders "
           "above; what this file says comes after all of them")
      .key("root", flag(&LoadedRules::IsRoot),
           "`true`: nothing above this file is asked for `parent`, be it by "
           "this one or by one that it extends")
      .key("checks", checks(),
           "checks on, or with `-` before them off, in order, after their "
           "defaults and before `--checks`")
      .key("options", options(),
           "options of checks; clang-tidy's own configuration wins over them")
      .key("severity", severity(),
           "how findings are shown; the last glob that matches counts, and "
           "`warning` where none does. A `remark` does not make a run fail")
      .key("min-confidence",
           in(&LoadedRules::Rules,
              choice(
                  &RuleSet::MinConfidence,
                  std::vector<std::pair<std::string, std::string>>{
                      {"low", "low"}, {"medium", "medium"}, {"high", "high"}})),
           "findings are shown that are at least this sure, `medium` unless "
           "said; `--min-confidence` and clang-tidy's option `MinConfidence` "
           "win over it")
      .key("include", paths(&RuleSet::IncludedPaths),
           "files and folders, with `*` for any text, relative to this file's "
           "folder: findings are shown in these only")
      .key("exclude", paths(&RuleSet::ExcludedPaths),
           "files and folders in which no findings are shown, and whose "
           "sources are only "
           "linted when they are named")
      .key("header-filter", regex(&RuleSet::HeaderFilter),
           "as `--header-filter`, which wins over it; the plugin and the "
           "drop-in have clang-tidy's own")
      .key("exclude-header-filter", regex(&RuleSet::ExcludeHeaderFilter),
           "as `--exclude-header-filter`, likewise")
      .key("packs", packs(),
           "packs of what ships on, or with `-` before them off, in order; all "
           "are on unless said")
      .key("suppressions", suppressions(),
           "findings that are known and not shown. The command line reports "
           "those that have expired and, when the whole program was linted, "
           "those that nothing needs");
}
