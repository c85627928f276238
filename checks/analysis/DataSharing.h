//===- DataSharing.h - whose object a variable is ----------------*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_ANALYSIS_DATASHARING_H
#define RACETIDY_CHECKS_ANALYSIS_DATASHARING_H

#include "clang/AST/Decl.h"
#include "clang/AST/StmtOpenMP.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallVector.h"

namespace racetidy {

/// What a name stands for inside an OpenMP construct.
enum class Sharing {
  /// The object outside.
  Outer,
  /// A copy that begins with the value outside: what a pointer points to is
  /// still the same.
  Copy,
  /// An object of its own.
  Own,
};

/// The data-sharing attributes of one OpenMP directive: those its clauses say,
/// those that are predetermined for its loops, and those by default, after
/// section 5.1 of the OpenMP API 5.2.
class DataSharing {
public:
  /// Of what no directive says anything about.
  DataSharing() = default;
  explicit DataSharing(const clang::OMPExecutableDirective &D);

  /// What \p D, a variable or a field of '*this', stands for inside.
  /// \p SharedOutside: in the innermost region of a team around, its name
  /// stands for one object of all threads; a task looks at that.
  Sharing of(const clang::ValueDecl &D, bool SharedOutside) const;

private:
  void note(const clang::Expr *E, Sharing S);

  llvm::DenseMap<const clang::ValueDecl *, Sharing> Said;
  /// What is not said.
  Sharing Default = Sharing::Outer;
  bool Task = false, Target = false;
};

/// The variable, or field of '*this', that an item of a clause's list names;
/// of a section of an array, the array. Null for anything else.
const clang::ValueDecl *listItem(const clang::Expr *E);

/// The variable that the loop \p S counts with; null if it is none.
const clang::VarDecl *loopVariable(const clang::Stmt &S);

} // namespace racetidy

#endif // RACETIDY_CHECKS_ANALYSIS_DATASHARING_H
