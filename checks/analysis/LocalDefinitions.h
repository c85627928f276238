//===- LocalDefinitions.h - what a function puts into its locals -*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_ANALYSIS_LOCALDEFINITIONS_H
#define RACETIDY_CHECKS_ANALYSIS_LOCALDEFINITIONS_H

#include "checks/analysis/FunctionScan.h"

#include "llvm/ADT/DenseMap.h"

namespace racetidy {

/// What is done to a local variable, anywhere in the function.
struct Definition {
  /// What is put there; null when nobody can tell.
  const clang::Expr *Value = nullptr;
  const clang::Stmt *Where = nullptr;
  /// It goes into a part of the variable, or of what it points to.
  bool Part = false;
};

using DefinitionMap =
    llvm::DenseMap<const clang::VarDecl *, llvm::SmallVector<Definition, 4>>;

/// All that \p Function does to its locals, apart from \p Besides.
DefinitionMap definitionsIn(const clang::FunctionDecl &Function,
                            const FunctionScan &Scan,
                            const clang::Expr *Besides);

/// The local variable that \p E names, or null.
const clang::VarDecl *localOf(const clang::Expr *E);
/// The local variable that \p E is a part of, or points through, or null.
const clang::VarDecl *baseOf(const clang::Expr *E);

} // namespace racetidy

#endif // RACETIDY_CHECKS_ANALYSIS_LOCALDEFINITIONS_H
