//===- Awaitables.cpp - what is awaited, by its shape
//-----------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/analysis/Awaitables.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace racetidy;

/// How many classes up a base may be.
static constexpr unsigned MaxBases = 6;

/// The members of that name, of the class or of one of its bases.
static DeclContext::lookup_result members(const CXXRecordDecl &Class,
                                          DeclarationName Name,
                                          unsigned Depth = MaxBases) {
  auto Found = Class.lookup(Name);
  if (!Found.empty() || Depth == 0)
    return Found;
  for (const CXXBaseSpecifier &Base : Class.bases())
    if (const auto *B = Base.getType()->getAsCXXRecordDecl();
        B && B->hasDefinition()) {
      Found = members(*B, Name, Depth - 1);
      if (!Found.empty())
        return Found;
    }
  return Found;
}

static DeclContext::lookup_result members(const CXXRecordDecl &Class,
                                          StringRef Name) {
  return members(Class, &Class.getASTContext().Idents.get(Name));
}

/// The template that \p T is of, or its class: one for all instances.
static const Decl *familyOf(QualType T) {
  T = T.getNonReferenceType();
  if (const auto *TS = T->getAs<TemplateSpecializationType>())
    if (const auto *Template = TS->getTemplateName().getAsTemplateDecl())
      return Template->getCanonicalDecl();
  const CXXRecordDecl *Class = T->getAsCXXRecordDecl();
  if (const auto *S = dyn_cast_or_null<ClassTemplateSpecializationDecl>(Class))
    return S->getSpecializedTemplate()->getCanonicalDecl();
  return Class ? Class->getCanonicalDecl() : nullptr;
}

/// Whether an 'operator co_await' stands beside the class.
static bool hasFreeOperator(const CXXRecordDecl &Class, QualType T) {
  DeclarationName Name =
      Class.getASTContext().DeclarationNames.getCXXOperatorName(OO_Coawait);
  const DeclContext *Around = Class.getEnclosingNamespaceContext();
  if (!Around->isNamespace())
    return false;
  return llvm::any_of(Around->lookup(Name), [&](const NamedDecl *D) {
    const auto *F = D->getAsFunction();
    return F && F->getNumParams() == 1 &&
           familyOf(F->getParamDecl(0)->getType()) == familyOf(T);
  });
}

/// When the work begins, by the promise.
static Awaitable::Kind startOf(const CXXRecordDecl &Class) {
  for (const NamedDecl *D : members(Class, "promise_type")) {
    const CXXRecordDecl *Promise = dyn_cast<CXXRecordDecl>(D);
    if (const auto *Alias = dyn_cast<TypedefNameDecl>(D))
      Promise = Alias->getUnderlyingType()->getAsCXXRecordDecl();
    // A template's promise is only made when somebody asks for it.
    if (Promise && !Promise->hasDefinition())
      Promise = Promise->getTemplateInstantiationPattern();
    if (!Promise || !Promise->hasDefinition())
      continue;
    for (const NamedDecl *Member : members(*Promise, "initial_suspend")) {
      const auto *F = Member->getAsFunction();
      const auto *Gives =
          F ? F->getReturnType()->getAsCXXRecordDecl() : nullptr;
      if (!Gives || !Gives->isInStdNamespace())
        continue;
      if (Gives->getName() == "suspend_always")
        return Awaitable::Lazy;
      if (Gives->getName() == "suspend_never")
        return Awaitable::Eager;
    }
  }
  return Awaitable::Unknown;
}

Awaitable racetidy::awaitable(QualType T, RuleIndex &Rules) {
  if (T.isNull())
    return {};
  T = T.getNonReferenceType().getUnqualifiedType();
  if (const AwaitableRule *Rule = Rules.awaitable(T))
    return {Rule->Start == AwaitableStart::Lazy ? Awaitable::Lazy
                                                : Awaitable::Eager,
            Rule->MayBeDropped};
  const CXXRecordDecl *Class = T->getAsCXXRecordDecl();
  if (!Class || !Class->hasDefinition())
    return {};
  Class = Class->getDefinition();
  ASTContext &Context = Class->getASTContext();
  bool Awaited =
      !members(*Class, "await_suspend").empty() ||
      !members(*Class, Context.DeclarationNames.getCXXOperatorName(OO_Coawait))
           .empty() ||
      hasFreeOperator(*Class, T);
  if (!Awaited)
    return {};
  return {startOf(*Class), false};
}

bool racetidy::isCoroutine(const FunctionDecl &F) {
  const FunctionDecl *Definition = F.getDefinition();
  if (!Definition)
    Definition = F.getTemplateInstantiationPattern();
  return Definition &&
         isa_and_nonnull<CoroutineBodyStmt>(Definition->getBody());
}

TaskFate racetidy::taskFate(const CallExpr &Call, const ParentMap &Parents,
                            RuleIndex &Rules) {
  const Stmt *S = &Call;
  while (const Stmt *Up = Parents.getParent(S)) {
    if (isa<CoawaitExpr, CoyieldExpr, DependentCoawaitExpr>(Up))
      return TaskFate::Awaited;
    if (isa<ReturnStmt, CoreturnStmt>(Up))
      return TaskFate::Returned;
    if (isa<DeclStmt>(Up))
      return TaskFate::Kept;
    if (const auto *B = dyn_cast<BinaryOperator>(Up);
        B && B->isAssignmentOp() && B->getRHS() == S)
      return TaskFate::Kept;
    if (const auto *Outer = dyn_cast<CallExpr>(Up)) {
      if (const auto *O = dyn_cast<CXXOperatorCallExpr>(Outer);
          O && O->getOperator() == OO_Equal)
        return TaskFate::Kept;
      const FunctionDecl *Callee = Outer->getDirectCallee();
      if (Callee && Rules.keepsAwaitable(*Callee))
        return TaskFate::Kept;
      // 'put(name).on(executor)', 'all(put(name), put(other))': a task of the
      // task, for which the question is the same.
      if (awaitable(Outer->getType(), Rules).K != Awaitable::None) {
        S = Up;
        continue;
      }
      const auto *Member = dyn_cast<CXXMemberCallExpr>(Outer);
      // 'put(name).get()', 'sync_wait(put(name))': done, or not, where it
      // stands.
      if (!Member || Member->getImplicitObjectArgument() == S)
        return TaskFate::Unknown;
      const CXXMethodDecl *Method = Member->getMethodDecl();
      const ContainerRule *Rule = Rules.container(Member->getObjectType());
      auto It = Rule && Method && Method->getIdentifier()
                    ? Rule->Methods.find(Method->getName().str())
                    : std::map<std::string, ContainerOp>::const_iterator();
      bool Puts = Rule && Method && Method->getIdentifier() &&
                  It != Rule->Methods.end() &&
                  It->second.K != ContainerOp::Query;
      return Puts ? TaskFate::Kept : TaskFate::Unknown;
    }
    if (!isa<Expr>(Up))
      return TaskFate::Unknown;
    S = Up;
  }
  return TaskFate::Unknown;
}
