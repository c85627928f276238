//===- YamlReader.cpp - mistakes in YAML with their place -----------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "rules/YamlReader.h"

#include "llvm/ADT/STLExtras.h"

#include <set>

using namespace racetidy;

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
  std::string Text = Names.empty() ? "; none is known" : "; known are";
  const char *Separator = " ";
  for (const std::string &Name : Names) {
    Text += Separator + std::string("'") + Name + "'";
    Separator = ", ";
  }
  return Text;
}

static std::string quoted(const char *Key) {
  return std::string("'") + Key + "'";
}

bool YamlReader::mapping(const YAML::Node &Node, const char *What,
                         llvm::ArrayRef<Word> Words) {
  if (!Node.IsMap()) {
    error(Node.Mark(), std::string("expected a mapping for ") + What);
    return false;
  }
  std::set<std::string> Seen;
  for (const auto &Entry : Node) {
    if (!Entry.first.IsScalar()) {
      error(Entry.first.Mark(),
            std::string("a key of ") + What + " must be a plain word");
      continue;
    }
    const std::string &Key = Entry.first.Scalar();
    if (!Seen.insert(Key).second) {
      error(Entry.first.Mark(), "'" + Key + "' is given twice in " + What +
                                    "; merge the two entries");
      continue;
    }
    auto It =
        llvm::find_if(Words, [&](const Word &W) { return Key == W.Name; });
    if (It != Words.end()) {
      It->Read(Entry.second);
      continue;
    }
    std::vector<std::string> Names;
    for (const Word &W : Words)
      Names.push_back(W.Name);
    error(Entry.first.Mark(),
          "unknown key '" + Key + "' in " + What + suggest(Key, Names));
  }
  return true;
}

void YamlReader::list(const YAML::Node &Node, const char *What,
                      const std::function<void(const YAML::Node &)> &Each) {
  if (!Node.IsSequence()) {
    error(Node.Mark(), std::string("expected a list for ") + What);
    return;
  }
  for (const auto &Element : Node)
    Each(Element);
}

std::string YamlReader::text(const YAML::Node &Node, const char *What) {
  if (!Node.IsScalar() || Node.Scalar().empty()) {
    error(Node.Mark(), std::string("expected text for ") + What);
    return {};
  }
  return Node.Scalar();
}

std::vector<std::string> YamlReader::texts(const YAML::Node &Node,
                                           const char *What) {
  std::vector<std::string> Result;
  // One text may stand without the brackets of a list.
  if (Node.IsScalar()) {
    if (std::string T = text(Node, What); !T.empty())
      Result.push_back(std::move(T));
    return Result;
  }
  list(Node, What, [&](const YAML::Node &Element) {
    if (std::string T = text(Element, What); !T.empty())
      Result.push_back(std::move(T));
  });
  return Result;
}

unsigned YamlReader::number(const YAML::Node &Node, const char *What) {
  unsigned Value = 0;
  if (!Node.IsScalar() ||
      llvm::StringRef(Node.Scalar()).getAsInteger(10, Value))
    error(Node.Mark(),
          std::string("expected a number of 0 or more for ") + What);
  return Value;
}

bool YamlReader::boolean(const YAML::Node &Node, const char *What) {
  if (Node.IsScalar() && (Node.Scalar() == "true" || Node.Scalar() == "false"))
    return Node.Scalar() == "true";
  error(Node.Mark(), std::string("expected 'true' or 'false' for ") + What);
  return false;
}

Word YamlReader::word(const char *Key, std::string &Into) {
  return {Key, [this, Key, &Into](const YAML::Node &N) {
            Into = text(N, quoted(Key).c_str());
          }};
}

Word YamlReader::word(const char *Key, std::vector<std::string> &Into) {
  return {Key, [this, Key, &Into](const YAML::Node &N) {
            llvm::append_range(Into, texts(N, quoted(Key).c_str()));
          }};
}

Word YamlReader::word(const char *Key, unsigned &Into) {
  return {Key, [this, Key, &Into](const YAML::Node &N) {
            Into = number(N, quoted(Key).c_str());
          }};
}

Word YamlReader::word(const char *Key, bool &Into) {
  return {Key, [this, Key, &Into](const YAML::Node &N) {
            Into = boolean(N, quoted(Key).c_str());
          }};
}

void YamlReader::require(const YAML::Node &Node, const std::string &Value,
                         const char *Key) {
  if (Value.empty())
    error(Node.Mark(), std::string("key '") + Key + "' is missing here");
}
