//===- Privacy.h - locations that nobody else can reach yet ------*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_ANALYSIS_PRIVACY_H
#define RACETIDY_CHECKS_ANALYSIS_PRIVACY_H

#include "checks/analysis/FunctionScan.h"

#include "clang/Analysis/CFG.h"

namespace racetidy {

/// Whether \p Init is an object that was made just now: a new expression, a
/// function whose result nobody else knows.
bool isFreshObject(const clang::Expr *Init, RuleIndex &Rules);

/// Whether the variable \p V begins as something that only its function knows:
/// an object in its frame, or, \p Dereferenced, a pointer to a fresh one.
bool beginsPrivate(const clang::VarDecl *V, bool Dereferenced,
                   RuleIndex &Rules);

/// What stands around a use of a variable.
class UseContext {
public:
  virtual ~UseContext() = default;
  virtual const clang::Stmt *parent(const clang::Stmt *S) const = 0;
  /// Whether \p E is a known operation on its object, which it does not keep.
  virtual bool isOperation(const clang::Expr *E) const = 0;
  /// Whether \p E is an atomic one, and the value that it stores, or null.
  virtual std::optional<const clang::Expr *>
  atomicValue(const clang::Expr *E) const = 0;
};

/// Whether this use of a variable lets what it is, or points to, out of the
/// function's hands.
bool letsOut(const clang::Expr *Use, bool IsPointer, RuleIndex &Rules,
             const UseContext &Around);

/// Tells which locations no other thread can know of: locals, and objects made
/// here, until their address leaves the function's hands; members of an object
/// under construction or destruction; thread-local variables.
///
/// RacerD's ownership (Blackshear et al., OOPSLA 2018), inside one function.
class Privacy {
public:
  /// The locals that have escaped, a bit a local.
  using Escaped = uint64_t;

  Privacy(const clang::FunctionDecl &Function, RuleIndex &Rules,
          FunctionScan &Scan);

  /// What the statement \p S gives away.
  Escaped escapes(const clang::Stmt *S) const;

  /// Whether the location at \p Path is private while \p Gone have escaped.
  bool isPrivate(const AccessPath &Path, Escaped Gone) const;

private:
  const clang::FunctionDecl &Function;
  RuleIndex &Rules;
  FunctionScan &Scan;
  /// Tracked locals and their bits; locals past 64 count as escaped.
  llvm::DenseMap<EntityId, unsigned> Tracked;
};

} // namespace racetidy

#endif // RACETIDY_CHECKS_ANALYSIS_PRIVACY_H
