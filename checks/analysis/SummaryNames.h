//===- SummaryNames.h - keys of what summaries speak of ----------*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_ANALYSIS_SUMMARYNAMES_H
#define RACETIDY_CHECKS_ANALYSIS_SUMMARYNAMES_H

#include "checks/analysis/LockEffects.h"
#include "checks/model/SummarySet.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"

namespace racetidy {

/// The function that \p F was instantiated from, or \p F itself: one function
/// of the source has one summary.
const clang::FunctionDecl *patternOf(const clang::FunctionDecl *F);
/// The same for a field or variable.
const clang::ValueDecl *patternOf(const clang::ValueDecl *V);
/// The same for a class.
const clang::RecordDecl *patternOf(const clang::RecordDecl *R);

/// The lambda whose call operator \p F is, or null.
const clang::CXXRecordDecl *lambdaOf(const clang::FunctionDecl *F);
/// The function around a lambda's class, or null.
const clang::FunctionDecl *functionAround(const clang::Decl *D);

/// Gives functions, fields, variables and classes the keys by which summaries
/// of all files name them, and describes fields, variables and classes when
/// they are first named.
class SummaryNames {
public:
  SummaryNames(clang::ASTContext &Context, LockEffects &Effects,
               SummarySet &Into)
      : Context(Context), SM(Context.getSourceManager()), Effects(Effects),
        Rules(Effects.rules()), Into(Into) {}

  Symbol function(const clang::FunctionDecl *F);
  /// "Cache::insert", "lambda in 'Cache::run'".
  Symbol readable(const clang::FunctionDecl *F);
  Symbol entity(const clang::ValueDecl *V);
  Symbol record(const clang::RecordDecl *R);
  /// The executor that the functions of \p Rule hand to.
  Symbol executor(const ExecutorRule &Rule);
  /// The key of what callables are put into: a field, a variable, or a
  /// parameter, which goes by its number, as a declaration may name it
  /// otherwise.
  Symbol slot(const clang::ValueDecl *V);

  Symbol intern(llvm::StringRef Text) { return Into.intern(Text); }
  std::string text(Symbol S) const { return Into.text(S).str(); }
  /// Where the code stands; of what a macro made, where the macro is used.
  Site site(clang::SourceLocation Loc);
  bool isSystem(const clang::Decl *D);
  /// Whether the file of \p Loc is one of tests, by its name.
  bool isTest(clang::SourceLocation Loc);

  bool isLock(clang::QualType T) { return Effects.isLock(T); }
  RuleIndex &rules() { return Rules; }
  LockEffects &effects() { return Effects; }
  const clang::SourceManager &sources() const { return SM; }

  /// Says that \p V is declared in a loop.
  void noteLoopVariable(const clang::ValueDecl *V) { LoopVariables.insert(V); }

private:
  std::string keyOf(const clang::FunctionDecl *F);
  std::string keyOf(const clang::ValueDecl *V);
  std::string keyOf(const clang::RecordDecl *R);
  /// The key that clang gives, with the file in front where other files may
  /// have something else by that name.
  std::string unique(const clang::NamedDecl *D, bool Internal);
  Symbol file(clang::FileID File);
  unsigned lambdaNumber(const clang::CXXRecordDecl *Lambda);
  void describe(const clang::ValueDecl *V, Symbol Key);
  void describe(const clang::RecordDecl *R, Symbol Key);
  void describeGuards(const clang::FieldDecl *F, EntitySummary &E);

  clang::ASTContext &Context;
  const clang::SourceManager &SM;
  LockEffects &Effects;
  RuleIndex &Rules;
  SummarySet &Into;
  llvm::DenseMap<const clang::Decl *, Symbol> Keys;
  llvm::DenseMap<clang::FileID, Symbol> Files;
  llvm::DenseMap<clang::FileID, bool> SystemFiles, TestFiles;
  llvm::DenseSet<const clang::ValueDecl *> LoopVariables;
  llvm::DenseMap<const clang::CXXRecordDecl *, unsigned> LambdaNumbers;
};

} // namespace racetidy

#endif // RACETIDY_CHECKS_ANALYSIS_SUMMARYNAMES_H
