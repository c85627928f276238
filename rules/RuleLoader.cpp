//===- RuleLoader.cpp - reads rules from YAML -----------------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// With YamlReader the only code that knows YAML, and the only one built with
/// exceptions: yaml-cpp throws, and nothing of that leaves this file.
///
//===----------------------------------------------------------------------===//
#include "rules/RuleLoader.h"

#include "rules/YamlReader.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"

#include <functional>
#include <initializer_list>
#include <set>
#include <tuple>

using namespace racetidy;

namespace {

class Reader : YamlReader {
public:
  Reader(std::string File, const Vocabulary &Known, LoadedRules &Out)
      : YamlReader(std::move(File), Out.Errors), Known(Known), Out(Out) {}

  void document(const YAML::Node &Root);

private:
  void lock(const YAML::Node &Node);
  void guard(const YAML::Node &Node);
  void atomic(const YAML::Node &Node);
  void condition(const YAML::Node &Node);
  void container(const YAML::Node &Node);
  void suspensions(const YAML::Node &Node);
  void pointer(const YAML::Node &Node);
  void naming(const YAML::Node &Node);
  void singleWriter(const YAML::Node &Node);
  void options(const YAML::Node &Node);

  Word effect(const char *Name, LockEffect Effect,
              std::map<std::string, LockEffect> &Into);
  Word operation(const char *Name, AtomicKind Kind,
                 std::map<std::string, AtomicOp> &Into);

  /// Whether some check's name matches \p Glob; an error if none does.
  bool checkName(const YAML::Node &Node, llvm::StringRef Glob);

  const Vocabulary &Known;
  LoadedRules &Out;
};

} // namespace

Word Reader::effect(const char *Name, LockEffect Effect,
                    std::map<std::string, LockEffect> &Into) {
  return {Name, [this, Name, Effect, &Into](const YAML::Node &N) {
            for (std::string &Call : texts(N, Name))
              Into[Call] = Effect;
          }};
}

Word Reader::operation(const char *Name, AtomicKind Kind,
                       std::map<std::string, AtomicOp> &Into) {
  return {Name, [this, Name, Kind, &Into](const YAML::Node &N) {
            // An update may say which arithmetic it does: {fetch_add: "+"}.
            if (Kind == AtomicKind::Update && N.IsMap()) {
              for (const auto &Entry : N) {
                std::string Call = text(Entry.first, Name);
                std::string Sign = text(Entry.second, Name);
                static const std::set<std::string> Known{
                    "+", "-", "&", "|", "^", "++", "--", "none"};
                AtomicOp Op{Kind, Sign};
                // '+=' is an update by '+' that gives the new value.
                Op.GivesNew = Op.Arithmetic.size() == 2;
                if (Op.GivesNew && Op.Arithmetic.back() == '=')
                  Op.Arithmetic.pop_back();
                if (!Sign.empty() && !Known.count(Op.Arithmetic))
                  error(Entry.second.Mark(),
                        "unknown arithmetic '" + Sign +
                            "'; known are '+', '-', '&', '|', '^', these with "
                            "'=', '++', '--' and 'none'");
                Op.ByOne = Op.Arithmetic == "++" || Op.Arithmetic == "--";
                if (Op.ByOne)
                  Op.Arithmetic.pop_back();
                if (Sign == "none")
                  Op.Arithmetic.clear();
                Into[Call] = Op;
              }
              return;
            }
            for (std::string &Call : texts(N, Name)) {
              AtomicOp Op{Kind, ""};
              Op.Weak = llvm::StringRef(Name).ends_with("-weak");
              Into[Call] = Op;
            }
          }};
}

