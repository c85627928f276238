//===- SummaryPaths.h - paths as summaries name them -------------*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_ANALYSIS_SUMMARYPATHS_H
#define RACETIDY_CHECKS_ANALYSIS_SUMMARYPATHS_H

#include "checks/analysis/PathBuilder.h"
#include "checks/analysis/SummaryNames.h"

#include "llvm/ADT/SmallPtrSet.h"

namespace racetidy {

/// The variables of a function that others may get to know: captured by
/// reference, or given away by their address.
using LeavingVariables = llvm::SmallPtrSet<const clang::VarDecl *, 4>;

/// Turns the paths of one function into paths that all files understand.
///
/// A reference is a pointer that is always followed: what a reference parameter
/// or field stands for has a Deref after it, so that an argument whose Pointee
/// is known can take the place of the two.
class SummaryPaths {
public:
  SummaryPaths(const clang::FunctionDecl &Function, SummaryNames &Names,
               PathBuilder &Paths, const LeavingVariables &Leaving);

  /// The same location by keys; nothing where some step has no key, or there
  /// are too many.
  std::optional<SummaryPath> convert(const AccessPath &Path);

  /// Whether anybody beside this activation of the function may reach it.
  bool isShared(const AccessPath &Path) const;

  /// What the expression \p E hands to a parameter of type \p Type; null for a
  /// parameter that can take anything.
  SummaryArgument argument(const clang::Expr *E, clang::QualType Type);
  /// The object that a method is called on.
  SummaryArgument object(const clang::Expr *E);

  /// The local variable that \p Path starts from, or null.
  const clang::VarDecl *localRoot(const AccessPath &Path) const;

  /// The class whose object `this` is, in a lambda that of the method around.
  const clang::CXXRecordDecl *thisClass() const { return This; }

private:
  bool isCapturedByCopy(const clang::VarDecl *V) const;

  const clang::FunctionDecl &Function;
  SummaryNames &Names;
  PathBuilder &Paths;
  const LeavingVariables &Leaving;
  const clang::CXXRecordDecl *This = nullptr;
};

/// Looks through what only hands on its first argument ("std::ref",
/// "std::move") and through copies, conversions and temporaries.
const clang::Expr *forwarded(const clang::Expr *E, RuleIndex &Rules);

} // namespace racetidy

#endif // RACETIDY_CHECKS_ANALYSIS_SUMMARYPATHS_H
