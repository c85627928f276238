//===- TransactionFlow.cpp - which transactions are open ------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/analysis/TransactionFlow.h"

#include "checks/analysis/FunctionScan.h"
#include "checks/analysis/LockEffects.h"

#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/SaveAndRestore.h"

using namespace clang;
using namespace racetidy;

static bool begins(ResourceEffect E) {
  return E == ResourceEffect::Begin || E == ResourceEffect::LockingRead;
}
static bool ends(ResourceEffect E) {
  return E == ResourceEffect::End || E == ResourceEffect::ConditionalEnd;
}

TransactionEffects::Effect TransactionEffects::of(const FunctionDecl &F) {
  if (Rules.rules().Resources.empty() || isOfLibrary(F))
    return {};
  const FunctionDecl *Body = LockEffects::bodyOf(F);
  if (!Body || Depth >= MaxDepth)
    return {};
  auto [It, New] = Known.try_emplace(Body);
  if (!New)
    return It->second;
  llvm::SaveAndRestore Deeper(Depth, Depth + 1);
  Effect Net;
  TextFinder Texts(*Body);
  forEachEvaluated(*Body, [&](const Stmt *S) {
    const auto *E = dyn_cast<Expr>(S);
    if (auto Call = E ? resourceCall(*E, Rules) : std::nullopt) {
      resolveText(*Call, Texts);
      Net.Begins |= begins(Call->Effect);
      Net.Ends |= ends(Call->Effect);
    } else if (const auto *C = dyn_cast<CallExpr>(S);
               C && C->getDirectCallee()) {
      Effect Of = of(*C->getDirectCallee());
      Net.Begins |= Of.Begins;
      Net.Ends |= Of.Ends;
    }
  });
  // What does both has none open when it returns.
  if (Net.Begins && Net.Ends)
    Net = {};
  return Known[Body] = Net;
}

TransactionBits TransactionFlow::bit(const VarDecl *V) {
  auto [It, New] = Scopes.try_emplace(V, Scopes.size() + 1);
  return TransactionBits(1) << std::min(It->second, 63u);
}

TransactionBits TransactionFlow::scopeNamed(const Expr *Object) {
  if (!Object)
    return 0;
  llvm::SmallVector<const Stmt *, 4> Work{Object};
  while (!Work.empty()) {
    const Stmt *S = Work.pop_back_val();
    if (!S)
      continue;
    if (const auto *Ref = dyn_cast<DeclRefExpr>(S))
      if (const auto *V = dyn_cast<VarDecl>(Ref->getDecl());
          V && Scopes.count(V))
        return bit(V);
    llvm::append_range(Work, S->children());
  }
  return 0;
}

TransactionBits TransactionFlow::entry() {
  TransactionBits Open = 0;
  for (const ParmVarDecl *P : Function.parameters())
    if (Rules.isTransaction(P->getType()))
      Open |= bit(P);
  // A method of an object that is a transaction, or has one.
  if (const auto *Method = dyn_cast<CXXMethodDecl>(&Function);
      Method && Method->isInstance() && !isa<CXXConstructorDecl>(Method)) {
    const CXXRecordDecl *Class = Method->getParent();
    if (Rules.isTransaction(
            Function.getASTContext().getCanonicalTagType(Class)) ||
        llvm::any_of(Class->fields(), [&](const FieldDecl *F) {
          return Rules.isTransaction(F->getType());
        }))
      Open |= Called;
  }
  return Open;
}

void TransactionFlow::call(const CallExpr &Call, TransactionBits &Open) {
  const FunctionScan::Operation *Op = Scan.operation(&Call);
  std::optional<ResourceCall> Own;
  const ResourceCall *Known = Op ? Op->Resource : nullptr;
  if (!Known) {
    Own = resourceCall(Call, Rules);
    if (Own) {
      TextFinder Texts(Function);
      resolveText(*Own, Texts);
      Known = &*Own;
    }
  }
  const Expr *Object = nullptr;
  if (const auto *Method = dyn_cast<CXXMemberCallExpr>(&Call))
    Object = Method->getImplicitObjectArgument();
  if (Known) {
    if (begins(Known->Effect))
      Open |= Called;
    else if (ends(Known->Effect))
      Open &= ~(scopeNamed(Object) ? scopeNamed(Object) : Called);
    return;
  }
  const FunctionDecl *F = Call.getDirectCallee();
  if (!F)
    return;
  TransactionEffects::Effect Of = Effects.of(*F);
  if (Of.Begins)
    Open |= Called;
  else if (Of.Ends)
    Open &= ~(scopeNamed(Object) ? scopeNamed(Object) : Called);
}

void TransactionFlow::statement(const Stmt *S, TransactionBits &Open) {
  if (const auto *Declaration = dyn_cast<DeclStmt>(S)) {
    for (const Decl *D : Declaration->decls()) {
      const auto *V = dyn_cast<VarDecl>(D);
      if (!V || !V->hasLocalStorage() || V->getType()->isReferenceType())
        continue;
      const Expr *Init =
          V->getInit() ? V->getInit()->IgnoreImplicit() : nullptr;
      const auto *Made = dyn_cast_or_null<CXXConstructExpr>(Init);
      // A plain pointer is none before something begins one.
      if ((!V->getType()->isPointerType() &&
           Rules.isTransaction(V->getType())) ||
          (Made && Effects.of(*Made->getConstructor()).Begins))
        Open |= bit(V);
    }
    return;
  }
  if (const auto *Call = dyn_cast<CallExpr>(S))
    call(*Call, Open);
}

void TransactionFlow::destroyed(const VarDecl *V, TransactionBits &Open) {
  if (Scopes.count(V))
    Open &= ~bit(V);
}
