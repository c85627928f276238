//===- LinkedCheck.h - checks over summaries --------------------*- C++ -*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_LINKEDCHECK_H
#define RACETIDY_CHECKS_LINKEDCHECK_H

#include "checks/RaceCheck.h"

namespace racetidy {

/// Finds where the sites of a composition are in a SourceManager.
class SiteFinder {
public:
  SiteFinder(const SummarySet &Set, clang::SourceManager &SM)
      : Set(Set), SM(SM) {}

  /// Invalid if the file can't be read.
  clang::SourceLocation operator()(Site At);

private:
  const SummarySet &Set;
  clang::SourceManager &SM;
  llvm::DenseMap<Symbol, clang::FileID> Files;
};

/// The file that a site names, as an absolute path.
std::string absoluteFile(llvm::StringRef Named);

/// \p F of the check \p Check in a unit's own terms; nothing if one of its
/// files can't be read.
std::optional<Finding> locate(const CheckInfo &Check, const LinkedFinding &F,
                              SiteFinder &Find);

/// A check that is a filter over a composition (CheckInfo::Link), where one
/// unit is all that is seen: in the plugin, the drop-in and editors. On the
/// command line driver/link asks the same of all files.
class LinkedCheck : public RaceCheck {
public:
  using RaceCheck::RaceCheck;

private:
  void report() final;
};

/// The class of the check that \p What describes, which is all there is to it.
template <const CheckInfo &What> class LinkedCheckOf : public LinkedCheck {
public:
  static constexpr const CheckInfo &Info = What;

  LinkedCheckOf(llvm::StringRef Name, clang::tidy::ClangTidyContext *Context)
      : LinkedCheck(What, Name, Context) {}
};

} // namespace racetidy

#endif // RACETIDY_CHECKS_LINKEDCHECK_H
