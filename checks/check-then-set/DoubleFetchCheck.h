//===- DoubleFetchCheck.h ---------------------------------------*- C++ -*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_CHECKTHENSET_DOUBLEFETCHCHECK_H
#define RACETIDY_CHECKS_CHECKTHENSET_DOUBLEFETCHCHECK_H

#include "checks/RaceCheck.h"
#include "checks/analysis/PathBuilder.h"

#include "llvm/ADT/DenseSet.h"

namespace racetidy {

/// Finds values that are fetched from shared memory once to be checked and once
/// more to be used.
/// Docs: docs/checks/race-double-fetch.md
class DoubleFetchCheck : public RaceCheck {
public:
  static const CheckInfo Info;

  DoubleFetchCheck(llvm::StringRef Name, clang::tidy::ClangTidyContext *Context)
      : RaceCheck(Info, Name, Context) {}

private:
  void report() override;
  void function(const clang::FunctionDecl &F);
  void noteMapped(const clang::FunctionDecl &F);
  /// Why others may write what \p E names: empty if nothing shows it.
  std::string sharedBecause(const clang::Expr *E, const AccessPath &Path,
                            const PathBuilder &Paths) const;

  /// Variables and fields that hold the result of a mapping.
  llvm::DenseSet<const clang::ValueDecl *> Mapped;
  /// A template's pattern and what was made from it are the same code.
  llvm::DenseSet<clang::SourceLocation> Reported;
};

} // namespace racetidy

#endif // RACETIDY_CHECKS_CHECKTHENSET_DOUBLEFETCHCHECK_H
