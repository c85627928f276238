//===- Finding.h - what a check has to say -----------------------*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_FINDING_H
#define RACETIDY_CHECKS_FINDING_H

#include "checks/model/Interleaving.h"
#include "rules/RuleSet.h"

#include "clang/Basic/Diagnostic.h"

#include <functional>

namespace clang::tidy {
class ClangTidyContext;
} // namespace clang::tidy

namespace racetidy {

/// One finding, before anybody decided how to show it.
struct Finding {
  std::string Check;
  clang::SourceLocation Loc;
  /// What is wrong and why; lower case, no full stop, entities in quotes.
  std::string Message;
  racetidy::Evidence Evidence;
  Interleaving Steps;
  /// What to do about it, as a last note; may be empty.
  std::string Advice;
  std::vector<clang::FixItHint> Fixes;
  /// Qualified names of what it is about: the functions it lies in, the data
  /// that its message names.
  std::vector<std::string> Entities;
  racetidy::Severity Severity = racetidy::Severity::Warning;
  /// A front that sees one unit does not show it: it takes other files.
  bool Linked = false;
};

/// Makes a diagnostic of \p F in \p Context: the warning with its fix-its, then
/// the interleaving and the advice as notes. Tells the context's listeners.
void show(clang::tidy::ClangTidyContext &Context, Finding F,
          const clang::SourceManager &SM);

/// Findings are shown as clang-tidy diagnostics, so that NOLINT, filters and
/// editors work as people know them. What a diagnostic can't carry, the
/// evidence and the structure of the interleaving, goes to whoever listens to
/// the same context: the command line does, for its reports.
class FindingListener {
public:
  using Callback =
      std::function<void(const Finding &, const clang::SourceManager &)>;
  using CutCallback =
      std::function<void(llvm::StringRef Check, unsigned Functions)>;

  /// Hears the findings made through \p Context, an opaque key, while it lives,
  /// and how many functions of the unit met a budget.
  FindingListener(const void *Context, Callback Hear, CutCallback HearCut);
  ~FindingListener();
  FindingListener(const FindingListener &) = delete;
  FindingListener &operator=(const FindingListener &) = delete;

  static void announce(const void *Context, const Finding &F,
                       const clang::SourceManager &SM);
  /// \p Check is empty for the model that several checks share.
  static void announceCut(const void *Context, llvm::StringRef Check,
                          unsigned Functions);

private:
  const void *Context;
};

} // namespace racetidy

#endif // RACETIDY_CHECKS_FINDING_H
