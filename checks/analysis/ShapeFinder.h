//===- ShapeFinder.h - what looks for atomic patterns share -*- C++ -*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_ANALYSIS_SHAPEFINDER_H
#define RACETIDY_CHECKS_ANALYSIS_SHAPEFINDER_H

#include "checks/analysis/FunctionScan.h"
#include "checks/model/AtomicMisuse.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/StmtCXX.h"

#include <vector>

namespace racetidy {

/// The syntax around the atomic operations of one function.
class ShapeFinder {
public:
  using Operation = FunctionScan::Operation;

  ShapeFinder(const clang::FunctionDecl &Function, RuleIndex &Rules,
              FunctionScan &Scan)
      : Function(Function), Rules(Rules), Scan(Scan),
        Context(Function.getASTContext()) {}

  const clang::Stmt *parent(const clang::Stmt *S) const {
    return Scan.parents().getParent(S);
  }
  bool isWithin(const clang::Stmt *Inner, const clang::Stmt *Outer) const;
  /// Whether \p A stands before \p B.
  bool isBefore(const clang::Stmt *A, const clang::Stmt *B) const;
  /// The nearest loop around \p S, or null.
  const clang::Stmt *loopAround(const clang::Stmt *S) const;

  /// Whether \p S stands in an assertion, a log line, a measurement: what is
  /// wrong there does no harm.
  bool isHarmless(const clang::Stmt *S) const;
  /// Whether \p S comes of such a macro.
  bool isInHarmlessMacro(const clang::Stmt *S) const;
  /// Whether \p Call calls such a function.
  bool callsHarmless(const clang::Expr *Call) const;

  /// The load of \p Path that \p E is, apart from conversions, or null.
  const clang::Expr *loadOf(const clang::Expr *E, const AccessPath &Path) const;
  /// Whether an operation on \p Path other than a load stands between.
  bool isWrittenBetween(const clang::Stmt *A, const clang::Stmt *B,
                        const AccessPath &Path) const;

  /// Whether the function stores the location plainly: who does is mostly the
  /// only one that writes it, and may read it as often as it likes.
  bool storesPlainly(const AccessPath &Path) const;

  AtomicMisuse misuse(MisuseKind Kind, const Operation &First,
                      const Operation &Second) const;

  const clang::FunctionDecl &Function;
  RuleIndex &Rules;
  FunctionScan &Scan;
  clang::ASTContext &Context;
  std::vector<AtomicMisuse> Found;
};

/// \p E without what leaves its value as it is: parentheses, conversions that
/// nobody wrote, the ends of temporaries, casts.
const clang::Expr *plainValue(const clang::Expr *E);
/// Whether \p Parent only hands the value of its operand on.
bool handsOn(const clang::Stmt *Parent);
/// Whether control leaves at the end of \p S.
bool leaves(const clang::Stmt *S);

void findDoubleReads(ShapeFinder &F);
void findTestedThenReloaded(ShapeFinder &F);
void findExchangeMisuse(ShapeFinder &F);
void findUpdateThenTest(ShapeFinder &F);

} // namespace racetidy

#endif // RACETIDY_CHECKS_ANALYSIS_SHAPEFINDER_H
