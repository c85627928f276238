//===- CoroutineReferenceParameterCheck.cpp
//---------------------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/async/CoroutineReferenceParameterCheck.h"

#include "checks/analysis/Awaitables.h"
#include "checks/analysis/FunctionCollector.h"
#include "checks/analysis/FunctionScan.h"

#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace racetidy;

const CheckInfo CoroutineReferenceParameterCheck::Info{
    "race-coroutine-reference-parameter",
    "a coroutine is given a temporary by reference, and goes on after it is "
    "gone",
    "async",
    "unreleased",
    "local",
    /*Default=*/true,
    "362, 416, 562",
    "none",
    /*Options=*/{},
};

/// The temporary that \p Arg is a reference to, if it ends with the full
/// expression. What stands by default is made anew for each call, too.
static const MaterializeTemporaryExpr *temporary(const Expr *Arg) {
  if (const auto *Default = dyn_cast<CXXDefaultArgExpr>(Arg))
    Arg = Default->getExpr();
  while (true) {
    if (const auto *Full = dyn_cast<FullExpr>(Arg))
      Arg = Full->getSubExpr();
    else if (const auto *Cast = dyn_cast<ImplicitCastExpr>(Arg))
      Arg = Cast->getSubExpr();
    else if (const auto *Paren = dyn_cast<ParenExpr>(Arg))
      Arg = Paren->getSubExpr();
    else
      break;
  }
  const auto *Made = dyn_cast<MaterializeTemporaryExpr>(Arg);
  return Made && Made->getStorageDuration() == SD_FullExpression ? Made
                                                                 : nullptr;
}

/// Where the coroutine \p F uses \p P when its caller may have gone on: one
/// that is eager, after its first suspension. No valid place if it never does.
static SourceLocation usedLate(const FunctionDecl &F, const ParmVarDecl &P,
                               bool Lazy) {
  const SourceManager &SM = F.getASTContext().getSourceManager();
  SourceLocation Suspended, Used;
  forEachEvaluated(F, [&](const Stmt *S) {
    if (isa<CoawaitExpr, CoyieldExpr, DependentCoawaitExpr>(S) &&
        (Suspended.isInvalid() ||
         SM.isBeforeInTranslationUnit(S->getEndLoc(), Suspended)))
      Suspended = S->getEndLoc();
  });
  forEachEvaluated(F, [&](const Stmt *S) {
    const auto *Ref = dyn_cast<DeclRefExpr>(S);
    // The first in the source.
    if (!Ref || Ref->getDecl() != &P ||
        (Used.isValid() &&
         SM.isBeforeInTranslationUnit(Used, Ref->getLocation())))
      return;
    if (Lazy || (Suspended.isValid() &&
                 SM.isBeforeInTranslationUnit(Suspended, Ref->getLocation())))
      Used = Ref->getLocation();
  });
  return Used;
}

void CoroutineReferenceParameterCheck::call(const CallExpr &Call,
                                            const ParentMap &Parents) {
  const FunctionDecl *F = Call.getDirectCallee();
  Awaitable What = F && Call.isPRValue() && !isa<CXXOperatorCallExpr>(Call)
                       ? awaitable(Call.getType(), rules())
                       : Awaitable();
  if (What.K == Awaitable::None)
    return;
  const FunctionDecl *Body = F->getDefinition();
  bool Lazy = What.K == Awaitable::Lazy;
  // A function that is no coroutine may copy what it is given.
  if (Body ? !isCoroutine(*Body) : !Lazy)
    return;
  std::optional<TaskFate> Goes;
  for (unsigned I = 0; I < F->getNumParams() && I < Call.getNumArgs(); ++I) {
    const ParmVarDecl *P = F->getParamDecl(I);
    if (!P->getType()->isReferenceType())
      continue;
    const MaterializeTemporaryExpr *Temporary = temporary(Call.getArg(I));
    if (!Temporary)
      continue;
    SourceLocation Used =
        Body ? usedLate(*Body, *Body->getParamDecl(I), Lazy) : SourceLocation();
    if (Body && Used.isInvalid())
      continue;
    if (!Goes)
      Goes = taskFate(Call, Parents, rules());
    if (*Goes != TaskFate::Kept && *Goes != TaskFate::Returned)
      return;
    tell(Call, *P, *Goes, Used);
  }
}

void CoroutineReferenceParameterCheck::tell(const CallExpr &Call,
                                            const ParmVarDecl &P, TaskFate Goes,
                                            SourceLocation Used) {
  if (!Reported.insert(Call.getBeginLoc()).second)
    return;
  std::string Parameter = P.getName().empty() ? std::string("a parameter")
                                              : "'" + P.getNameAsString() + "'";
  std::string Callee = "'" + Call.getDirectCallee()->getNameAsString() + "'";
  Finding Found;
  Found.Loc = Call.getBeginLoc();
  Found.Message = "the coroutine " + Callee + " is given a temporary as " +
                  Parameter + ", by reference, and its task is " +
                  (Goes == TaskFate::Returned ? "returned" : "kept") +
                  "; when it runs, the temporary is gone";
  Found.Evidence = {Used.isValid()
                        ? Callee + " is a coroutine and uses " + Parameter +
                              " when its caller has gone on"
                        : Callee + " gives a task that begins when it is "
                                   "awaited",
                    Used.isValid() ? Confidence::High : Confidence::Medium};
  Found.Steps = {
      {"the caller", Call.getBeginLoc(),
       "makes a temporary and the task, which keeps a reference to it"},
      {"the caller", Call.getEndLoc(),
       "ends the full expression: the temporary is destroyed"},
      {"the coroutine", Used.isValid() ? Used : Call.getBeginLoc(),
       "uses " + Parameter +
           ": what it reads there is lost, or somebody "
           "else's"}};
  Found.Advice = "take " + Parameter +
                 " by value, or await the call in the same expression";
  emit(std::move(Found));
}

void CoroutineReferenceParameterCheck::report() {
  Reported.clear();
  if (!context().getLangOpts().Coroutines)
    return;
  forEachFunction(context(), [&](const FunctionDecl &F) {
    llvm::SmallVector<const CallExpr *, 8> Calls;
    forEachEvaluated(F, [&](const Stmt *S) {
      const auto *Call = dyn_cast<CallExpr>(S);
      if (Call && !Call->isTypeDependent() &&
          awaitable(Call->getType(), rules()).K != Awaitable::None)
        Calls.push_back(Call);
    });
    if (Calls.empty())
      return;
    ParentMap Parents(F.getBody());
    for (const CallExpr *Call : Calls)
      call(*Call, Parents);
  });
}
