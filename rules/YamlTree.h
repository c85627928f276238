//===- YamlTree.h - a YAML document as plain values --------------*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_RULES_YAMLTREE_H
#define RACETIDY_RULES_YAMLTREE_H

#include "llvm/ADT/StringRef.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace racetidy {

/// A value of a YAML document with its place.
struct YamlNode {
  using Pointer = std::shared_ptr<const YamlNode>;

  enum Kind { Null, Text, List, Mapping } K = Null;
  /// Of a text.
  std::string Scalar;
  /// Of a list.
  std::vector<Pointer> Elements;
  /// Of a mapping, in order; keys may be there twice.
  std::vector<std::pair<Pointer, Pointer>> Entries;
  /// 1-based; columns in characters.
  unsigned Line = 1, Column = 1;

  bool isText() const { return K == Text; }
  bool isList() const { return K == List; }
  bool isMapping() const { return K == Mapping; }
  /// The value of the key \p Name of a mapping, or null.
  const YamlNode *find(llvm::StringRef Name) const;
};

struct YamlDocument {
  /// Null where the text has no document, or a mistake.
  YamlNode::Pointer Root;
  /// Empty if there is none.
  std::string Mistake;
  /// Of the mistake; 0 when the text as a whole is meant.
  unsigned Line = 0, Column = 0;
};

/// Reads one document. Refuses what no person writes, before it costs anything:
/// more than a megabyte, what is no UTF-8, nesting past a hundred levels,
/// aliases that stand for more than a hundred thousand values, or for
/// themselves.
YamlDocument parseYaml(llvm::StringRef Text);

/// \p Node as YAML, in lines that are indented by \p Indent blanks. Comments
/// and aliases are gone.
std::string printYaml(const YamlNode &Node, unsigned Indent = 0);

} // namespace racetidy

#endif // RACETIDY_RULES_YAMLTREE_H
