//===- OriginReader.cpp - origins, handles, orderings ---------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "rules/RuleReader.h"

#include "llvm/ADT/StringRef.h"

#include <optional>

using namespace racetidy;

std::optional<int>
RuleReader::argument(const YAML::Node &Node, const char *What,
                     const std::map<std::string, int> &Words) {
  std::string Text = Node.IsScalar() ? Node.Scalar() : "";
  if (auto It = Words.find(Text); It != Words.end())
    return It->second;
  unsigned Number = 0;
  if (!llvm::StringRef(Text).getAsInteger(10, Number) && Number < 100)
    return static_cast<int>(Number);
  Text = "expected the number of an argument";
  for (const auto &[Name, Value] : Words)
    Text += ", '" + Name + "'";
  // The last one is the other choice.
  Text.replace(Text.rfind(','), 1, " or");
  error(Node.Mark(), Text + " for " + What);
  return std::nullopt;
}

OriginKind RuleReader::originKind(const YAML::Node &Node) {
  static const std::map<std::string, OriginKind> Kinds{
      {"thread", OriginKind::Thread}, {"task", OriginKind::Task},
      {"future", OriginKind::Future}, {"callback", OriginKind::Callback},
      {"signal", OriginKind::Signal}, {"region", OriginKind::Region},
      {"now", OriginKind::Now},       {"loop", OriginKind::Loop},
  };
  std::string Name = text(Node, "'kind'");
  auto It = Kinds.find(Name);
  if (It != Kinds.end())
    return It->second;
  if (!Name.empty()) {
    std::vector<std::string> Names;
    for (const auto &[Each, Kind] : Kinds)
      Names.push_back(Each);
    error(Node.Mark(),
          "unknown kind '" + Name + "' of an origin" + suggest(Name, Names));
  }
  return OriginKind::Thread;
}

void RuleReader::origin(const YAML::Node &Node) {
  OriginRule Rule;
  std::optional<OriginKind> Kind;
  std::optional<int> Entry, Handle;
  bool Ok = mapping(
      Node, "an origin",
      {word("type", Rule.Type),
       word("functions", Rule.Functions),
       word("with", Rule.With),
       {"kind", [&](const YAML::Node &N) { Kind = originKind(N); }},
       {"entry",
        [&](const YAML::Node &N) {
          Entry = argument(N, "'entry'",
                           {{"first", OriginRule::FirstCallable},
                            {"every", OriginRule::EveryCallable},
                            {"object", OriginRule::Object}});
        }},
       word("method", Rule.Method),
       {"argument",
        [&](const YAML::Node &N) {
          Rule.Argument =
              argument(N, "'argument'",
                       {{"rest", OriginRule::Rest}, {"none", OriginRule::None}})
                  .value_or(OriginRule::Rest);
        }},
       {"handle",
        [&](const YAML::Node &N) {
          Handle = argument(N, "'handle'",
                            {{"result", OriginRule::Result},
                             {"object", OriginRule::Object},
                             {"none", OriginRule::None}});
        }},
       word("joins-on-destruction", Rule.JoinsOnDestruction),
       word("multiple", Rule.Multiple), word("once", Rule.Once)});
  if (!Ok)
    return;
  if (!Kind)
    require(Node, "", "kind");
  if (Rule.Type.empty() && Rule.Functions.empty())
    error(Node.Mark(),
          "an origin needs a 'type' whose objects start something, "
          "or 'functions' that do");
  if (Rule.Functions.empty() && Handle)
    error(Node.Mark(), "an object of an origin's 'type' is its own handle, so "
                       "'handle' is only for 'functions'");
  if (Rule.Method.empty() && Entry == OriginRule::Object)
    error(Node.Mark(), "an origin whose 'entry' is the object needs 'method', "
                       "the one that is run");
  Rule.Kind = Kind.value_or(Rule.Kind);
  // What ends before the call returns is given all its callables to run
  // ("std::transform_reduce"); what is started for later runs the first, and
  // others are for when that has ended.
  bool AtOnce = Rule.Kind == OriginKind::Now || Rule.Kind == OriginKind::Region;
  Rule.Entry = Entry.value_or(AtOnce ? OriginRule::EveryCallable
                                     : OriginRule::FirstCallable);
  Rule.Handle = Handle.value_or(OriginRule::None);
  Out.Rules.Origins.push_back(std::move(Rule));
}

void RuleReader::handle(const YAML::Node &Node) {
  HandleRule Rule;
  if (!mapping(Node, "a handle",
               {word("type", Rule.Type), word("join", Rule.Join),
                word("detach", Rule.Detach),
                word("joins-on-destruction", Rule.JoinsOnDestruction),
                word("join-functions", Rule.JoinFunctions),
                word("detach-functions", Rule.DetachFunctions),
                word("argument", Rule.Argument)}))
    return;
  require(Node, Rule.Type, "type");
  if (Rule.Join.empty() && Rule.JoinFunctions.empty() &&
      !Rule.JoinsOnDestruction)
    error(Node.Mark(), "a handle needs 'join', 'join-functions' or "
                       "'joins-on-destruction': else nobody can wait for it");
  Out.Rules.Handles.push_back(std::move(Rule));
}

void RuleReader::ordering(const YAML::Node &Node) {
  OrderingRule Rule;
  if (!mapping(Node, "an ordering",
               {word("type", Rule.Type), word("wait", Rule.Wait),
                word("arrive", Rule.Arrive),
                word("wait-functions", Rule.WaitFunctions)}))
    return;
  if (!Rule.Wait.empty() || !Rule.Arrive.empty())
    require(Node, Rule.Type, "type");
  if (Rule.Wait.empty() && Rule.WaitFunctions.empty())
    error(Node.Mark(), "an ordering needs 'wait' or 'wait-functions': without "
                       "a wait nothing is ordered");
  Out.Rules.Orderings.push_back(std::move(Rule));
}
