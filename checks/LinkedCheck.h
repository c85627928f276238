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
  /// A file that \p SM does not know yet is included at \p Includer.
  SiteFinder(const SummarySet &Set, clang::SourceManager &SM,
             clang::SourceLocation Includer = {})
      : Set(Set), SM(SM), Includer(Includer) {}

  /// Invalid if the file can't be read.
  clang::SourceLocation operator()(Site At);

private:
  const SummarySet &Set;
  clang::SourceManager &SM;
  clang::SourceLocation Includer;
  llvm::DenseMap<Symbol, clang::FileID> Files;
};

/// The file that a site names, as an absolute path.
std::string absoluteFile(llvm::StringRef Named);

/// A finding of a check over a composition.
struct CheckFinding {
  const CheckInfo *Check;
  LinkedFinding Found;

  /// The same in every set that tells the finding.
  std::string key() const { return Check->Name.str() + " " + Found.Id; }
  /// In terms of a SourceManager; nothing if one of its files can't be read.
  std::optional<Finding> locate(SiteFinder &Find) const;
};

/// What those of \p Checks that are over compositions tell of \p Composed.
std::vector<CheckFinding> findingsOf(const Composition &Composed,
                                     llvm::ArrayRef<const CheckInfo *> Checks);

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
