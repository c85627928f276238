//===- ThreadLocalAcrossSuspensionCheck.cpp -------------------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/async/ThreadLocalAcrossSuspensionCheck.h"

#include "checks/analysis/FunctionCollector.h"
#include "checks/analysis/FunctionScan.h"

#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace racetidy;

// Off until docs/design/precision.md has figures for it.
const CheckInfo ThreadLocalAcrossSuspensionCheck::Info{
    "race-thread-local-across-suspension",
    "a reference to a variable of one thread is used after a suspension, on "
    "another thread",
    "async",
    "unreleased",
    "local",
    /*Default=*/false,
    "362, 567",
    "none",
    /*Options=*/{},
};

/// The variable of a thread that \p E refers or points to: itself, its address,
/// a part of it, or what a function gives that does nothing else.
static const VarDecl *threadLocal(const Expr *E, bool Reference,
                                  unsigned Depth = 0) {
  if (!E || Depth > 4)
    return nullptr;
  E = E->IgnoreParenImpCasts();
  if (const auto *U = dyn_cast<UnaryOperator>(E)) {
    if (U->getOpcode() == UO_AddrOf && !Reference)
      return threadLocal(U->getSubExpr(), /*Reference=*/true, Depth + 1);
    if (U->getOpcode() == UO_Deref && Reference)
      return threadLocal(U->getSubExpr(), /*Reference=*/false, Depth + 1);
    return nullptr;
  }
  if (const auto *Call = dyn_cast<CallExpr>(E)) {
    const FunctionDecl *F = Call->getDirectCallee();
    const FunctionDecl *Body = F ? F->getDefinition() : nullptr;
    const auto *Block =
        Body ? dyn_cast_or_null<CompoundStmt>(Body->getBody()) : nullptr;
    if (!Block || Block->body_empty())
      return nullptr;
    const auto *Return = dyn_cast<ReturnStmt>(Block->body_back());
    bool Gives = F->getReturnType()->isReferenceType();
    if (!Return || Gives != Reference ||
        (!Gives && !F->getReturnType()->isPointerType()))
      return nullptr;
    return threadLocal(Return->getRetValue(), Gives, Depth + 1);
  }
  if (const auto *Member = dyn_cast<MemberExpr>(E);
      Member && Reference && !Member->isArrow())
    return threadLocal(Member->getBase(), true, Depth + 1);
  if (const auto *Element = dyn_cast<ArraySubscriptExpr>(E);
      Element && Reference)
    return threadLocal(Element->getBase(), true, Depth + 1);
  const auto *Ref = dyn_cast<DeclRefExpr>(E);
  const auto *V = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  // A pointer that each thread has of its own points to what is a thread's own,
  // most often; that of an array is the array.
  bool Is = V && V->getTLSKind() != VarDecl::TLS_None &&
            (Reference || V->getType()->isArrayType());
  return Is ? V : nullptr;
}

void ThreadLocalAcrossSuspensionCheck::function(const FunctionDecl &F) {
  const SourceManager &SM = context().getSourceManager();
  struct Alias {
    const VarDecl *V, *Of;
  };
  llvm::SmallVector<Alias, 2> Aliases;
  llvm::SmallVector<const Stmt *, 4> Suspensions;
  forEachEvaluated(F, [&](const Stmt *S) {
    if (isSuspension(*S, rules()))
      Suspensions.push_back(S);
    const auto *D = dyn_cast<DeclStmt>(S);
    if (!D)
      return;
    for (const Decl *Each : D->decls()) {
      const auto *V = dyn_cast<VarDecl>(Each);
      if (!V || !V->hasLocalStorage() || !V->getInit())
        continue;
      bool Reference = V->getType()->isReferenceType();
      if (!Reference && !V->getType()->isPointerType())
        continue;
      if (const VarDecl *Of = threadLocal(V->getInit(), Reference))
        Aliases.push_back({V, Of});
    }
  });
  if (Suspensions.empty())
    return;
  for (auto [V, Of] : Aliases) {
    SourceLocation Between, Used;
    forEachEvaluated(F, [&, V = V](const Stmt *S) {
      const auto *Ref = dyn_cast<DeclRefExpr>(S);
      // The first in the source.
      if (!Ref || Ref->getDecl() != V ||
          (Used.isValid() &&
           SM.isBeforeInTranslationUnit(Used, Ref->getLocation())))
        return;
      for (const Stmt *Suspension : Suspensions) {
        SourceLocation At = Suspension->getEndLoc();
        if (SM.isBeforeInTranslationUnit(V->getLocation(), At) &&
            SM.isBeforeInTranslationUnit(At, Ref->getLocation())) {
          Between = Suspension->getBeginLoc();
          Used = Ref->getLocation();
        }
      }
    });
    // Set anew: 'ctx = current();'
    bool SetAgain = false;
    forEachEvaluated(F, [&, V = V](const Stmt *S) {
      const auto *B = dyn_cast<BinaryOperator>(S);
      const auto *Ref =
          B && B->isAssignmentOp()
              ? dyn_cast<DeclRefExpr>(B->getLHS()->IgnoreParenImpCasts())
              : nullptr;
      SetAgain |= Ref && Ref->getDecl() == V && V->getType()->isPointerType();
    });
    if (Used.isInvalid() || SetAgain || !Reported.insert(Used).second)
      continue;
    std::string Name = "'" + V->getNameAsString() + "'";
    std::string Whose = "'" + Of->getNameAsString() + "'";
    Finding Found;
    Found.Loc = Used;
    Found.Message = Name + " refers to " + Whose +
                    " of the thread that ran before the suspension; here "
                    "another one may run, and both change it";
    Found.Entities = {F.getQualifiedNameAsString(),
                      Of->getQualifiedNameAsString()};
    Found.Evidence = {Whose + " is thread_local, and the function may go on "
                              "on another thread",
                      Confidence::Medium};
    Found.Steps = {{"thread A", V->getLocation(), "takes its own " + Whose},
                   {"thread A", Between, "is suspended"},
                   {"thread B", Used,
                    "goes on with the " + Whose +
                        " of thread A, which may change it at "
                        "the same time: one change is lost"}};
    Found.Advice = "name " + Whose + " again after the suspension";
    emit(std::move(Found));
  }
}

void ThreadLocalAcrossSuspensionCheck::report() {
  Reported.clear();
  forEachFunction(context(), [&](const FunctionDecl &F) { function(F); });
}
