//===- FunctionCollector.cpp - the functions of a translation unit --------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/analysis/FunctionCollector.h"

#include "checks/analysis/FunctionScan.h"

#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclFriend.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/PointerUnion.h"
#include "llvm/ADT/STLExtras.h"

#include <vector>

using namespace clang;
using namespace racetidy;

namespace {

/// Walks declarations by hand: a visitor of the whole AST would also walk every
/// expression, which costs about 3 % of a parse (docs/design/cost.md), and the
/// scan of a function's body does that anyway.
class Collector {
public:
  Collector(ASTContext &Context,
            llvm::function_ref<void(const FunctionDecl &)> Visit,
            llvm::function_ref<void(const CXXRecordDecl &)> VisitClass)
      : SM(Context.getSourceManager()), Visit(Visit), VisitClass(VisitClass) {}

  void declaration(const Decl *D);

private:
  void context(const DeclContext *C) {
    for (const Decl *D : C->decls())
      declaration(D);
  }
  void function(const FunctionDecl *F);
  void expression(const Stmt *S);
  void lambda(const LambdaExpr *L);

  const SourceManager &SM;
  llvm::function_ref<void(const FunctionDecl &)> Visit;
  llvm::function_ref<void(const CXXRecordDecl &)> VisitClass;
  llvm::SmallPtrSet<const Decl *, 32> Seen;
};

} // namespace

void Collector::lambda(const LambdaExpr *L) {
  function(L->getCallOperator());
  if (const FunctionTemplateDecl *Generic =
          L->getLambdaClass()->getDependentLambdaCallOperator())
    for (const FunctionDecl *F : Generic->specializations())
      function(F);
}

/// Finds the lambdas in an initialiser that belongs to no function.
void Collector::expression(const Stmt *S) {
  llvm::SmallVector<const Stmt *, 16> Work{S};
  while (!Work.empty()) {
    const Stmt *Next = Work.pop_back_val();
    if (!Next)
      continue;
    if (const auto *L = dyn_cast<LambdaExpr>(Next)) {
      lambda(L);
      llvm::append_range(Work, L->capture_inits());
    } else {
      llvm::append_range(Work, Next->children());
    }
  }
}

void Collector::function(const FunctionDecl *F) {
  if (!F->doesThisDeclarationHaveABody() || F->isImplicit() ||
      F->isDefaulted() || !F->getBody() || !Seen.insert(F).second)
    // A lambda's call operator is not implicit.
    return;
  Visit(*F);
  // In C a body holds no other function; the walk would be for nothing.
  if (!F->getASTContext().getLangOpts().CPlusPlus)
    return;
  forEachEvaluated(*F, [this](const Stmt *S) {
    if (const auto *L = dyn_cast<LambdaExpr>(S))
      lambda(L);
    else if (const auto *Declaration = dyn_cast<DeclStmt>(S))
      for (const Decl *D : Declaration->decls())
        if (isa<RecordDecl>(D))
          declaration(D);
  });
}

void Collector::declaration(const Decl *D) {
  if (!D || D->isInvalidDecl())
    return;
  // Namespaces are open to everybody; everything else belongs to one file.
  if (!isa<NamespaceDecl, LinkageSpecDecl, ExternCContextDecl, ExportDecl,
           TranslationUnitDecl>(D) &&
      SM.isInSystemHeader(SM.getExpansionLoc(D->getLocation())))
    return;

  if (const auto *F = dyn_cast<FunctionDecl>(D))
    return function(F);
  if (const auto *T = dyn_cast<FunctionTemplateDecl>(D)) {
    declaration(T->getTemplatedDecl());
    if (T->isThisDeclarationADefinition() || T->isCanonicalDecl())
      for (const FunctionDecl *F : T->specializations())
        if (const FunctionDecl *Definition = F->getDefinition())
          function(Definition);
    return;
  }
  if (const auto *T = dyn_cast<ClassTemplateDecl>(D)) {
    if (!Seen.insert(T).second)
      return;
    declaration(T->getTemplatedDecl());
    for (const ClassTemplateSpecializationDecl *S : T->specializations())
      if (S->isThisDeclarationADefinition())
        declaration(S);
    return;
  }
  if (const auto *V = dyn_cast<VarDecl>(D))
    return expression(V->getInit());
  if (const auto *F = dyn_cast<FieldDecl>(D)) {
    if (F->hasInClassInitializer())
      expression(F->getInClassInitializer());
    return;
  }
  if (const auto *F = dyn_cast<FriendDecl>(D))
    return declaration(F->getFriendDecl());
  if (const auto *Record = dyn_cast<RecordDecl>(D)) {
    if (Record->isThisDeclarationADefinition() && Seen.insert(Record).second &&
        !(isa<CXXRecordDecl>(Record) &&
          cast<CXXRecordDecl>(Record)->isLambda())) {
      context(Record);
      if (const auto *Class = dyn_cast<CXXRecordDecl>(Record);
          Class && VisitClass)
        VisitClass(*Class);
    }
    return;
  }
  if (isa<NamespaceDecl, LinkageSpecDecl, ExternCContextDecl, ExportDecl,
          TranslationUnitDecl>(D))
    return context(cast<DeclContext>(D));
}

namespace {

/// What was collected of the unit that this thread looks at. Every check asks
/// for it, and finding it means a walk over every body, for the lambdas there.
struct Collected {
  const ASTContext *Unit = nullptr;
  std::vector<Decl *> Scope;
  std::vector<llvm::PointerUnion<const FunctionDecl *, const CXXRecordDecl *>>
      Found;

  static Collected &ofThread() {
    static thread_local Collected Last;
    return Last;
  }
  /// The next unit may lie where this one was.
  static void forget(void *Unit) {
    if (ofThread().Unit == Unit)
      ofThread() = Collected();
  }
};

} // namespace

void racetidy::forEachFunction(
    ASTContext &Context, llvm::function_ref<void(const FunctionDecl &)> Visit,
    llvm::function_ref<void(const CXXRecordDecl &)> VisitClass) {
  std::vector<Decl *> Scope = Context.getTraversalScope();
  Collected &Last = Collected::ofThread();
  if (Last.Unit != &Context || Last.Scope != Scope) {
    if (Last.Unit != &Context)
      Context.AddDeallocation(&Collected::forget, &Context);
    Last = {&Context, Scope, {}};
    auto Function = [&](const FunctionDecl &F) { Last.Found.push_back(&F); };
    auto Class = [&](const CXXRecordDecl &R) { Last.Found.push_back(&R); };
    Collector C(Context, Function, Class);
    for (const Decl *D : Scope)
      C.declaration(D);
  }
  // By number: whoever visits may ask for all of them again.
  for (size_t I = 0; I < Last.Found.size(); ++I) {
    auto Each = Last.Found[I];
    if (const auto *F = dyn_cast<const FunctionDecl *>(Each))
      Visit(*F);
    else if (VisitClass)
      VisitClass(*cast<const CXXRecordDecl *>(Each));
  }
}
