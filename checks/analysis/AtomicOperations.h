//===- AtomicOperations.h - atomic operations in expressions -----*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_ANALYSIS_ATOMICOPERATIONS_H
#define RACETIDY_CHECKS_ANALYSIS_ATOMICOPERATIONS_H

#include "checks/analysis/RuleIndex.h"
#include "checks/model/DependentWrite.h"

#include "clang/AST/Expr.h"

#include <optional>

namespace racetidy {

/// A call of a method, in whichever of the forms that the AST has for one:
/// resolved, overloaded but dependent, or dependent as a whole.
struct MethodCall {
  const clang::Expr *Object = nullptr;
  /// The object is a pointer ("p->load()").
  bool Arrow = false;
  /// "load", "operator+=", or "conversion" for any conversion operator.
  std::string Name;
  llvm::ArrayRef<const clang::Expr *> Arguments;
  /// The type of the object itself, looked through the pointer.
  clang::QualType ObjectType;
};
std::optional<MethodCall> methodCall(const clang::Expr &E);

/// One atomic operation.
struct AtomicOperation {
  AtomicOp Op;
  const clang::Expr *Node = nullptr;
  /// The atomic object, or, if \c Pointer, a pointer to it.
  const clang::Expr *Object = nullptr;
  bool Pointer = false;
  /// What a store or exchange writes; null for one that always writes the
  /// same ("clear").
  const clang::Expr *Value = nullptr;
  /// The rule of the object's type; null for C's _Atomic and for functions.
  const AtomicRule *Rule = nullptr;
  /// The memory order, when one is named; null otherwise.
  const clang::Expr *Order = nullptr;
  /// Of a compare-exchange: what is expected, as it is passed, and what is put
  /// there.
  const clang::Expr *Expected = nullptr;
  const clang::Expr *Desired = nullptr;
  /// The operand of an update; null for one by one.
  const clang::Expr *Operand = nullptr;

  /// The memory order that the operation asks for, as far as it can be told.
  Ordering order(const clang::ASTContext &Context) const;
};

/// What \p E does atomically, or nothing. Knows the language's own _Atomic and
/// otherwise asks the rules.
std::optional<AtomicOperation> atomicOperation(const clang::Expr &E,
                                               RuleIndex &Rules);

} // namespace racetidy

#endif // RACETIDY_CHECKS_ANALYSIS_ATOMICOPERATIONS_H
