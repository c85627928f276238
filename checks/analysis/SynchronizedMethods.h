//===- SynchronizedMethods.h - methods that lock for themselves --*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_ANALYSIS_SYNCHRONIZEDMETHODS_H
#define RACETIDY_CHECKS_ANALYSIS_SYNCHRONIZEDMETHODS_H

#include "checks/analysis/ResourceCalls.h"

#include "clang/AST/DeclCXX.h"

namespace racetidy {

/// Sees in the bodies of methods that they get or set one field under a lock
/// of their own object. An object of such a class is a resource: each call is
/// safe, and two calls are two steps.
class SynchronizedMethods {
public:
  explicit SynchronizedMethods(RuleIndex &Rules);

  /// What \p E, a call of such a method, does to its object, or nothing.
  std::optional<ResourceCall> call(const clang::Expr &E);

private:
  struct Method {
    ResourceEffect Effect = ResourceEffect::Update;
    /// The only field that it touches; null if it is no such method.
    const clang::FieldDecl *Field = nullptr;
  };
  const Method &of(const clang::CXXMethodDecl &F);
  Method read(const clang::CXXMethodDecl &F, const clang::FunctionDecl &Body);
  bool hasLock(const clang::CXXRecordDecl &Class);

  RuleIndex &Rules;
  /// The rule that such calls have, for a value and for a table of values.
  ResourceRule Value, Table;
  llvm::DenseMap<const clang::CXXMethodDecl *, Method> Known;
  llvm::DenseMap<const clang::CXXRecordDecl *, bool> Locked;
};

} // namespace racetidy

#endif // RACETIDY_CHECKS_ANALYSIS_SYNCHRONIZEDMETHODS_H