void Reader::lock(const YAML::Node &Node) {
  LockRule Rule;
  auto Effects = [this](const YAML::Node &N, const char *What,
                        std::map<std::string, LockEffect> &Into) {
    mapping(N, What,
            {effect("acquire", LockEffect::Acquire, Into),
             effect("acquire-shared", LockEffect::AcquireShared, Into),
             effect("try-acquire", LockEffect::TryAcquire, Into),
             effect("try-acquire-shared", LockEffect::TryAcquireShared, Into),
             effect("release", LockEffect::Release, Into),
             effect("release-shared", LockEffect::ReleaseShared, Into),
             effect("assert-held", LockEffect::AssertHeld, Into),
             effect("wait", LockEffect::Wait, Into)});
  };
  bool Ok = mapping(
      Node, "a lock",
      {{"type", [&](const YAML::Node &N) { Rule.Type = text(N, "'type'"); }},
       {"methods",
        [&](const YAML::Node &N) {
          Effects(N, "the methods of a lock", Rule.Methods);
        }},
       {"functions",
        [&](const YAML::Node &N) {
          Effects(N, "the functions of a lock", Rule.Functions);
        }},
       {"argument",
        [&](const YAML::Node &N) {
          Rule.Argument = N.IsScalar() && N.Scalar() == "all"
                              ? AllArguments
                              : number(N, "'argument'");
        }},
       {"recursive",
        [&](const YAML::Node &N) {
          Rule.Recursive = boolean(N, "'recursive'");
        }},
       {"thread-bound",
        [&](const YAML::Node &N) {
          Rule.ThreadBound = boolean(N, "'thread-bound'");
        }},
       {"try-gives-zero", [&](const YAML::Node &N) {
          Rule.TryGivesZero = boolean(N, "'try-gives-zero'");
        }}});
  if (!Ok)
    return;
  // Functions alone may take locks of many types.
  if (!Rule.Methods.empty() || Rule.Functions.empty())
    require(Node, Rule.Type, "type");
  if (Rule.Methods.empty() && Rule.Functions.empty())
    error(Node.Mark(), "a lock needs 'methods' or 'functions' that take it");
  Out.Rules.Locks.push_back(std::move(Rule));
}

void Reader::guard(const YAML::Node &Node) {
  GuardRule Rule;
  bool Ok = mapping(
      Node, "a guard",
      {{"type", [&](const YAML::Node &N) { Rule.Type = text(N, "'type'"); }},
       {"mode",
        [&](const YAML::Node &N) {
          std::string Mode = text(N, "'mode'");
          if (Mode == "shared")
            Rule.Shared = true;
          else if (Mode == "inverse")
            Rule.Inverse = true;
          else if (!Mode.empty() && Mode != "exclusive")
            error(N.Mark(),
                  "unknown mode '" + Mode +
                      "'; known are 'exclusive', 'shared' and 'inverse'");
        }},
       {"defer",
        [&](const YAML::Node &N) { Rule.DeferTag = text(N, "'defer'"); }},
       {"try", [&](const YAML::Node &N) { Rule.TryTag = text(N, "'try'"); }},
       {"adopt",
        [&](const YAML::Node &N) { Rule.AdoptTag = text(N, "'adopt'"); }},
       effect("acquire", LockEffect::Acquire, Rule.Methods),
       effect("try-acquire", LockEffect::TryAcquire, Rule.Methods),
       effect("release", LockEffect::Release, Rule.Methods),
       effect("detach", LockEffect::Detach, Rule.Methods),
       effect("swap", LockEffect::Swap, Rule.Methods),
       {"tests",
        [&](const YAML::Node &N) { Rule.Tests = texts(N, "'tests'"); }}});
  if (!Ok)
    return;
  require(Node, Rule.Type, "type");
  Out.Rules.Guards.push_back(std::move(Rule));
}

