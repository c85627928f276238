//===- IndexForms.h - which elements two accesses meet in --------*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_ANALYSIS_INDEXFORMS_H
#define RACETIDY_CHECKS_ANALYSIS_INDEXFORMS_H

#include "clang/AST/ASTContext.h"
#include "clang/AST/Expr.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/SmallVector.h"

#include <cstdint>
#include <map>
#include <optional>

namespace racetidy {

/// An index as a sum of variables with constant factors: '2 * i + n - 1'.
struct LinearForm {
  std::map<const clang::VarDecl *, int64_t> Factors;
  int64_t Constant = 0;

  LinearForm &operator+=(const LinearForm &Other);
  LinearForm &operator*=(int64_t By);
  int64_t factor(const clang::VarDecl *V) const;
};

/// The form of \p E; nothing where it has none. \p Variable says what a
/// variable stands for: itself, a form of others, or nothing that is known.
std::optional<LinearForm>
linearForm(const clang::Expr *E, const clang::ASTContext &Context,
           llvm::function_ref<std::optional<LinearForm>(const clang::VarDecl &)>
               Variable);

/// A loop that counts: its variable takes First, First + Step … up to, not
/// including, End.
struct Induction {
  const clang::VarDecl *Variable = nullptr;
  /// Nothing where they are no constants.
  std::optional<int64_t> First, End;
  int64_t Step = 1;
  /// First and End are the same for every thread.
  bool Known = false;
  /// What First is made of, through the loops around as well: a loop that
  /// starts where the one around is goes over elements of its own.
  llvm::SmallVector<const clang::VarDecl *, 2> StartsFrom;
  /// How many constructs are around the loop.
  size_t Depth = 0;
};

/// One side of a question: an element, and the loops around that share out
/// their iterations, or that each thread goes through on its own.
struct ElementAccess {
  llvm::ArrayRef<LinearForm> Indices;
  /// Different for two who run at once.
  llvm::ArrayRef<Induction> Shared;
  /// Any of their values, for each of the two.
  llvm::ArrayRef<Induction> Own;
};

/// How the iterations of the two sides are related.
enum class Iterations {
  /// Two of one loop, and not the same.
  Different,
  /// Two of one loop, the second later, by less than a distance.
  Later,
  /// Of two loops, or of none.
  Any,
  /// Of two loops that are shared out in the same way: not with equal numbers.
  DifferentNumbers,
};

/// Whether some iterations of \p A and \p B meet in one element. False where it
/// can't be shown. After the tests for data dependences of Goff, Kennedy and
/// Tseng (PLDI 1991), with small ranges tried out instead of solved.
bool mayCoincide(const ElementAccess &A, const ElementAccess &B,
                 Iterations Related, int64_t Distance = INT64_MAX);

} // namespace racetidy

#endif // RACETIDY_CHECKS_ANALYSIS_INDEXFORMS_H
