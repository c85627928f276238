//===- KeyTable.cpp - what may stand in a rules file ----------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "rules/KeyTable.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace racetidy;
namespace json = llvm::json;

std::string racetidy::suggest(llvm::StringRef Given,
                              llvm::ArrayRef<std::string> Names) {
  unsigned Best = Given.size() / 3 + 2;
  llvm::StringRef Nearest;
  for (const std::string &Name : Names) {
    unsigned Distance = Given.edit_distance(Name, true, Best);
    if (Distance < Best) {
      Best = Distance;
      Nearest = Name;
    }
  }
  if (!Nearest.empty())
    return "; did you mean '" + Nearest.str() + "'?";
  if (Names.empty())
    return "; none is known";
  return "; known are '" + llvm::join(Names, "', '") + "'";
}

/// A text of the file in a message: shortened, since anything may stand there.
static std::string shown(llvm::StringRef Text) {
  constexpr size_t Most = 60;
  std::string Line;
  for (char C : Text.take_front(Most))
    Line += static_cast<unsigned char>(C) < ' ' ? ' ' : C;
  return "'" + Line + (Text.size() > Most ? "…" : "") + "'";
}

bool racetidy::readEntries(
    Reading &R, const YamlNode &Node, const KeyList &Keys, GivenKeys &Given,
    llvm::function_ref<void(unsigned, const YamlNode &)> Each) {
  if (!Node.isMapping()) {
    R.error(Node, "expected a mapping for " + Keys.what());
    return false;
  }
  for (const auto &[Key, Value] : Node.Entries) {
    if (!Key->isText()) {
      R.error(*Key, "a key of " + Keys.what() + " must be a plain word");
      continue;
    }
    const std::string &Name = Key->Scalar;
    if (!Given.insert(Name).second) {
      R.error(*Key, shown(Name) + " is given twice in " + Keys.what() +
                        "; merge the two entries");
      continue;
    }
    auto It = llvm::find_if(Keys.keys(),
                            [&](const KeyInfo &K) { return K.Name == Name; });
    if (It != Keys.keys().end()) {
      Each(It - Keys.keys().begin(), *Value);
      continue;
    }
    std::vector<std::string> Names;
    for (const KeyInfo &K : Keys.keys())
      Names.push_back(K.Name);
    R.error(*Key, "unknown key " + shown(Name) + " in " + Keys.what() +
                      suggest(Name, Names));
  }
  return true;
}

std::string racetidy::readText(Reading &R, const YamlNode &Node,
                               const std::string &What) {
  if (Node.isText() && !Node.Scalar.empty())
    return Node.Scalar;
  R.error(Node, "expected text for " + What);
  return {};
}

void racetidy::readList(Reading &R, const YamlNode &Node,
                        const std::string &What,
                        llvm::function_ref<void(const YamlNode &)> Each) {
  if (!Node.isList()) {
    R.error(Node, "expected a list for " + What);
    return;
  }
  for (const YamlNode::Pointer &Element : Node.Elements)
    Each(*Element);
}

std::vector<std::string> racetidy::readTexts(Reading &R, const YamlNode &Node,
                                             const std::string &What) {
  std::vector<std::string> Result;
  auto Take = [&](const YamlNode &Element) {
    if (std::string Text = readText(R, Element, What); !Text.empty())
      Result.push_back(std::move(Text));
  };
  if (Node.isText())
    Take(Node);
  else
    readList(R, Node, What, Take);
  return Result;
}

unsigned racetidy::readNumber(Reading &R, const YamlNode &Node,
                              const std::string &What) {
  unsigned Value = 0;
  if (!Node.isText() || llvm::StringRef(Node.Scalar).getAsInteger(10, Value))
    R.error(Node, "expected a number of 0 or more for " + What);
  return Value;
}

bool racetidy::readFlag(Reading &R, const YamlNode &Node,
                        const std::string &What) {
  if (Node.isText() && (Node.Scalar == "true" || Node.Scalar == "false"))
    return Node.Scalar == "true";
  R.error(Node, "expected 'true' or 'false' for " + What);
  return false;
}

