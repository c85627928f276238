//===- PathBuilder.h - from expressions to access paths ----------*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_ANALYSIS_PATHBUILDER_H
#define RACETIDY_CHECKS_ANALYSIS_PATHBUILDER_H

#include "checks/analysis/RuleIndex.h"
#include "checks/model/AccessPath.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Expr.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/FoldingSet.h"

#include <map>
#include <optional>

namespace racetidy {

/// The variable that \p E names by itself, or null.
const clang::VarDecl *variableOf(const clang::Expr *E);

/// Turns the expressions of one function into access paths.
///
/// References, structured bindings and pointers that are initialised once are
/// replaced by what they stand for; smart pointers and views count as what
/// they point to, as the rules say.
class PathBuilder {
public:
  PathBuilder(const clang::FunctionDecl &Function, RuleIndex &Rules);

  /// The location that the lvalue \p E names; nothing when it can't be said
  /// (a call's result, a computed address).
  std::optional<AccessPath> path(const clang::Expr *E);
  /// The location that the pointer \p E points to.
  std::optional<AccessPath> pointee(const clang::Expr *E);

  /// The element of \p Base that \p Index names. Equal indices give equal
  /// paths as long as what they read is not changed.
  std::optional<AccessPath> element(std::optional<AccessPath> Base,
                                    const clang::Expr *Index);
  /// The element of \p Base that \p Key names: equal texts are equal elements
  /// as long as none of \p Reads is changed.
  std::optional<AccessPath> element(std::optional<AccessPath> Base,
                                    const std::string &Key,
                                    llvm::ArrayRef<EntityId> Reads);

  /// From here on a pointer variable that is set once stands for what it was
  /// set to, whatever that was ('Session *s = arg;').
  void followPointers() { FollowsPointers = true; }
  /// The reference \p V stands for \p Path: an element of what a loop goes
  /// over.
  void bind(const clang::VarDecl *V, AccessPath Path) { Bound[V] = Path; }

  EntityId entity(const clang::Decl *D);
  /// The declaration behind an entity; null for a name in a template that is
  /// not resolved yet.
  const clang::ValueDecl *declaration(EntityId Id) const;
  /// The last field of \p Path, or else its root: what a rule can name.
  const clang::ValueDecl *named(const AccessPath &Path) const;
  std::string name(EntityId Id) const;
  std::string str(const AccessPath &Path) const;

  /// Whether an index in \p Path reads the variable or field \p Id.
  bool indexReads(const AccessPath &Path, EntityId Id) const;

  /// Whether an index in \p Path reads something beside the function's own
  /// variables.
  bool hasIndexOutside(const AccessPath &Path) const;

  /// The elements on the way, where each has a constant for an index: "3,0";
  /// empty where one has none, or where there is no element.
  std::string constantIndices(const AccessPath &Path) const;

private:
  std::optional<AccessPath> variable(const clang::VarDecl *V,
                                     bool EnclosingScope);
  std::optional<AccessPath> step(std::optional<AccessPath> Base,
                                 PathStep::Kind K, uint32_t Id = 0);
  std::optional<AccessPath> member(const clang::Expr *Base, bool Arrow,
                                   EntityId Field);
  bool isReassigned(const clang::VarDecl *V) const;
  const clang::Expr *assignedOnce(const clang::VarDecl *V) const;
  bool movesLater(const clang::Expr *E) const;
  /// What a reference variable or a pointer set once stands for.
  const clang::Expr *standsFor(const clang::VarDecl *V) const;
  IndexId index(const clang::Expr *E);

  /// What the pointer \p V points to, when it is followed.
  std::optional<AccessPath> followed(const clang::VarDecl *V);

  RuleIndex &Rules;
  const clang::FunctionDecl &Function;
  clang::ASTContext &Context;
  bool FollowsPointers = false;
  llvm::DenseMap<const clang::VarDecl *, AccessPath> Bound;

  struct Entity {
    const clang::ValueDecl *Decl = nullptr;
    std::string Name;
  };
  std::vector<Entity> Entities{1};
  llvm::DenseMap<const clang::Decl *, EntityId> EntityOf;
  std::map<std::string, EntityId> EntityOfName;

  /// The variables that the body assigns; filled when somebody asks.
  mutable std::optional<llvm::DenseSet<const clang::VarDecl *>> Reassigned;
  /// For those that are assigned once by '=': what to; null for the others.
  mutable llvm::DenseMap<const clang::VarDecl *, const clang::Expr *>
      Assignments;

  std::map<llvm::FoldingSetNodeID, IndexId> IndexOf;
  std::map<std::string, IndexId> IndexOfKey;
  /// Per index: the variables that its expression reads.
  std::vector<llvm::SmallVector<EntityId, 2>> IndexReads;
  /// The values of indices that are constants.
  std::map<IndexId, int64_t> ConstantIndex;
  unsigned Depth = 0;
};

} // namespace racetidy

#endif // RACETIDY_CHECKS_ANALYSIS_PATHBUILDER_H
