//===- FunctionScan.h - the cheap first look at a function -------*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_ANALYSIS_FUNCTIONSCAN_H
#define RACETIDY_CHECKS_ANALYSIS_FUNCTIONSCAN_H

#include "checks/analysis/AtomicOperations.h"
#include "checks/analysis/PathBuilder.h"

#include "clang/AST/ParentMap.h"
#include "llvm/ADT/DenseMap.h"

#include <memory>
#include <vector>

namespace racetidy {

/// Calls \p Visit for every statement that runs as part of \p Function itself:
/// its initialisers and body, without the bodies of lambdas and without
/// operands that are never evaluated.
void forEachEvaluated(const clang::FunctionDecl &Function,
                      llvm::function_ref<void(const clang::Stmt *)> Visit);

/// The operations on shared state that one function holds. Most functions hold
/// none and are done after this look: no control-flow graph is built for them.
class FunctionScan {
public:
  /// At most this many reads are followed in one function; the rest is counted
  /// in \c CutReads and stays silent.
  static constexpr unsigned MaxReads = 64;

  struct Operation {
    AtomicOperation Atomic;
    AccessPath Path;
    /// The number of the read, if this is a load of a location that the
    /// function also stores, or loads once more.
    int Read = -1;
    /// Somebody looks at the operation's value.
    bool ResultUsed = false;
    /// The value is compared, masked or tested: it decides something.
    bool Decides = false;
  };

  FunctionScan(const clang::FunctionDecl &Function, RuleIndex &Rules);

  /// Whether some location is both loaded and stored, so that the flow is
  /// worth its cost.
  bool interesting() const { return Rewritten; }

  const Operation *operation(const clang::Expr *E) const {
    auto It = Operations.find(E);
    return It == Operations.end() ? nullptr : &It->second;
  }
  const std::vector<const clang::Expr *> &reads() const { return Reads; }
  /// All operations, as they were met; none where no two belong together.
  const std::vector<const clang::Expr *> &sites() const { return Sites; }
  /// The stores and exchanges of the function, also where it is done after
  /// this look.
  const std::vector<AtomicOperation> &writes() const { return Writes; }
  PathBuilder &paths() { return Paths; }
  const clang::ParentMap &parents() const { return *Parents; }
  unsigned cutReads() const { return CutReads; }
  bool hasTry() const { return HasTry; }

private:
  PathBuilder Paths;
  std::unique_ptr<clang::ParentMap> Parents;
  llvm::DenseMap<const clang::Expr *, Operation> Operations;
  std::vector<const clang::Expr *> Reads, Sites;
  std::vector<AtomicOperation> Writes;
  bool Rewritten = false;
  unsigned CutReads = 0;
  bool HasTry = false;
};

} // namespace racetidy

#endif // RACETIDY_CHECKS_ANALYSIS_FUNCTIONSCAN_H
