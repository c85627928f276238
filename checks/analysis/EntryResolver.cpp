//===- EntryResolver.cpp - which function a callable runs -----------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/analysis/EntryResolver.h"

#include "clang/AST/Attr.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace racetidy;

static std::optional<CallableEntry> ofFunction(const ValueDecl *D) {
  const auto *F = dyn_cast<FunctionDecl>(D);
  if (!F)
    return std::nullopt;
  CallableEntry Entry;
  Entry.Function = F;
  if (const auto *Method = dyn_cast<CXXMethodDecl>(F);
      Method && Method->isInstance()) {
    Entry.ObjectIsArgument = true;
    Entry.Virtual = Method->isVirtual() && !Method->hasAttr<FinalAttr>();
  }
  return Entry;
}

/// The call operator of \p Class, if it has one.
static const CXXMethodDecl *callOperator(const CXXRecordDecl *Class) {
  if (!Class || !(Class = Class->getDefinition()))
    return nullptr;
  if (Class->isLambda())
    return Class->getLambdaCallOperator();
  for (const Decl *D : Class->decls()) {
    if (const auto *T = dyn_cast<FunctionTemplateDecl>(D))
      D = T->getTemplatedDecl();
    const auto *Method = dyn_cast<CXXMethodDecl>(D);
    if (Method && Method->getOverloadedOperator() == OO_Call)
      return Method;
  }
  return nullptr;
}

const CXXMethodDecl *racetidy::methodNamed(const Expr *E, StringRef Name) {
  QualType T = E->IgnoreImplicit()->getType();
  if (T.isNull())
    return nullptr;
  T = T.getNonReferenceType();
  if (T->isPointerType())
    T = T->getPointeeType();
  const CXXRecordDecl *Class = T->getAsCXXRecordDecl();
  for (unsigned Depth = 0; Class && Depth < 8; ++Depth) {
    Class = Class->getDefinition();
    if (!Class)
      return nullptr;
    for (const CXXMethodDecl *M : Class->methods())
      if (M->getIdentifier() && M->getName() == Name)
        return M;
    Class = Class->getNumBases() == 0
                ? nullptr
                : Class->bases_begin()->getType()->getAsCXXRecordDecl();
  }
  return nullptr;
}

std::optional<CallableEntry>
racetidy::resolveEntry(const Expr *E, RuleIndex &Rules, unsigned Depth) {
  // Variables that stand for variables can go in circles in broken code.
  if (!E || Depth > 8)
    return std::nullopt;
  auto Through = [&](const Expr *Inner) {
    return resolveEntry(Inner, Rules, Depth + 1);
  };
  E = E->IgnoreImplicit()->IgnoreParenCasts();
  if (const auto *Full = dyn_cast<FullExpr>(E))
    return Through(Full->getSubExpr());
  if (const auto *T = dyn_cast<MaterializeTemporaryExpr>(E))
    return Through(T->getSubExpr());
  if (const auto *T = dyn_cast<CXXBindTemporaryExpr>(E))
    return Through(T->getSubExpr());
  if (const auto *Lambda = dyn_cast<LambdaExpr>(E)) {
    CallableEntry Entry;
    Entry.Function = Lambda->getCallOperator();
    return Entry;
  }
  if (const auto *U = dyn_cast<UnaryOperator>(E))
    return U->getOpcode() == UO_AddrOf || U->getOpcode() == UO_Plus ||
                   U->getOpcode() == UO_Deref
               ? Through(U->getSubExpr())
               : std::nullopt;
  if (const auto *O = dyn_cast<OverloadExpr>(E)) {
    const FunctionDecl *Only =
        O->getNumDecls() == 1
            ? (*O->decls_begin())->getUnderlyingDecl()->getAsFunction()
            : nullptr;
    return Only ? ofFunction(Only) : std::nullopt;
  }
  if (const auto *Call = dyn_cast<CallExpr>(E)) {
    const FunctionDecl *F = Call->getDirectCallee();
    // '+[] {…}' and a lambda given to C: the conversion of the closure.
    if (const auto *Member = dyn_cast<CXXMemberCallExpr>(Call);
        Member && isa_and_nonnull<CXXConversionDecl>(F))
      return Through(Member->getImplicitObjectArgument());
    if (F && Rules.isForwarder(*F) && Call->getNumArgs() > 0) {
      auto Entry = Through(Call->getArg(0));
      if (Entry)
        for (unsigned I = 1; I < Call->getNumArgs(); ++I)
          Entry->Bound.push_back(Call->getArg(I));
      return Entry;
    }
  }
  const CXXRecordDecl *Class =
      E->getType().isNull() ? nullptr : E->getType()->getAsCXXRecordDecl();
  if (const auto *Ref = dyn_cast<DeclRefExpr>(E)) {
    if (isa<FunctionDecl>(Ref->getDecl()))
      return ofFunction(Ref->getDecl());
    const auto *V = dyn_cast<VarDecl>(Ref->getDecl());
    bool Closure = Class && Class->isLambda();
    if (V && !Closure && V->getInit() && !isa<ParmVarDecl>(V))
      if (auto Entry = Through(V->getInit()))
        return Entry;
  }
  // A library's own wrapper (std::function) runs what it was made of.
  bool Library = Class && !Class->isLambda() && isOfLibrary(*Class);
  if (const auto *C = dyn_cast<CXXConstructExpr>(E); C && C->getNumArgs() >= 1)
    if (Library || C->getConstructor()->isCopyOrMoveConstructor())
      return Through(C->getArg(0));
  if (Library)
    return std::nullopt;
  if (const CXXMethodDecl *Operator = callOperator(Class)) {
    CallableEntry Entry;
    Entry.Function = Operator;
    if (!Class->isLambda())
      Entry.Object = E;
    return Entry;
  }
  return std::nullopt;
}
