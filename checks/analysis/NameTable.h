//===- NameTable.h - many names and globs looked up at once ------*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_ANALYSIS_NAMETABLE_H
#define RACETIDY_CHECKS_ANALYSIS_NAMETABLE_H

#include "rules/RuleSet.h"

#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringMap.h"

#include <utility>

namespace racetidy {

/// Numbers by name: hundreds of functions are known, and every function that a
/// file calls is looked up, so only the few names with a '*' are gone through.
class NameTable {
public:
  void add(llvm::StringRef Pattern, unsigned Number) {
    if (Pattern.contains('*'))
      Globs.emplace_back(Pattern.str(), Number);
    else
      Names[Pattern].push_back(Number);
  }

  /// Adds the numbers of everything that \p Name matches.
  void find(const std::string &Name, llvm::SmallVectorImpl<unsigned> &Into) {
    if (auto It = Names.find(Name); It != Names.end())
      Into.append(It->second.begin(), It->second.end());
    for (const auto &[Glob, Number] : Globs)
      if (matchesGlob(Glob, Name))
        Into.push_back(Number);
  }

private:
  llvm::StringMap<llvm::SmallVector<unsigned, 1>> Names;
  std::vector<std::pair<std::string, unsigned>> Globs;
};

} // namespace racetidy

#endif // RACETIDY_CHECKS_ANALYSIS_NAMETABLE_H
