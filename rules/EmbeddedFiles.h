//===- EmbeddedFiles.h - the rules files that ship ---------------*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_RULES_EMBEDDEDFILES_H
#define RACETIDY_RULES_EMBEDDEDFILES_H

#include "rules/RuleSet.h"

#include "llvm/ADT/ArrayRef.h"

#include <string>
#include <vector>

namespace racetidy {

/// A file of rules/packs or rules/presets, built in.
struct EmbeddedFile {
  /// Without ".yaml".
  const char *Name;
  const char *Text;
};

/// What is known about libraries, each sorted by name.
llvm::ArrayRef<EmbeddedFile> embeddedPacks();
/// What a rules file may extend.
llvm::ArrayRef<EmbeddedFile> embeddedPresets();

const std::vector<std::string> &packNames();
const std::vector<std::string> &presetNames();

/// The rules of all packs that \p Switches leaves on; read once a process. A
/// mistake in them ends the process: it is a build that should not have passed
/// its tests.
RuleSet rulesOfPacks(const std::vector<std::string> &Switches);

} // namespace racetidy

#endif // RACETIDY_RULES_EMBEDDEDFILES_H