std::optional<int>
racetidy::readArgument(Reading &R, const YamlNode &Node,
                       const std::string &What,
                       const std::map<std::string, int> &Words) {
  llvm::StringRef Text = Node.isText() ? Node.Scalar : llvm::StringRef();
  if (auto It = Words.find(Text.str()); It != Words.end())
    return It->second;
  unsigned Number = 0;
  if (!Text.getAsInteger(10, Number) && Number < 100)
    return static_cast<int>(Number);
  std::string Message = "expected the number of an argument";
  for (const auto &[Name, Value] : Words)
    Message += ", '" + Name + "'";
  // The last one is the other choice.
  if (!Words.empty())
    Message.replace(Message.rfind(','), 1, " or");
  R.error(Node, Message + " for " + What);
  return std::nullopt;
}

std::optional<unsigned>
racetidy::readChoice(Reading &R, const YamlNode &Node, const std::string &What,
                     llvm::ArrayRef<std::string> Words) {
  std::string Text = readText(R, Node, What);
  if (Text.empty())
    return std::nullopt;
  auto It = llvm::find(Words, Text);
  if (It != Words.end())
    return It - Words.begin();
  R.error(Node, "unknown word " + shown(Text) + " for " + What +
                    suggest(Text, Words));
  return std::nullopt;
}

static ValueInfo info(std::string Words, json::Object Schema) {
  return {std::move(Words),
          [Schema = json::Value(std::move(Schema))](const Vocabulary &) {
            return *Schema.getAsObject();
          }};
}

ValueInfo racetidy::fixedInfo(std::string Words, llvm::StringRef Schema) {
  return info(std::move(Words),
              *llvm::cantFail(json::parse(Schema)).getAsObject());
}

ValueInfo racetidy::textInfo(std::string Words) {
  return fixedInfo(std::move(Words), R"({"type": "string", "minLength": 1})");
}

ValueInfo racetidy::textsInfo() {
  ValueInfo Info = fixedInfo("names", R"({
      "type": ["string", "array"], "minLength": 1,
      "items": {"type": "string", "minLength": 1}})");
  Info.Adds = true;
  return Info;
}

ValueInfo racetidy::numberInfo() {
  return fixedInfo("number", R"({"type": "integer", "minimum": 0})");
}

ValueInfo racetidy::flagInfo() {
  return fixedInfo("`true` or `false`", R"({"type": "boolean"})");
}

static std::string either(llvm::ArrayRef<std::string> Words) {
  std::string Text;
  for (size_t I = 0; I < Words.size(); ++I)
    Text += (I == 0                  ? ""
             : I + 1 == Words.size() ? " or "
                                     : ", ") +
            ("`" + Words[I] + "`");
  return Text;
}

ValueInfo racetidy::choiceInfo(llvm::ArrayRef<std::string> Words) {
  json::Array Enum;
  for (const std::string &Word : Words)
    Enum.push_back(Word);
  return info(either(Words), json::Object{{"enum", std::move(Enum)}});
}

ValueInfo racetidy::argumentInfo(const std::map<std::string, int> &Words) {
  std::vector<std::string> Names;
  json::Array Enum;
  for (const auto &[Name, Value] : Words) {
    Names.push_back(Name);
    Enum.push_back(Name);
  }
  json::Object Number{{"type", "integer"}, {"minimum", 0}, {"maximum", 99}};
  return info("number, " + either(Names),
              json::Object{
                  {"anyOf", json::Array{json::Object{{"enum", std::move(Enum)}},
                                        std::move(Number)}}});
}

ValueInfo racetidy::keysInfo(const KeyList &Keys, bool IsList) {
  ValueInfo Info;
  Info.Words = IsList ? "list of mappings" : "mapping";
  Info.Keys = &Keys;
  Info.IsList = Info.Adds = IsList;
  return Info;
}
