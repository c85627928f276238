//===- LockReader.cpp - locks, guards, conditions, atomics ----------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "rules/RuleReader.h"

#include "llvm/ADT/StringRef.h"

#include <set>

using namespace racetidy;

Word RuleReader::effect(const char *Name, LockEffect Effect,
                        std::map<std::string, LockEffect> &Into) {
  return {Name, [this, Name, Effect, &Into](const YAML::Node &N) {
            for (std::string &Call : texts(N, Name))
              Into[Call] = Effect;
          }};
}

Word RuleReader::operation(const char *Name, AtomicKind Kind,
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

void RuleReader::lock(const YAML::Node &Node) {
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
             effect("init", LockEffect::Init, Into),
             effect("wait", LockEffect::Wait, Into)});
  };
  bool Ok = mapping(Node, "a lock",
                    {word("type", Rule.Type),
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
                     word("recursive", Rule.Recursive),
                     word("thread-bound", Rule.ThreadBound),
                     word("try-gives-zero", Rule.TryGivesZero)});
  if (!Ok)
    return;
  // Functions alone may take locks of many types.
  if (!Rule.Methods.empty() || Rule.Functions.empty())
    require(Node, Rule.Type, "type");
  if (Rule.Methods.empty() && Rule.Functions.empty())
    error(Node.Mark(), "a lock needs 'methods' or 'functions' that take it");
  Out.Rules.Locks.push_back(std::move(Rule));
}

void RuleReader::guard(const YAML::Node &Node) {
  GuardRule Rule;
  bool Ok = mapping(
      Node, "a guard",
      {word("type", Rule.Type),
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
       word("defer", Rule.DeferTag),
       word("try", Rule.TryTag),
       word("adopt", Rule.AdoptTag),
       effect("acquire", LockEffect::Acquire, Rule.Methods),
       effect("try-acquire", LockEffect::TryAcquire, Rule.Methods),
       effect("release", LockEffect::Release, Rule.Methods),
       effect("detach", LockEffect::Detach, Rule.Methods),
       effect("swap", LockEffect::Swap, Rule.Methods),
       word("tests", Rule.Tests)});
  if (!Ok)
    return;
  require(Node, Rule.Type, "type");
  Out.Rules.Guards.push_back(std::move(Rule));
}

void RuleReader::atomic(const YAML::Node &Node) {
  AtomicRule Rule;
  AtomicFunctionRule Functions;
  bool HasFunctions = false;
  bool Ok = mapping(
      Node, "an atomic",
      {word("type", Rule.Type),
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

void RuleReader::condition(const YAML::Node &Node) {
  ConditionRule Rule;
  if (!mapping(Node, "a condition",
               {word("type", Rule.Type), word("wait", Rule.Waits),
                word("notify", Rule.Notifies), word("lock", Rule.Lock)}))
    return;
  require(Node, Rule.Type, "type");
  Out.Rules.Conditions.push_back(std::move(Rule));
}
