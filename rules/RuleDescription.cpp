//===- RuleDescription.cpp - the keys of rules files, told ----------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "rules/RuleDescription.h"

#include "rules/KeyTable.h"

#include "llvm/ADT/StringMap.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/raw_ostream.h"

using namespace racetidy;
namespace json = llvm::json;

// --- Schema ------------------------------------------------------------------

static json::Object schemaOf(const KeyList &Keys, const Vocabulary &Known) {
  json::Object Properties;
  json::Array Required;
  for (const KeyInfo &Key : Keys.keys()) {
    json::Object Value;
    if (!Key.Value.Keys)
      Value = Key.Value.Schema(Known);
    else if (Key.Value.IsList)
      Value = json::Object{{"type", "array"},
                           {"items", schemaOf(*Key.Value.Keys, Known)}};
    else
      Value = schemaOf(*Key.Value.Keys, Known);
    Value["description"] = Key.Meaning;
    Properties[Key.Name] = std::move(Value);
    if (Key.Required)
      Required.push_back(Key.Name);
  }
  json::Object Schema{{"type", "object"},
                      {"additionalProperties", false},
                      {"properties", std::move(Properties)}};
  if (!Required.empty())
    Schema["required"] = std::move(Required);
  return Schema;
}

std::string racetidy::rulesSchema(const Vocabulary &Known) {
  json::Object Schema = schemaOf(documentKeys(), Known);
  Schema["$schema"] = "http://json-schema.org/draft-07/schema#";
  Schema["title"] = "racetidy rules";
  Schema["description"] =
      "what a project tells racetidy of itself; docs/rules.md has examples";
  return llvm::formatv("{0:2}\n", json::Value(std::move(Schema))).str();
}

// --- Reference ---------------------------------------------------------------

static const char *TableHead =
    "| key | value | meaning |\n| --- | --- | --- |\n";

static void addRow(const std::string &Name, const KeyInfo &Key,
                   llvm::raw_ostream &Out) {
  Out << "| " << Name << " | " << Key.Value.Words << " | " << Key.Meaning
      << (Key.Required ? "; required" : "") << " |\n";
}

/// A row for each key, with those of mappings in it below. Mappings of the same
/// keys are told once; \p Told has the first by its keys.
static void addRows(const KeyList &Keys, const std::string &Before,
                    llvm::raw_ostream &Out,
                    llvm::StringMap<std::string> &Told) {
  for (const KeyInfo &Key : Keys.keys()) {
    const KeyList *Inner = Key.Value.Keys;
    std::string Names;
    if (Inner)
      for (const KeyInfo &Each : Inner->keys())
        Names += Each.Name + ",";
    auto [First, New] = Told.try_emplace(Names, Key.Name);
    if (Inner && !New) {
      KeyInfo Short = Key;
      Short.Value.Words += ", as `" + First->second + "`";
      addRow("`" + Before + Key.Name + "`", Short, Out);
      continue;
    }
    addRow("`" + Before + Key.Name + "`", Key, Out);
    if (Inner)
      addRows(*Inner, Before + Key.Name + ": ", Out, Told);
  }
}

std::string racetidy::rulesReference() {
  std::string Text;
  llvm::raw_string_ostream Out(Text);
  const KeyList &Document = documentKeys();
  Out << TableHead;
  for (const KeyInfo &Key : Document.keys())
    addRow(Key.Value.Keys ? "[`" + Key.Name + "`](#" + Key.Name + ")"
                          : "`" + Key.Name + "`",
           Key, Out);
  Out << "\n```yaml\n" << Document.example() << "```\n";
  for (const KeyInfo &Key : Document.keys()) {
    if (!Key.Value.Keys)
      continue;
    Out << "\n### `" << Key.Name << "`\n\n" << Key.Meaning << ".\n\n";
    Out << TableHead;
    llvm::StringMap<std::string> Told;
    addRows(*Key.Value.Keys, "", Out, Told);
    Out << "\n```yaml\n" << Key.Value.Keys->example() << "```\n";
  }
  return Text;
}
