//===- Sequences.h - what must not happen in one function --------*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_OWN_SEQUENCES_H
#define RACETIDY_CHECKS_OWN_SEQUENCES_H

#include "checks/analysis/RuleIndex.h"

#include "clang/AST/Decl.h"
#include "clang/AST/Stmt.h"

#include <vector>

namespace racetidy {

/// A sequence that a function holds.
struct FoundSequence {
  const OwnRule *Rule;
  /// Null where it begins with the function.
  const clang::Stmt *First;
  const clang::Stmt *Then;
};

/// The sequences of \p Rules that \p Function holds, each end once, in the
/// order of the source.
std::vector<FoundSequence> findSequences(const clang::FunctionDecl &Function,
                                         RuleIndex &Index,
                                         llvm::ArrayRef<const OwnRule *> Rules);

} // namespace racetidy

#endif // RACETIDY_CHECKS_OWN_SEQUENCES_H
