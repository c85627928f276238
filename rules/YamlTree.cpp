//===- YamlTree.cpp - a YAML document as plain values ---------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The only code that knows yaml-cpp, and the only one built with exceptions:
/// yaml-cpp throws, and nothing of that leaves this file.
///
//===----------------------------------------------------------------------===//
#include "rules/YamlTree.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/ConvertUTF.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <map>
#include <sstream>

using namespace racetidy;

static constexpr size_t MaxBytes = 1 << 20;
static constexpr size_t MaxDepth = 100;
static constexpr size_t MaxValues = 100'000;

const YamlNode *YamlNode::find(llvm::StringRef Name) const {
  for (const auto &[Key, Value] : Entries)
    if (Key->isText() && Key->Scalar == Name)
      return Value.get();
  return nullptr;
}

namespace {

/// A document that is refused though it is YAML.
struct Refusal {
  YAML::Mark Mark;
  std::string Why;
};

/// Builds the tree from yaml-cpp's events. An alias shares the value that it
/// stands for, and is counted as if it were written out: whoever walks the tree
/// later meets no more than was counted.
class Builder : public YAML::EventHandler {
public:
  YamlNode::Pointer Root;

  void OnDocumentStart(const YAML::Mark &) override {}
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark &Mark, YAML::anchor_t Anchor) override {
    leaf(make(Mark, YamlNode::Null), Anchor);
  }
  void OnScalar(const YAML::Mark &Mark, const std::string &, YAML::anchor_t A,
                const std::string &Value) override {
    auto Node = make(Mark, YamlNode::Text);
    Node->Scalar = Value;
    leaf(std::move(Node), A);
  }
  void OnAlias(const YAML::Mark &Mark, YAML::anchor_t Anchor) override {
    auto It = Anchors.find(Anchor);
    if (It == Anchors.end())
      throw Refusal{Mark, "this alias stands for a value that it is part of"};
    if (Open.size() + It->second.Depth > MaxDepth)
      tooDeep(Mark);
    count(Mark, It->second.Values);
    put(It->second.Node, It->second.Depth);
  }

  void OnSequenceStart(const YAML::Mark &Mark, const std::string &,
                       YAML::anchor_t A, YAML::EmitterStyle::value) override {
    open(make(Mark, YamlNode::List), Mark, A);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark &Mark, const std::string &, YAML::anchor_t A,
                  YAML::EmitterStyle::value) override {
    open(make(Mark, YamlNode::Mapping), Mark, A);
  }
  void OnMapEnd() override { close(); }

private:
  using Node = std::shared_ptr<YamlNode>;
  /// A list or mapping whose end is still to come.
  struct Level {
    Node Value;
    YAML::anchor_t Anchor;
    YamlNode::Pointer Key;
    /// Of the whole document, before it.
    size_t Values;
    /// Of what is in it.
    size_t Depth = 0;
  };
  struct Anchored {
    YamlNode::Pointer Node;
    size_t Values, Depth;
  };

  [[noreturn]] static void tooDeep(const YAML::Mark &Mark) {
    throw Refusal{Mark, "values are nested more than " +
                            std::to_string(MaxDepth) + " levels deep here"};
  }
  Node make(const YAML::Mark &Mark, YamlNode::Kind K) {
    count(Mark, 1);
    auto Made = std::make_shared<YamlNode>();
    Made->K = K;
    Made->Line = static_cast<unsigned>(Mark.line + 1);
    Made->Column = static_cast<unsigned>(Mark.column + 1);
    return Made;
  }
  void count(const YAML::Mark &Mark, size_t More) {
    Values += More;
    if (Values > MaxValues)
      throw Refusal{Mark, "the file holds more than " +
                              std::to_string(MaxValues) +
                              " values when its aliases are written out"};
  }
  void leaf(Node Made, YAML::anchor_t Anchor) {
    if (Anchor)
      Anchors[Anchor] = {Made, 1, 0};
    put(std::move(Made), 0);
  }
  void open(Node Made, const YAML::Mark &Mark, YAML::anchor_t Anchor) {
    if (Open.size() >= MaxDepth)
      tooDeep(Mark);
    Open.push_back({std::move(Made), Anchor, nullptr, Values - 1});
  }
  void close() {
    Level Done = std::move(Open.back());
    Open.pop_back();
    if (Done.Anchor)
      Anchors[Done.Anchor] = {Done.Value, Values - Done.Values, Done.Depth};
    put(std::move(Done.Value), Done.Depth);
  }
  void put(YamlNode::Pointer Made, size_t Depth) {
    if (Open.empty()) {
      Root = std::move(Made);
      return;
    }
    Level &In = Open.back();
    In.Depth = std::max(In.Depth, Depth + 1);
    if (In.Value->isList())
      In.Value->Elements.push_back(std::move(Made));
    else if (!In.Key)
      In.Key = std::move(Made);
    else
      In.Value->Entries.emplace_back(std::exchange(In.Key, nullptr),
                                     std::move(Made));
  }

