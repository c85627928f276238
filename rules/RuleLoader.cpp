//===- RuleLoader.cpp - reads rules from YAML -----------------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The readers beside this file are the only code that knows YAML, and the only
/// one built with exceptions: yaml-cpp throws, and nothing of that leaves this
/// file.
///
//===----------------------------------------------------------------------===//
#include "rules/RuleLoader.h"

#include "rules/RuleReader.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"

#include <tuple>

using namespace racetidy;

void RuleReader::container(const YAML::Node &Node) {
  ContainerRule Rule;
  auto Methods = [&](const char *Key, ContainerOp Op) {
    return Word{Key, [this, Key, Op, &Rule](const YAML::Node &N) {
                  for (std::string &Method : texts(N, Key))
                    Rule.Methods[Method] = Op;
                }};
  };
  if (!mapping(Node, "a container",
               {word("types", Rule.Types),
                Methods("query", {ContainerOp::Query, false}),
                Methods("query-key", {ContainerOp::Query, true}),
                Methods("mutate", {ContainerOp::Mutate, false}),
                Methods("mutate-key", {ContainerOp::Mutate, true}),
                Methods("insert", {ContainerOp::Insert, false}),
                Methods("insert-key", {ContainerOp::Insert, true})}))
    return;
  if (Rule.Types.empty())
    require(Node, "", "types");
  Out.Rules.Containers.push_back(std::move(Rule));
}

void RuleReader::suspensions(const YAML::Node &Node) {
  SuspensionRules &Rules = Out.Rules.Suspensions;
  mapping(Node, "'suspensions'",
          {word("functions", Rules.Functions),
           word("never-suspend", Rules.NeverSuspend)});
}

void RuleReader::pointer(const YAML::Node &Node) {
  PointerRule Rule;
  if (!mapping(Node, "a pointer",
               {word("type", Rule.Type), word("get", Rule.Get),
                word("lock", Rule.Lock), word("expired", Rule.Expired),
                word("count", Rule.Count), word("unique", Rule.Unique)}))
    return;
  require(Node, Rule.Type, "type");
  // Only a pointer that does not own has to be locked, and only then can its
  // object be gone.
  if (!Rule.Expired.empty() && Rule.Lock.empty())
    error(Node.Mark(), "a pointer with 'expired' needs 'lock', the method that "
                       "makes an owner of it");
  if (Rule.isWeak() && !Rule.Unique.empty())
    error(Node.Mark(), "a pointer with 'lock' owns nothing, so 'unique' has no "
                       "meaning for it");
  Out.Rules.Pointers.push_back(std::move(Rule));
}

void RuleReader::naming(const YAML::Node &Node) {
  NamingRules &Naming = Out.Rules.Naming;
  mapping(Node, "'naming'",
          {word("called-with-lock-held", Naming.CalledWithLockHeld),
           word("asserts-lock-held", Naming.AssertsLockHeld),
           word("acquires-lock", Naming.AcquiresLock),
           word("releases-lock", Naming.ReleasesLock),
           word("guard-types", Naming.GuardTypes),
           word("harmless", Naming.Harmless)});
}

void RuleReader::singleWriter(const YAML::Node &Node) {
  SingleWriterRule Rule;
  if (!mapping(Node, "a single writer",
               {word("entity", Rule.Entity), word("reason", Rule.Reason)}))
    return;
  require(Node, Rule.Entity, "entity");
  require(Node, Rule.Reason, "reason");
  Out.Rules.SingleWriters.push_back(std::move(Rule));
}

bool RuleReader::checkName(const YAML::Node &Node, llvm::StringRef Glob) {
  Glob.consume_front("-");
  std::vector<std::string> Names;
  for (const auto &[Name, Options] : Known.Checks) {
    if (matchesGlob(Glob.str(), Name))
      return true;
    Names.push_back(Name);
  }
  error(Node.Mark(),
        "unknown check '" + Glob.str() + "'" + suggest(Glob, Names));
  return false;
}

void RuleReader::checks(const YAML::Node &Node) {
  // A list, or the one text that '--checks' takes.
  auto Globs = [&](const YAML::Node &Element) {
    llvm::SmallVector<llvm::StringRef> Parts;
    std::string Text = text(Element, "'checks'");
    llvm::StringRef(Text).split(Parts, ',', -1, false);
    for (llvm::StringRef Part : Parts)
      if (checkName(Element, Part.trim()))
        Out.Rules.Checks.push_back(Part.trim().str());
  };
  if (Node.IsScalar())
    Globs(Node);
  else
    list(Node, "'checks'", Globs);
}

