//===- CheckInfo.h - what is said of a check ---------------------*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_CHECKINFO_H
#define RACETIDY_CHECKS_CHECKINFO_H

#include "checks/composition/LinkedFinding.h"
#include "rules/RuleLoader.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"

namespace racetidy {

/// What a check is, for lists, pages and reports. One constant value a check;
/// the pages are compared with it by a test, so that they can't drift.
struct CheckInfo {
  llvm::StringLiteral Name;
  /// One sentence, no capital at the start, no full stop: what it finds.
  llvm::StringLiteral Title;
  /// The folder in `checks/`.
  llvm::StringLiteral Family;
  llvm::StringLiteral Since;
  /// "local" (one translation unit decides) or "linked".
  llvm::StringLiteral Scope;
  /// On when nobody said anything.
  bool Default;
  /// "362, 667": numbers of the Common Weakness Enumeration.
  llvm::StringLiteral Cwe;
  /// "none", "sometimes" or "always".
  llvm::StringLiteral Fix;
  /// The names of its options, with what each does, in a line.
  struct Option {
    llvm::StringLiteral Name, Default, Help;
  };
  llvm::ArrayRef<Option> Options;
  /// Of a check over summaries: what it tells of a composition, be it of one
  /// unit or of many. A local check tells there what one unit could not decide;
  /// most have nothing, and null.
  LinkFunction Link = nullptr;

  bool isLocal() const { return Scope == "local"; }
};

/// Every check there is, sorted by name. Defined beside the registry.
llvm::ArrayRef<const CheckInfo *> allChecks();
/// The names of checks and options that a rules file may use.
const Vocabulary &knownNames();

} // namespace racetidy

#endif // RACETIDY_CHECKS_CHECKINFO_H
