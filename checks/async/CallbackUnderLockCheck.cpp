//===- CallbackUnderLockCheck.cpp -----------------------------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/async/CallbackUnderLockCheck.h"

#include "checks/analysis/FunctionScan.h"

#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace racetidy;

// Off until docs/design/precision.md has figures for it.
const CheckInfo CallbackUnderLockCheck::Info{
    "race-callback-under-lock",
    "somebody else's code is run while a lock is held that it may come back "
    "for",
    "async",
    "unreleased",
    "local",
    /*Default=*/false,
    "667, 833",
    "none",
    /*Options=*/{},
};

/// Whether \p E names \p Lock.
static bool names(const Expr *E, const ValueDecl *Lock) {
  E = E->IgnoreParenImpCasts();
  if (const auto *U = dyn_cast<UnaryOperator>(E))
    E = U->getSubExpr()->IgnoreParenImpCasts();
  if (const auto *Member = dyn_cast<MemberExpr>(E))
    return Member->getMemberDecl()->getCanonicalDecl() ==
           Lock->getCanonicalDecl();
  const auto *Ref = dyn_cast<DeclRefExpr>(E);
  return Ref && Ref->getDecl()->getCanonicalDecl() == Lock->getCanonicalDecl();
}

/// A public method of \p C's class, another one, that takes its lock: who is
/// called back may call it. Null if there is none.
const CXXMethodDecl *
CallbackUnderLockCheck::comesBackBy(const CallbackUnderLock &C) {
  const auto *Method = dyn_cast<CXXMethodDecl>(C.Function);
  if (!Method)
    return nullptr;
  for (const CXXMethodDecl *M : Method->getParent()->methods()) {
    const FunctionDecl *Body = M->getDefinition();
    if (M->getCanonicalDecl() == Method->getCanonicalDecl() || !Body ||
        !Body->getBody() || M->getAccess() != AS_public ||
        isa<CXXConstructorDecl, CXXDestructorDecl>(M))
      continue;
    bool Takes = false;
    forEachEvaluated(*Body, [&](const Stmt *S) {
      if (const auto *D = dyn_cast<DeclStmt>(S)) {
        for (const Decl *Each : D->decls()) {
          const auto *V = dyn_cast<VarDecl>(Each);
          const Expr *Init = V ? V->getInit() : nullptr;
          const auto *Made =
              Init ? dyn_cast<CXXConstructExpr>(Init->IgnoreImplicit())
                   : nullptr;
          Takes |= Made && rules().guard(V->getType()) &&
                   llvm::any_of(Made->arguments(), [&](const Expr *Arg) {
                     return names(Arg, C.LockDecl);
                   });
        }
      } else if (const auto *Call = dyn_cast<CXXMemberCallExpr>(S)) {
        const LockRule *Rule = rules().lock(Call->getObjectType());
        const CXXMethodDecl *Called = Call->getMethodDecl();
        auto It = Rule && Called && Called->getIdentifier()
                      ? Rule->Methods.find(Called->getName().str())
                      : std::map<std::string, LockEffect>::const_iterator();
        Takes |= Rule && Called && Called->getIdentifier() &&
                 It != Rule->Methods.end() &&
                 It->second == LockEffect::Acquire &&
                 names(Call->getImplicitObjectArgument(), C.LockDecl);
      }
    });
    if (Takes)
      return M;
  }
  return nullptr;
}

void CallbackUnderLockCheck::report() {
  for (const CallbackUnderLock &C : model().callbacksUnderLock()) {
    std::string Lock = "'" + C.Lock + "'", Callable = "'" + C.Callable + "'";
    const CXXMethodDecl *Back = comesBackBy(C);
    std::string By =
        Back ? "'" + Back->getNameAsString() + "'" : "a method that takes it";
    Finding F;
    F.Loc = C.Call;
    F.Message = Callable + " is called while " + Lock +
                " is held; what it runs is somebody else's, and if it comes "
                "back by " +
                By + ", it waits for itself";
    F.Entities = {C.Function->getQualifiedNameAsString(),
                  C.LockDecl->getQualifiedNameAsString()};
    F.Evidence = {Back ? By + " takes " + Lock + ", and anybody may call it"
                       : "who is called is not known here",
                  Back ? Confidence::Medium : Confidence::Low};
    F.Steps = {{"thread A", C.Taken, "takes " + Lock},
               {"thread A", C.Call, "calls " + Callable},
               {"thread A", Back ? Back->getLocation() : C.Taken,
                "comes back by " + By + " and waits for " + Lock +
                    ", which it holds itself: everything that waits for it is "
                    "lost"}};
    F.Advice =
        "copy what is to be called, give " + Lock + " back, and call it then";
    emit(std::move(F));
  }
}
