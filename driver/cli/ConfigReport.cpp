//===- ConfigReport.cpp - a project's rules, shown ------------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "driver/cli/ConfigReport.h"

#include "checks/CheckInfo.h"
#include "rules/KeyTable.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

using namespace racetidy;

using Node = std::shared_ptr<YamlNode>;

static const KeyInfo *keyNamed(const KeyList &Keys, llvm::StringRef Name) {
  auto It = llvm::find_if(Keys.keys(),
                          [&](const KeyInfo &K) { return K.Name == Name; });
  return It == Keys.keys().end() ? nullptr : It;
}

/// What stands behind a key whose values add up, one by one.
static std::vector<YamlNode::Pointer> elementsOf(const YamlNode::Pointer &N) {
  return N->isList() ? N->Elements : std::vector<YamlNode::Pointer>{N};
}

/// Puts what \p From says into \p Into, as the loader would.
static void merge(YamlNode &Into, const YamlNode &From, const KeyList *Keys) {
  for (const auto &[Key, Value] : From.Entries) {
    auto It = llvm::find_if(Into.Entries, [&](const auto &Entry) {
      return Entry.first->Scalar == Key->Scalar;
    });
    if (It == Into.Entries.end()) {
      Into.Entries.emplace_back(Key, Value);
      continue;
    }
    const KeyInfo *Info = Keys ? keyNamed(*Keys, Key->Scalar) : nullptr;
    auto Both = std::make_shared<YamlNode>(*It->second);
    if (Info && Info->Value.Adds) {
      Both->K = YamlNode::List;
      Both->Elements = elementsOf(It->second);
      llvm::append_range(Both->Elements, elementsOf(Value));
    } else if (Value->isMapping() && Both->isMapping()) {
      merge(*Both, *Value, Info ? Info->Value.Keys : nullptr);
    } else {
      It->second = Value;
      continue;
    }
    It->second = Both;
  }
}

/// \p Layer as it would be said in any folder, without what it extends.
static YamlNode::Pointer inAnyFolder(const RulesLayer &Layer) {
  llvm::SmallString<256> Folder(Layer.Name);
  llvm::sys::fs::make_absolute(Folder);
  llvm::sys::path::remove_filename(Folder);
  auto Absolute = [&](const YamlNode::Pointer &N) {
    auto Made = std::make_shared<YamlNode>(*N);
    llvm::SmallString<256> Path(N->Scalar);
    llvm::sys::path::make_absolute(Folder, Path);
    Made->Scalar = std::string(Path);
    return Made;
  };
  auto Root = std::make_shared<YamlNode>(*Layer.Tree);
  llvm::erase_if(Root->Entries, [](const auto &Entry) {
    return Entry.first->Scalar == "extends" || Entry.first->Scalar == "root";
  });
  for (auto &[Key, Value] : Root->Entries) {
    bool Paths = Key->Scalar == "include" || Key->Scalar == "exclude";
    if (!Paths && Key->Scalar != "suppressions")
      continue;
    auto Made = std::make_shared<YamlNode>(*Value);
    Made->K = YamlNode::List;
    Made->Elements = elementsOf(Value);
    for (YamlNode::Pointer &E : Made->Elements) {
      auto Copy = std::make_shared<YamlNode>(*E);
      for (auto &[Inner, Path] : Copy->Entries)
        if (Inner->Scalar == "path")
          Path = Absolute(Path);
      E = Paths ? Absolute(E) : Copy;
    }
    Value = Made;
  }
  return Root;
}

std::string racetidy::dumpConfig(const ProjectRules &Rules) {
  YamlNode All;
  All.K = YamlNode::Mapping;
  std::string Text;
  for (const RulesLayer &Layer : Rules.Layers) {
    Text += "# " + Layer.Name + "\n";
    if (Layer.Tree && Layer.Tree->isMapping())
      merge(All, *inAnyFolder(Layer), &documentKeys());
  }
  if (All.Entries.empty())
    return Text + "version: 1\n";
  return Text + printYaml(All);
}

/// What \p N is about, in a few words.
static std::string label(const YamlNode &N) {
  if (N.isText())
    return N.Scalar;
  if (N.isList() && !N.Elements.empty())
    return label(*N.Elements.front()) + (N.Elements.size() > 1 ? ", …" : "");
  for (const char *Name :
       {"name", "type", "types", "functions", "entity", "path"})
    if (const YamlNode *Value = N.find(Name))
      return label(*Value);
  return N.Entries.empty() ? "" : N.Entries.front().first->Scalar + ", …";
}

static std::string placeOf(const RulesLayer &Layer, const YamlNode &N) {
  return Layer.Name + ":" + std::to_string(N.Line) + ":" +
         std::to_string(N.Column);
}

static void explain(const RulesLayer &Layer, const YamlNode &Mapping,
                    const std::string &Before, const KeyList *Keys,
                    std::string &Text) {
  for (const auto &[Key, Value] : Mapping.Entries) {
    const KeyInfo *Info = Keys ? keyNamed(*Keys, Key->Scalar) : nullptr;
    std::string Name = Before + Key->Scalar + ": ";
    if (Value->isMapping())
      explain(Layer, *Value, Name, Info ? Info->Value.Keys : nullptr, Text);
    else
      for (const YamlNode::Pointer &E : elementsOf(Value))
        Text += placeOf(Layer, *E) + ": " + Name + label(*E) + "\n";
  }
}

/// The place of the glob that decides about \p Check; empty if none does.
static std::string whoDecides(const ProjectRules &Rules,
                              const std::string &Check, bool &On) {
  std::string Place;
  for (const RulesLayer &Layer : Rules.Layers) {
    if (!Layer.Tree || !Layer.Tree->isMapping())
      continue;
    for (const auto &[Key, Value] : Layer.Tree->Entries) {
      if (Key->Scalar != "checks")
        continue;
      for (const YamlNode::Pointer &E : elementsOf(Value)) {
        llvm::SmallVector<llvm::StringRef> Globs;
        llvm::StringRef(E->Scalar).split(Globs, ',', -1, false);
        for (llvm::StringRef Glob : Globs) {
          Glob = Glob.trim();
          bool Off = Glob.consume_front("-");
          if (!matchesGlob(Glob.str(), Check))
            continue;
          On = !Off;
          Place = placeOf(Layer, *E);
        }
      }
    }
  }
  return Place;
}

std::string racetidy::explainConfig(const ProjectRules &Rules) {
  std::string Text;
  for (const RulesLayer &Layer : Rules.Layers)
    if (Layer.Tree && Layer.Tree->isMapping())
      explain(Layer, *Layer.Tree, "", &documentKeys(), Text);
  auto Tell = [&](const std::string &Name, bool On) {
    std::string Place = whoDecides(Rules, Name, On);
    Text += "'" + Name + "' is " + (On ? "on" : "off") + " by " +
            (Place.empty() ? "default" : Place) + "\n";
  };
  for (const CheckInfo *Check : allChecks())
    Tell(Check->Name.str(), Check->Default);
  for (const OwnRule &Rule : Rules.Rules->OwnRules)
    Tell(Rule.Name, true);
  return Text;
}
