//===- ResourceReader.cpp - resources -------------------------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "rules/RuleReader.h"

#include "llvm/ADT/StringRef.h"

using namespace racetidy;

namespace {

struct EffectWord {
  const char *Name;
  ResourceEffect Effect;
  /// Also what a command's text may do.
  bool OfCommands;
};

constexpr EffectWord EffectWords[] = {
    {"read", ResourceEffect::Read, true},
    {"locking-read", ResourceEffect::LockingRead, false},
    {"write", ResourceEffect::Write, true},
    {"update", ResourceEffect::Update, true},
    {"conditional-write", ResourceEffect::ConditionalWrite, true},
    {"begin", ResourceEffect::Begin, true},
    {"end", ResourceEffect::End, true},
    {"conditional-end", ResourceEffect::ConditionalEnd, true},
    {"prepare", ResourceEffect::Prepare, false},
    {"execute", ResourceEffect::Execute, false},
    {"bind", ResourceEffect::Bind, false},
    {"run", ResourceEffect::Run, false},
    {"open", ResourceEffect::Open, false},
};

} // namespace

void RuleReader::resource(const YAML::Node &Node) {
  ResourceRule Rule;
  auto Choice = [&](const char *Key, auto Set, std::vector<std::string> Names) {
    return Word{Key, [this, Key, Set, Names](const YAML::Node &N) {
                  std::string Text =
                      text(N, ("'" + std::string(Key) + "'").c_str());
                  for (size_t I = 0; I < Names.size(); ++I)
                    if (Text == Names[I])
                      return Set(I);
                  if (!Text.empty())
                    error(N.Mark(), "unknown value '" + Text + "' of '" + Key +
                                        "'" + suggest(Text, Names));
                }};
  };
  auto Argument = [&](const char *Key, int &Into,
                      std::map<std::string, int> Words) {
    return Word{Key, [this, Key, &Into, Words](const YAML::Node &N) {
                  Into =
                      argument(N, ("'" + std::string(Key) + "'").c_str(), Words)
                          .value_or(Into);
                }};
  };
  std::vector<Word> Words{
      Choice("kind",
             [&](size_t I) { Rule.Kind = static_cast<ResourceKind>(I); },
             {"store", "file", "object"}),
      word("name", Rule.Name),
      Choice("shared-by", [&](size_t I) { Rule.SharedByProcesses = I == 0; },
             {"processes", "threads"}),
      word("types", Rule.Types),
      word("with", Rule.With),
      Argument("store", Rule.Store,
               {{"object", ResourceRule::Object},
                {"none", ResourceRule::None},
                {"unknown", ResourceRule::Unknown}}),
      {"key",
       [&](const YAML::Node &N) {
         // A number, or the type of the first argument that has it.
         unsigned Number = 0;
         std::string Text = text(N, "'key'");
         if (!llvm::StringRef(Text).getAsInteger(10, Number))
           Rule.Key = Number;
         else
           Rule.KeyType = Text;
       }},
      word("part", Rule.PartType),
      Argument("text", Rule.Text, {{"none", ResourceRule::None}}),
      Argument(
          "handle", Rule.Handle,
          {{"result", ResourceRule::Result}, {"object", ResourceRule::Object}}),
      {"commands",
       [&](const YAML::Node &N) {
         std::vector<Word> Each;
         for (const EffectWord &E : EffectWords)
           if (E.OfCommands)
             Each.push_back({E.Name, [this, E, &Rule](const YAML::Node &L) {
                               for (std::string &Text : texts(L, E.Name))
                                 Rule.Commands.emplace_back(Text, E.Effect);
                             }});
         mapping(N, "'commands'", Each);
       }},
      word("scopes", Rule.Scopes),
      word("absent", Rule.Absent),
      word("present", Rule.Present),
      word("zero-is-present", Rule.ZeroIsPresent),
      word("release", Rule.Release),
      word("advice", Rule.Advice),
  };
  for (const EffectWord &E : EffectWords)
    Words.push_back({E.Name, [this, E, &Rule](const YAML::Node &N) {
                       for (std::string &Name : texts(N, E.Name))
                         Rule.Calls[Name] = E.Effect;
                     }});
  if (!mapping(Node, "a resource", Words))
    return;
  require(Node, Rule.Name, "name");
  if (Rule.Calls.empty() && Rule.Scopes.empty())
    error(Node.Mark(), "a resource needs calls: 'read', 'write' or another "
                       "word for what they do");
  if (Rule.Types.empty() && Rule.Store == ResourceRule::Object)
    Rule.Store = ResourceRule::None;
  for (const auto &[Name, Effect] : Rule.Calls) {
    bool ByText = Effect == ResourceEffect::Prepare;
    if (ByText && Rule.Text == ResourceRule::None)
      error(Node.Mark(), "'" + Name +
                             "' makes a statement of a text, so "
                             "'text', the number of that argument, is needed");
  }
  Out.Rules.Resources.push_back(std::move(Rule));
}