void Reader::atomic(const YAML::Node &Node) {
  AtomicRule Rule;
  AtomicFunctionRule Functions;
  bool HasFunctions = false;
  bool Ok = mapping(
      Node, "an atomic",
      {{"type", [&](const YAML::Node &N) { Rule.Type = text(N, "'type'"); }},
       {"methods",
        [&](const YAML::Node &N) {
          mapping(N, "the methods of an atomic",
                  {operation("load", AtomicKind::Load, Rule.Methods),
                   operation("store", AtomicKind::Store, Rule.Methods),
                   operation("exchange", AtomicKind::Exchange, Rule.Methods),
                   operation("compare-exchange", AtomicKind::CompareExchange,
                             Rule.Methods),
                   operation("compare-exchange-weak",
                             AtomicKind::CompareExchange, Rule.Methods),
                   operation("update", AtomicKind::Update, Rule.Methods)});
        }},
       {"functions",
        [&](const YAML::Node &N) {
          HasFunctions = true;
          auto &F = Functions.Functions;
          mapping(
              N, "the functions of an atomic",
              {operation("load", AtomicKind::Load, F),
               operation("store", AtomicKind::Store, F),
               operation("exchange", AtomicKind::Exchange, F),
               operation("compare-exchange", AtomicKind::CompareExchange, F),
               operation("compare-exchange-weak", AtomicKind::CompareExchange,
                         F),
               operation("update", AtomicKind::Update, F)});
        }},
       {"object",
        [&](const YAML::Node &N) { Functions.Object = number(N, "'object'"); }},
       {"value",
        [&](const YAML::Node &N) {
          Rule.Value = Functions.Value = number(N, "'value'");
        }},
       {"expected",
        [&](const YAML::Node &N) {
          Rule.Expected = Functions.Expected = number(N, "'expected'");
        }},
       {"desired",
        [&](const YAML::Node &N) {
          Rule.Desired = Functions.Desired = number(N, "'desired'");
        }},
       {"refers-to", [&](const YAML::Node &N) {
          Rule.RefersTo = static_cast<int>(number(N, "'refers-to'"));
        }}});
  if (!Ok)
    return;
  if (Rule.Type.empty() && !HasFunctions)
    error(Node.Mark(), "an atomic needs a 'type' with 'methods', or "
                       "'functions'");
  if (!Rule.Methods.empty())
    require(Node, Rule.Type, "type");
  if (!Rule.Type.empty())
    Out.Rules.Atomics.push_back(std::move(Rule));
  if (HasFunctions)
    Out.Rules.AtomicFunctions.push_back(std::move(Functions));
}

void Reader::condition(const YAML::Node &Node) {
  ConditionRule Rule;
  if (!mapping(Node, "a condition",
               {{"type",
                 [&](const YAML::Node &N) { Rule.Type = text(N, "'type'"); }},
                {"wait",
                 [&](const YAML::Node &N) { Rule.Waits = texts(N, "'wait'"); }},
                {"lock", [&](const YAML::Node &N) {
                   Rule.Lock = number(N, "'lock'");
                 }}}))
    return;
  require(Node, Rule.Type, "type");
  Out.Rules.Conditions.push_back(std::move(Rule));
}