void RuleReader::options(const YAML::Node &Node) {
  if (!Node.IsMap()) {
    error(Node.Mark(), "expected a mapping for 'options'");
    return;
  }
  for (const auto &Check : Node) {
    std::string Name = text(Check.first, "the name of a check");
    if (!Check.second.IsMap()) {
      error(Check.second.Mark(),
            "expected a mapping for the options of '" + Name + "'");
      continue;
    }
    auto Options = Known.Checks.find(Name);
    if (Options == Known.Checks.end()) {
      checkName(Check.first, Name);
      continue;
    }
    for (const auto &Option : Check.second) {
      std::string Key = text(Option.first, "the name of an option");
      auto Known = Options->second.find(Key);
      if (Known == Options->second.end()) {
        std::vector<std::string> Names;
        for (const auto &[Each, Default] : Options->second)
          Names.push_back(Each);
        error(Option.first.Mark(), "unknown option '" + Key + "' of '" + Name +
                                       "'" + suggest(Key, Names));
        continue;
      }
      if (Known->second == "true" || Known->second == "false")
        boolean(Option.second, ("'" + Key + "'").c_str());
      Out.Rules.Options[Name][Key] =
          text(Option.second, "the value of an option");
    }
  }
}

void RuleReader::document(const YAML::Node &Root) {
  // An empty file is a project that keeps the defaults.
  if (!Root.IsDefined() || Root.IsNull())
    return;
  bool HasVersion = false;
  auto Each = [this](const char *What,
                     void (RuleReader::*Read)(const YAML::Node &)) {
    return [this, What, Read](const YAML::Node &N) {
      list(N, What, [&](const YAML::Node &E) { (this->*Read)(E); });
    };
  };
  bool Ok = mapping(
      Root, "the rules file",
      {{"version",
        [&](const YAML::Node &N) {
          HasVersion = true;
          if (!N.IsScalar() || N.Scalar() != "1")
            error(N.Mark(), "this racetidy reads version 1 of the rules only");
        }},
       {"checks", [&](const YAML::Node &N) { checks(N); }},
       {"options", [&](const YAML::Node &N) { options(N); }},
       {"locks", Each("'locks'", &RuleReader::lock)},
       {"guards", Each("'guards'", &RuleReader::guard)},
       {"atomics", Each("'atomics'", &RuleReader::atomic)},
       {"conditions", Each("'conditions'", &RuleReader::condition)},
       {"origins", Each("'origins'", &RuleReader::origin)},
       {"handles", Each("'handles'", &RuleReader::handle)},
       {"orderings", Each("'orderings'", &RuleReader::ordering)},
       {"resources", Each("'resources'", &RuleReader::resource)},
       word("test-files", Out.Rules.TestFiles),
       word("thread-safe", Out.Rules.ThreadSafeTypes),
       word("start-up", Out.Rules.StartUpFunctions),
       {"containers", Each("'containers'", &RuleReader::container)},
       {"suspensions", [&](const YAML::Node &N) { suspensions(N); }},
       {"pointers", Each("'pointers'", &RuleReader::pointer)},
       word("fresh", Out.Rules.FreshFunctions),
       word("forwarders", Out.Rules.Forwarders),
       {"naming", [&](const YAML::Node &N) { naming(N); }},
       {"single-writers",
        Each("'single-writers'", &RuleReader::singleWriter)}});
  if (Ok && !HasVersion)
    error(Root.Mark(), "key 'version' is missing; begin the file with "
                       "'version: 1'");
}

std::string RuleError::str() const {
  std::string Text = File;
  if (Line)
    Text += ":" + std::to_string(Line) + ":" + std::to_string(Column);
  return Text + ": error: " + Message;
}

LoadedRules racetidy::parseRules(const std::string &Yaml,
                                 const std::string &File,
                                 const Vocabulary &Known) {
  LoadedRules Result;
  try {
    RuleReader(File, Known, Result).document(YAML::Load(Yaml));
  } catch (const YAML::Exception &E) {
    Result.Errors.push_back({File, static_cast<unsigned>(E.mark.line + 1),
                             static_cast<unsigned>(E.mark.column + 1),
                             "this is not YAML: " + E.msg});
  }
  // By their place, whatever order the words were read in.
  llvm::stable_sort(Result.Errors, [](const RuleError &A, const RuleError &B) {
    return std::tie(A.Line, A.Column) < std::tie(B.Line, B.Column);
  });
  return Result;
}
