//===- StatementText.h - what a statement's text does ------*- C++ -*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Reads the text of a statement that code sends to a store, as far as it has
/// to be known what the statement reads and writes. What the code puts in at
/// run time stands as '?'.
///
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_ANALYSIS_STATEMENTTEXT_H
#define RACETIDY_CHECKS_ANALYSIS_STATEMENTTEXT_H

#include "rules/ResourceRule.h"

#include "llvm/ADT/StringRef.h"

#include <optional>
#include <set>
#include <string>

namespace racetidy {

struct StatementText {
  ResourceEffect Effect = ResourceEffect::Read;
  /// The table or key, as the text has it; empty for one of a transaction.
  std::string Subject;
  /// SQL: the columns that are selected, or set to something that does not come
  /// from the row itself. Lower case; "*" for all.
  std::set<std::string> Columns;
  /// SQL: the columns of its condition.
  std::set<std::string> Where;
  /// SQL: a new row is added.
  bool Inserts = false;
};

/// What the SQL statement \p Text does; nothing where it is none that matters.
/// Of several statements in one text the first counts.
std::optional<StatementText> readSql(llvm::StringRef Text);

/// What the command \p Text does by the commands of \p Rule: its first word, or
/// a pattern of the whole. The subject is its second word.
std::optional<StatementText> readCommand(llvm::StringRef Text,
                                         const ResourceRule &Rule);

/// Whether a write by \p Write of what \p Read gave is one that may lose what
/// was written in between: the same table and column, and no condition on what
/// was read, as a version is.
bool mayOverwrite(const StatementText &Read, const StatementText &Write);

} // namespace racetidy

#endif // RACETIDY_CHECKS_ANALYSIS_STATEMENTTEXT_H
