//===- RuleReader.h - rules from YAML nodes ----------------------*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_RULES_RULEREADER_H
#define RACETIDY_RULES_RULEREADER_H

#include "rules/RuleLoader.h"
#include "rules/YamlReader.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace racetidy {

/// Reads the words of a rules file, one method each. Built with exceptions.
class RuleReader : YamlReader {
public:
  RuleReader(std::string File, const Vocabulary &Known, LoadedRules &Out)
      : YamlReader(std::move(File), Out.Errors), Known(Known), Out(Out) {}

  void document(const YAML::Node &Root);

private:
  // LockReader.cpp: what keeps others out.
  void lock(const YAML::Node &Node);
  void guard(const YAML::Node &Node);
  void atomic(const YAML::Node &Node);
  void condition(const YAML::Node &Node);

  // OriginReader.cpp: what runs at the same time, and until when.
  void origin(const YAML::Node &Node);
  void handle(const YAML::Node &Node);
  void ordering(const YAML::Node &Node);

  // ResourceReader.cpp: what is read and written by calls.
  void resource(const YAML::Node &Node);

  // RuleLoader.cpp: the others.
  void container(const YAML::Node &Node);
  void suspensions(const YAML::Node &Node);
  void pointer(const YAML::Node &Node);
  void naming(const YAML::Node &Node);
  void singleWriter(const YAML::Node &Node);
  void checks(const YAML::Node &Node);
  void options(const YAML::Node &Node);

  Word effect(const char *Name, LockEffect Effect,
              std::map<std::string, LockEffect> &Into);
  Word operation(const char *Name, AtomicKind Kind,
                 std::map<std::string, AtomicOp> &Into);
  OriginKind originKind(const YAML::Node &Node);
  /// The number of an argument, or what one of \p Words stands for; nothing
  /// after an error.
  std::optional<int> argument(const YAML::Node &Node, const char *What,
                              const std::map<std::string, int> &Words);

  /// Whether some check's name matches \p Glob; an error if none does.
  bool checkName(const YAML::Node &Node, llvm::StringRef Glob);

  const Vocabulary &Known;
  LoadedRules &Out;
};

} // namespace racetidy

#endif // RACETIDY_RULES_RULEREADER_H
