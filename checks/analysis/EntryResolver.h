//===- EntryResolver.h - which function a callable runs ----------*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_ANALYSIS_ENTRYRESOLVER_H
#define RACETIDY_CHECKS_ANALYSIS_ENTRYRESOLVER_H

#include "checks/analysis/RuleIndex.h"

#include "clang/AST/DeclCXX.h"
#include "clang/AST/Expr.h"

#include <optional>

namespace racetidy {

/// What a callable runs.
struct CallableEntry {
  const clang::FunctionDecl *Function = nullptr;
  /// "&Class::method": the first argument is the object.
  bool ObjectIsArgument = false;
  bool Virtual = false;
  /// The functor whose call operator it is.
  const clang::Expr *Object = nullptr;
  /// What is bound to its first arguments already.
  llvm::SmallVector<const clang::Expr *, 2> Bound;
};

/// Looks through conversions, std::bind and its like, and variables that are
/// set once. Nothing where \p E can't be called or nobody can say what runs.
std::optional<CallableEntry> resolveEntry(const clang::Expr *E,
                                          RuleIndex &Rules, unsigned Depth = 0);

/// The method \p Name of the class that \p E is an object of or points to.
const clang::CXXMethodDecl *methodNamed(const clang::Expr *E,
                                        llvm::StringRef Name);

} // namespace racetidy

#endif // RACETIDY_CHECKS_ANALYSIS_ENTRYRESOLVER_H
