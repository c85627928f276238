//===- OffAffinityCheck.h ---------------------------------------*- C++ -*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_LOSTUPDATE_OFFAFFINITYCHECK_H
#define RACETIDY_CHECKS_LOSTUPDATE_OFFAFFINITYCHECK_H

#include "checks/RaceCheck.h"

#include "llvm/ADT/DenseSet.h"

namespace racetidy {

/// Finds objects that belong to one thread and are used by another.
/// Docs: docs/checks/race-off-affinity.md
class OffAffinityCheck : public RaceCheck {
public:
  static const CheckInfo Info;

  OffAffinityCheck(llvm::StringRef Name, clang::tidy::ClangTidyContext *Context)
      : RaceCheck(Info, Name, Context) {}

private:
  /// Calls are followed this deep from what is started.
  static constexpr unsigned MaxDepth = 3;

  void report() override;
  void start(const clang::Expr &At, const OriginRule &Rule,
             llvm::ArrayRef<const clang::Expr *> Args);
  void entry(const clang::FunctionDecl &F, const clang::Expr &Start,
             unsigned Depth);
  void use(const clang::CallExpr &Call, const clang::Expr &Start);

  llvm::DenseSet<const clang::FunctionDecl *> Seen;
  /// A template's pattern and what was made from it are the same code.
  llvm::DenseSet<clang::SourceLocation> Reported;
};

} // namespace racetidy

#endif // RACETIDY_CHECKS_LOSTUPDATE_OFFAFFINITYCHECK_H
