//===- ResourceCalls.h - calls that read and write resources -----*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_ANALYSIS_RESOURCECALLS_H
#define RACETIDY_CHECKS_ANALYSIS_RESOURCECALLS_H

#include "checks/analysis/NamesIn.h"
#include "checks/analysis/PathBuilder.h"
#include "checks/analysis/StatementText.h"

#include <optional>

namespace racetidy {

/// What a call does to a resource, by the rules.
struct ResourceCall {
  const ResourceRule *Rule = nullptr;
  /// Prepare and Execute are told by the text where it is known.
  ResourceEffect Effect = ResourceEffect::Read;
  const clang::Expr *Node = nullptr;
  const clang::FunctionDecl *Callee = nullptr;
  /// The object of a method call; null for others.
  const clang::Expr *Object = nullptr;
  llvm::ArrayRef<const clang::Expr *> Arguments;
  /// The number of the argument that is the key, if there is one.
  int Key = ResourceRule::None;
  /// Likewise of the one that says in which part of the store the key is.
  int KeyPart = ResourceRule::None;
  /// The statement, where there is a text that is known.
  std::optional<StatementText> Statement;
  /// The value that is written, read or bound goes through a statement or
  /// handle of its own, the variable or call that this names.
  const clang::Expr *Handle = nullptr;
  /// The call makes the handle, and what is done with it is done later.
  bool Makes = false;
  /// Of an object: the field that the call gets or sets.
  const clang::FieldDecl *Part = nullptr;
  /// The key as the code has it.
  std::string KeyText;

  bool reads() const {
    return Effect == ResourceEffect::Read ||
           Effect == ResourceEffect::LockingRead;
  }
  bool writes() const {
    return Effect == ResourceEffect::Write ||
           Effect == ResourceEffect::ConditionalWrite;
  }
  /// Argument \p Number is neither store, key, text nor handle.
  bool isValue(unsigned Number) const;
};

/// What \p E does to a resource, or nothing.
std::optional<ResourceCall> resourceCall(const clang::Expr &E,
                                         RuleIndex &Rules);

/// The location that \p Call touches: the store, and in it the key or table.
/// Equal keys give equal paths as long as what they read is not changed;
/// nothing where the store or the key can't be told.
std::optional<AccessPath> pathOf(ResourceCall &Call, PathBuilder &Paths);

/// Whether the two may be the same location: the paths are equal, or the store
/// of one can't be told and the keys are equal.
bool mayBeSame(const AccessPath &A, const ResourceRule &OfA,
               const AccessPath &B, const ResourceRule &OfB);

/// Tells the texts that one function puts together: literals, constants, what
/// is appended to a local string or printed into a buffer. What is put in at
/// run time stands as '?'.
class TextFinder {
public:
  explicit TextFinder(const clang::FunctionDecl &Function)
      : Function(Function) {}

  /// The text of \p E; nothing if no part of it is known.
  std::optional<std::string> text(const clang::Expr *E);

private:
  std::string build(const clang::Expr *E, unsigned Depth);
  std::string variable(const clang::VarDecl *V, const clang::Expr *At,
                       unsigned Depth);

  const clang::FunctionDecl &Function;
  bool Known = false;
};

/// Completes \p Call by the text of its statement, where it has one.
void resolveText(ResourceCall &Call, TextFinder &Texts);

} // namespace racetidy

#endif // RACETIDY_CHECKS_ANALYSIS_RESOURCECALLS_H
