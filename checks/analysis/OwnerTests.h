//===- OwnerTests.h - what is asked of smart pointers ------*- C++ -*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_ANALYSIS_OWNERTESTS_H
#define RACETIDY_CHECKS_ANALYSIS_OWNERTESTS_H

#include "checks/analysis/AtomicOperations.h"

#include "llvm/ADT/DenseSet.h"

namespace racetidy {

/// A question about the owners of an object.
struct OwnerTest {
  enum Kind : uint8_t {
    /// "Is it still there?", asked of a pointer that only watches.
    Alive,
    /// "Am I the only owner?", asked of an owner.
    Sole,
  } Asks = Alive;
  /// The call that asks, and the pointer that it is asked of.
  const clang::Expr *Call = nullptr;
  MethodCall Method;
};

/// Finds the questions that the conditions of one function ask.
class OwnerTests {
public:
  OwnerTests(const clang::FunctionDecl &Function, RuleIndex &Rules)
      : Function(Function), Rules(Rules) {}

  using Callback = llvm::function_ref<void(const OwnerTest &, bool Yes)>;

  /// Calls \p Found for every question that \p Condition asks and whose answer
  /// follows when it had the outcome \p Outcome: yes, or not (\p Yes).
  ///
  /// Looks through '!', '&&', '||', comparisons of a count with a number, hints
  /// for the optimiser, and flags: locals that keep an answer.
  void forEachAnswer(const clang::Expr &Condition, bool Outcome,
                     Callback Found) {
    visit(&Condition, Outcome, Found, 0);
  }

private:
  void visit(const clang::Expr *E, bool Outcome, Callback Found,
             unsigned Depth);
  void comparison(const clang::BinaryOperator &B, bool Outcome, Callback Found);
  void count(const clang::Expr *E, clang::BinaryOperatorKind Op, uint64_t N,
             bool Outcome, Callback Found);
  /// The value of a flag that never gets another.
  const clang::Expr *keptValue(const clang::VarDecl &V);

  const clang::FunctionDecl &Function;
  RuleIndex &Rules;
  /// The locals that get a new value somewhere; filled when first asked.
  std::optional<llvm::DenseSet<const clang::Decl *>> Changed;
};

/// Whether some method that asks such a question has the name of the member
/// that \p S names: the cheap first look.
bool mayAskOfOwners(const clang::Stmt &S, const RuleSet &Rules);

} // namespace racetidy

#endif // RACETIDY_CHECKS_ANALYSIS_OWNERTESTS_H