  std::vector<Level> Open;
  std::map<YAML::anchor_t, Anchored> Anchors;
  size_t Values = 0;
};

} // namespace

/// Where \p Text is no text that a person can read; empty if it is one.
static std::string whyNoText(llvm::StringRef Text) {
  if (Text.size() > MaxBytes)
    return "a rules file may have a megabyte, and this one has more";
  if (Text.contains('\0'))
    return "this is no text: it has a NUL byte";
  auto *Begin = reinterpret_cast<const llvm::UTF8 *>(Text.bytes_begin());
  if (!llvm::isLegalUTF8String(
          &Begin, reinterpret_cast<const llvm::UTF8 *>(Text.bytes_end())))
    return "this is no UTF-8 text";
  return {};
}

/// Whether line number \p Line, from 0 on, begins with a tab.
static bool isIndentedByTab(llvm::StringRef Text, int Line) {
  for (; Line > 0; --Line)
    Text = Text.split('\n').second;
  return Text.ltrim(' ').starts_with("\t");
}

YamlDocument racetidy::parseYaml(llvm::StringRef Text) {
  YamlDocument Result;
  Result.Mistake = whyNoText(Text);
  if (!Result.Mistake.empty())
    return Result;
  auto Fail = [&](const YAML::Mark &Mark, std::string Why) {
    Result = {nullptr, std::move(Why), static_cast<unsigned>(Mark.line + 1),
              static_cast<unsigned>(Mark.column + 1)};
  };
  try {
    std::istringstream In(Text.str());
    YAML::Parser Parser(In);
    Builder First, Second;
    Parser.HandleNextDocument(First);
    Result.Root = First.Root;
    if (Parser.HandleNextDocument(Second) && Second.Root)
      Result = {nullptr,
                "a second document begins here, and a rules file is one",
                Second.Root->Line, Second.Root->Column};
  } catch (const Refusal &R) {
    Fail(R.Mark, R.Why);
  } catch (const YAML::Exception &E) {
    Fail(E.mark, "this is not YAML: " + E.msg +
                     (isIndentedByTab(Text, E.mark.line)
                          ? "; indent with blanks, not with tabs"
                          : ""));
  }
  return Result;
}

/// Whether \p Text needs no quotes anywhere.
static bool isPlain(llvm::StringRef Text) {
  // What starts with one of these and holds no blank is never anything but
  // text.
  return !Text.empty() && Text != "null" && !Text.ends_with(":") &&
         (llvm::isAlnum(Text.front()) || Text.front() == '_' ||
          Text.front() == '/') &&
         llvm::all_of(Text, [](char C) {
           return llvm::isAlnum(C) || llvm::StringRef("_-./*:").contains(C);
         });
}

static std::string scalar(llvm::StringRef Text) {
  if (isPlain(Text))
    return Text.str();
  std::string Quoted = "\"";
  for (char C : Text)
    switch (C) {
    case '\n':
      Quoted += "\\n";
      break;
    case '\t':
      Quoted += "\\t";
      break;
    case '"':
    case '\\':
      Quoted += '\\';
      [[fallthrough]];
    default:
      if (static_cast<unsigned char>(C) < ' ')
        Quoted += "\\x" + llvm::toHex(llvm::StringRef(&C, 1));
      else
        Quoted += C;
    }
  return Quoted + "\"";
}

std::string racetidy::printYaml(const YamlNode &Node, unsigned Indent) {
  std::string Blanks(Indent, ' ');
  std::string Text;
  // A value that is a list or mapping begins on a line of its own.
  auto Value = [&](const YamlNode &N) {
    bool Empty = N.Elements.empty() && N.Entries.empty();
    if (Empty || N.isText())
      return " " + printYaml(N) + "\n";
    return "\n" + printYaml(N, Indent + 2);
  };
  switch (Node.K) {
  case YamlNode::Null:
    return "null";
  case YamlNode::Text:
    return scalar(Node.Scalar);
  case YamlNode::List:
    if (Node.Elements.empty())
      return "[]";
    for (const YamlNode::Pointer &E : Node.Elements) {
      bool Nested = !E->Elements.empty() || !E->Entries.empty();
      // '- key: value': the first line stands behind the dash.
      std::string Inner = printYaml(*E, Nested ? Indent + 2 : 0);
      Text +=
          Blanks + "- " + (Nested ? Inner.substr(Indent + 2) : Inner + "\n");
    }
    return Text;
  case YamlNode::Mapping:
    if (Node.Entries.empty())
      return "{}";
    for (const auto &[Key, V] : Node.Entries)
      Text += Blanks + (Key->isText() ? scalar(Key->Scalar) : "?") + ":" +
              Value(*V);
    return Text;
  }
  return Text;
}
