//===- PlainAccesses.h - reads and writes that are not atomic ----*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_ANALYSIS_PLAINACCESSES_H
#define RACETIDY_CHECKS_ANALYSIS_PLAINACCESSES_H

#include "checks/analysis/PathBuilder.h"
#include "checks/model/DependentWrite.h"

#include <optional>

namespace racetidy {

/// A read or write of a location that is no atomic operation.
struct PlainAccess {
  AccessKind Kind;
  /// The expression at whose place in the control-flow graph it happens: a
  /// read is the conversion to an rvalue, not the name.
  const clang::Expr *Node = nullptr;
  /// The location: a variable, field or element; or a container.
  const clang::Expr *Object = nullptr;
  /// The object is a pointer to it ("p->size()").
  bool Pointer = false;
  /// For one element of a container: what names it.
  const clang::Expr *Key = nullptr;
  /// What is written, where there is one such value.
  const clang::Expr *Value = nullptr;
};

/// The access that \p E itself makes, or nothing. Reads of the function's own
/// variables are left away.
std::optional<PlainAccess> plainAccess(const clang::Expr &E, RuleIndex &Rules,
                                       bool OwnVariables = false);

/// The path of the location that \p Access touches.
std::optional<AccessPath> pathOf(const PlainAccess &Access, PathBuilder &Paths);

} // namespace racetidy

#endif // RACETIDY_CHECKS_ANALYSIS_PLAINACCESSES_H
