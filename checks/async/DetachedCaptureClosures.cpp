//===- DetachedCaptureClosures.cpp - closures that coroutines outlive -----===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/analysis/FunctionScan.h"
#include "checks/async/DetachedCaptureCheck.h"

#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;
using namespace racetidy;

/// '[x]() -> task<int> { … }()': the captures are members of the closure, and
/// the coroutine has only a reference to that.
void DetachedCaptureCheck::closure(const CXXOperatorCallExpr &Call,
                                   const FunctionDecl &F,
                                   const ParentMap &Parents) {
  if (Call.getOperator() != OO_Call || Call.getNumArgs() == 0)
    return;
  const auto *Operator =
      dyn_cast_or_null<CXXMethodDecl>(Call.getDirectCallee());
  if (!Operator || !Operator->getParent()->isLambda() ||
      Operator->isExplicitObjectMemberFunction() || !isCoroutine(*Operator))
    return;
  const Expr *Object = Call.getArg(0)->IgnoreParenImpCasts();
  while (true) {
    if (const auto *T = dyn_cast<MaterializeTemporaryExpr>(Object))
      Object = T->getSubExpr()->IgnoreParenImpCasts();
    else if (const auto *B = dyn_cast<CXXBindTemporaryExpr>(Object))
      Object = B->getSubExpr()->IgnoreParenImpCasts();
    else
      break;
  }
  const auto *Lambda = dyn_cast<LambdaExpr>(Object);
  const VarDecl *Kept = Lambda ? nullptr : variableOf(Object);
  if (Kept && isFrames(Kept, F) && Kept->getInit())
    Lambda = dyn_cast<LambdaExpr>(Kept->getInit()->IgnoreImplicit());
  if (!Lambda || Lambda->capture_begin() == Lambda->capture_end())
    return;
  Awaitable What = awaitable(Call.getType(), rules());
  if (What.K == Awaitable::None)
    return;
  TaskFate Goes = taskFate(Call, Parents, rules());
  // A closure that is a local of a coroutine lives on while its task is awaited
  // there; it goes when the function returns.
  if (Goes != TaskFate::Returned && (Goes != TaskFate::Kept || Kept))
    return;
  // Where the coroutine uses a capture when its closure may be gone: an eager
  // one after its first suspension.
  const SourceManager &SM = context().getSourceManager();
  SourceLocation Suspended, Used;
  forEachEvaluated(*Operator, [&](const Stmt *S) {
    if (isa<CoawaitExpr, CoyieldExpr, DependentCoawaitExpr>(S) &&
        (Suspended.isInvalid() ||
         SM.isBeforeInTranslationUnit(S->getEndLoc(), Suspended)))
      Suspended = S->getEndLoc();
  });
  std::string Name;
  forEachEvaluated(*Operator, [&](const Stmt *S) {
    // The first in the source.
    if ((Used.isValid() &&
         SM.isBeforeInTranslationUnit(Used, S->getBeginLoc())) ||
        (What.K == Awaitable::Eager &&
         (Suspended.isInvalid() ||
          !SM.isBeforeInTranslationUnit(Suspended, S->getBeginLoc()))))
      return;
    if (const auto *Ref = dyn_cast<DeclRefExpr>(S)) {
      bool Init = isa<VarDecl>(Ref->getDecl()) &&
                  cast<VarDecl>(Ref->getDecl())->isInitCapture();
      if (Ref->refersToEnclosingVariableOrCapture() || Init) {
        Used = Ref->getLocation();
        Name = "'" + Ref->getDecl()->getNameAsString() + "'";
      }
    } else if (isa<CXXThisExpr>(S)) {
      Used = S->getBeginLoc();
      Name = "'this'";
    }
  });
  if (Used.isInvalid() || !Reported.insert(Call.getBeginLoc()).second)
    return;
  Finding Found;
  Found.Loc = Call.getBeginLoc();
  std::string Closure =
      Kept ? "'" + Kept->getNameAsString() + "', a local" : "a temporary";
  Found.Message = "the closure of this coroutine lambda is " + Closure +
                  ", and its task is " +
                  (Goes == TaskFate::Returned ? "returned" : "kept") +
                  "; when it goes on, the captured " + Name + " is gone";
  Found.Entities = {F.getQualifiedNameAsString()};
  Found.Evidence = {"captures live in the closure, not in the coroutine's "
                    "frame",
                    Confidence::High};
  Found.Steps = {
      {"the caller", Call.getBeginLoc(),
       "makes the closure and the task, which keeps a reference to it"},
      {"the caller", Call.getEndLoc(),
       Kept ? "returns: the closure is destroyed"
            : "ends the full expression: the closure is destroyed"},
      {"the coroutine", Used,
       "uses " + Name + ": what it reads there is lost, or somebody else's"}};
  Found.Advice = "give it as a parameter, by value, instead of capturing it";
  emit(std::move(Found));
}
