//===- SummaryUnit.h - what the functions of a unit share --------*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_ANALYSIS_SUMMARYUNIT_H
#define RACETIDY_CHECKS_ANALYSIS_SUMMARYUNIT_H

#include "checks/analysis/EntryResolver.h"
#include "checks/analysis/SummaryNames.h"
#include "checks/analysis/SummaryPaths.h"

#include <memory>

#include <map>

namespace racetidy {

struct SummaryUnit;

/// A function starts what it is given for a parameter.
struct ForwardedStart {
  unsigned Parameter = 0;
  SummarySpawn Spawn;
  bool JoinsOnDestruction = false;
};

/// What a look over a body finds before it is read in full.
struct BodyShape {
  LeavingVariables Leaving;
  bool Locks = false, Starts = false, Joins = false;
  /// Something that it calls starts something, as far as bodies are here.
  bool StartsThrough = false;

  BodyShape(const clang::FunctionDecl &Function, SummaryUnit &Unit);
};

/// What the functions of a unit share while they are read.
struct SummaryUnit {
  SummaryUnit(clang::ASTContext &Context, LockEffects &Effects, SummarySet &Set)
      : Effects(Effects), Rules(Effects.rules()), Names(Context, Effects, Set) {
  }

  LockEffects &Effects;
  RuleIndex &Rules;
  SummaryNames Names;
  /// How often each function is taken as a value, less the times that what
  /// becomes of it is known.
  llvm::DenseMap<Symbol, int> Taken;
  llvm::DenseMap<const clang::CXXRecordDecl *, bool> ActiveClasses;
  llvm::DenseMap<clang::FileID, bool> HarmlessMacros;

  /// What is put where to be called.
  std::map<std::pair<Symbol, Symbol>, bool> Callables;

  /// Functions that nobody wrote: calls with some arguments bound, by key.
  std::map<Symbol, FunctionSummary> Bindings;
  /// What 'std::bind(&Cache::drop, this, _1)' is, or '&Cache::drop' where a
  /// function of its object is expected: as the lambda that it could have been.
  Symbol bound(const CallableEntry &Entry);

  /// The slot that \p E names, or 0.
  Symbol slotOf(const clang::Expr *E);
  /// \p Value is put into the slot \p Into, in a loop or not.
  void flows(Symbol Into, const clang::Expr *Value, bool Again = false);
  /// A variable or field of type \p T, the slot \p Into if it is one, begins
  /// with \p Value.
  void initialises(clang::QualType T, const clang::Expr *Value, Symbol Into);

  void taken(const clang::FunctionDecl *F, int Times) {
    Taken[Names.function(F)] += Times;
  }
  const BodyShape &shapeOf(const clang::FunctionDecl &F);
  /// Whether calling \p F starts something, as far as bodies are here.
  bool mayStart(const clang::FunctionDecl &F);
  /// Whether objects of \p R have threads of their own, so that they are known
  /// to others as soon as one of their methods has run.
  bool isActive(const clang::CXXRecordDecl *R);
  /// Whether the initialiser of a member of \p R starts something.
  bool startsInMembers(const clang::CXXRecordDecl &R);
  /// The rule by which making what \p T is, or holds, starts something.
  const OriginRule *startedIn(clang::QualType T, unsigned Depth);
  /// What \p F does with callables that it is given.
  llvm::ArrayRef<ForwardedStart> forwards(const clang::FunctionDecl &F);
  /// What \p F waits for, in its own terms.
  llvm::ArrayRef<SummaryJoin> joinsOf(const clang::FunctionDecl &F);
  llvm::DenseMap<const clang::FunctionDecl *, std::vector<ForwardedStart>>
      Forwards;
  llvm::DenseMap<const clang::FunctionDecl *, std::vector<SummaryJoin>> Joins;
  llvm::DenseMap<const clang::FunctionDecl *, std::unique_ptr<BodyShape>>
      Shapes;
  /// Functions that call functions that call …: deeper ones are left.
  static constexpr unsigned MaxDepth = 30;
  unsigned Depth = 0;
};

} // namespace racetidy

#endif // RACETIDY_CHECKS_ANALYSIS_SUMMARYUNIT_H