void Reader::container(const YAML::Node &Node) {
  ContainerRule Rule;
  auto Methods = [&](const char *Key, ContainerOp Op) {
    return Word{Key, [this, Key, Op, &Rule](const YAML::Node &N) {
                  for (std::string &Method : texts(N, Key))
                    Rule.Methods[Method] = Op;
                }};
  };
  if (!mapping(
          Node, "a container",
          {{"types",
            [&](const YAML::Node &N) { Rule.Types = texts(N, "'types'"); }},
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

void Reader::suspensions(const YAML::Node &Node) {
  auto Names = [this](const char *Key, std::vector<std::string> &Into) {
    return Word{Key, [this, Key, &Into](const YAML::Node &N) {
                  llvm::append_range(Into, texts(N, Key));
                }};
  };
  mapping(Node, "'suspensions'",
          {Names("functions", Out.Rules.Suspensions.Functions),
           Names("never-suspend", Out.Rules.Suspensions.NeverSuspend)});
}

void Reader::pointer(const YAML::Node &Node) {
  PointerRule Rule;
  auto Methods = [this](const char *Key, std::vector<std::string> &Into) {
    return Word{
        Key, [this, Key, &Into](const YAML::Node &N) { Into = texts(N, Key); }};
  };
  if (!mapping(Node, "a pointer",
               {{"type",
                 [&](const YAML::Node &N) { Rule.Type = text(N, "'type'"); }},
                Methods("get", Rule.Get),
                Methods("lock", Rule.Lock),
                Methods("expired", Rule.Expired),
                Methods("count", Rule.Count),
                Methods("unique", Rule.Unique)}))
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

void Reader::naming(const YAML::Node &Node) {
  NamingRules &Naming = Out.Rules.Naming;
  auto Names = [this](const char *Key, std::vector<std::string> &Into) {
    return Word{Key, [this, Key, &Into](const YAML::Node &N) {
                  llvm::append_range(Into, texts(N, Key));
                }};
  };
  mapping(Node, "'naming'",
          {Names("called-with-lock-held", Naming.CalledWithLockHeld),
           Names("asserts-lock-held", Naming.AssertsLockHeld),
           Names("acquires-lock", Naming.AcquiresLock),
           Names("releases-lock", Naming.ReleasesLock),
           Names("guard-types", Naming.GuardTypes),
           Names("harmless", Naming.Harmless)});
}

void Reader::singleWriter(const YAML::Node &Node) {
  SingleWriterRule Rule;
  if (!mapping(
          Node, "a single writer",
          {{"entity",
            [&](const YAML::Node &N) { Rule.Entity = text(N, "'entity'"); }},
           {"reason",
            [&](const YAML::Node &N) { Rule.Reason = text(N, "'reason'"); }}}))
    return;
  require(Node, Rule.Entity, "entity");
  require(Node, Rule.Reason, "reason");
  Out.Rules.SingleWriters.push_back(std::move(Rule));
}

bool Reader::checkName(const YAML::Node &Node, llvm::StringRef Glob) {
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

void Reader::options(const YAML::Node &Node) {
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

void Reader::document(const YAML::Node &Root) {
  // An empty file is a project that keeps the defaults.
  if (!Root.IsDefined() || Root.IsNull())
    return;
  bool HasVersion = false;
  auto Each = [this](const char *What,
                     void (Reader::*Read)(const YAML::Node &)) {
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
       {"checks",
        [&](const YAML::Node &N) {
          // A list, or the one text that '--checks' takes.
          auto Globs = [&](const YAML::Node &Element) {
            llvm::SmallVector<llvm::StringRef> Parts;
            std::string Text = text(Element, "'checks'");
            llvm::StringRef(Text).split(Parts, ',', -1, false);
            for (llvm::StringRef Part : Parts)
              if (checkName(Element, Part.trim()))
                Out.Rules.Checks.push_back(Part.trim().str());
          };
          if (N.IsScalar())
            Globs(N);
          else
            list(N, "'checks'", Globs);
        }},
       {"options", [&](const YAML::Node &N) { options(N); }},
       {"locks", Each("'locks'", &Reader::lock)},
       {"guards", Each("'guards'", &Reader::guard)},
       {"atomics", Each("'atomics'", &Reader::atomic)},
       {"conditions", Each("'conditions'", &Reader::condition)},
       {"containers", Each("'containers'", &Reader::container)},
       {"suspensions", [&](const YAML::Node &N) { suspensions(N); }},
       {"pointers", Each("'pointers'", &Reader::pointer)},
       {"fresh",
        [&](const YAML::Node &N) {
          llvm::append_range(Out.Rules.FreshFunctions, texts(N, "'fresh'"));
        }},
       {"naming", [&](const YAML::Node &N) { naming(N); }},
       {"single-writers", Each("'single-writers'", &Reader::singleWriter)}});
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
    Reader(File, Known, Result).document(YAML::Load(Yaml));
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
