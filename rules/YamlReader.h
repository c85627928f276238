//===- YamlReader.h - mistakes in YAML with their place ----------*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_RULES_YAMLREADER_H
#define RACETIDY_RULES_YAMLREADER_H

#include "rules/RuleLoader.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"

#include <yaml-cpp/yaml.h>

#include <functional>
#include <string>
#include <vector>

namespace racetidy {

/// A word of the rules file and what to do with its value. The table of words
/// is also where "did you mean" looks.
struct Word {
  const char *Name;
  std::function<void(const YAML::Node &)> Read;
};

/// "; did you mean 'x'?" with the name that is nearest to \p Given, or a list
/// of all when none is near.
std::string suggest(llvm::StringRef Given, llvm::ArrayRef<std::string> Names);

/// Reads YAML nodes as what they should be, and says where they are not. Built
/// with exceptions, as RuleLoader is: yaml-cpp throws.
class YamlReader {
public:
  YamlReader(std::string File, std::vector<RuleError> &Errors)
      : File(std::move(File)), Errors(Errors) {}

protected:
  void error(const YAML::Mark &Mark, std::string Message) {
    Errors.push_back(
        {File, static_cast<unsigned>(Mark.is_null() ? 0 : Mark.line + 1),
         static_cast<unsigned>(Mark.is_null() ? 0 : Mark.column + 1),
         std::move(Message)});
  }

  /// Reads a mapping in which only \p Words may stand, each at most once.
  /// Returns false when \p Node is no mapping.
  bool mapping(const YAML::Node &Node, const char *What,
               llvm::ArrayRef<Word> Words);
  /// Calls \p Each for every element of a list.
  void list(const YAML::Node &Node, const char *What,
            const std::function<void(const YAML::Node &)> &Each);

  std::string text(const YAML::Node &Node, const char *What);
  std::vector<std::string> texts(const YAML::Node &Node, const char *What);
  unsigned number(const YAML::Node &Node, const char *What);
  bool boolean(const YAML::Node &Node, const char *What);
  /// Words whose value goes where it is given to; names are added to those that
  /// are there.
  Word word(const char *Key, std::string &Into);
  Word word(const char *Key, std::vector<std::string> &Into);
  Word word(const char *Key, unsigned &Into);
  Word word(const char *Key, bool &Into);
  /// An error if \p Value, that of the key \p Key, was not given.
  void require(const YAML::Node &Node, const std::string &Value,
               const char *Key);

private:
  std::string File;
  std::vector<RuleError> &Errors;
};

} // namespace racetidy

#endif // RACETIDY_RULES_YAMLREADER_H
