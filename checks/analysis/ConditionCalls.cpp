//===- ConditionCalls.cpp - waits and wake-ups ----------------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/analysis/ConditionCalls.h"

#include "checks/analysis/AtomicOperations.h"

#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace racetidy;

static bool isPredicate(const Expr &E) {
  QualType T = E.IgnoreImplicit()->getType().getNonReferenceType();
  if (T->isFunctionType() || T->isFunctionPointerType())
    return true;
  const CXXRecordDecl *Class = T->getAsCXXRecordDecl();
  if (!Class || !Class->hasDefinition())
    return false;
  return Class->isLambda() ||
         !Class
              ->lookup(
                  Class->getASTContext().DeclarationNames.getCXXOperatorName(
                      OO_Call))
              .empty();
}

/// What kind of wait the arguments make, where number \p Lock is the lock: a
/// plain wait is given nothing else.
static void judge(ArrayRef<const Expr *> Args, unsigned Lock,
                  ConditionCall &Call) {
  while (!Args.empty() && isa<CXXDefaultArgExpr>(Args.back()))
    Args = Args.drop_back();
  if (Lock < Args.size())
    Call.Lock = Args[Lock];
  if (Args.size() <= Lock + 1)
    return;
  bool Asks = isPredicate(*Args.back());
  Call.K = Asks && Args.size() == Lock + 2 ? ConditionCall::PredicateWait
                                           : ConditionCall::TimedWait;
  if (Asks)
    Call.Predicate = Args.back();
}

std::optional<ConditionCall> racetidy::conditionCall(const CallExpr &Call,
                                                     RuleIndex &Rules) {
  ConditionCall Result;
  if (auto Method = methodCall(Call)) {
    const ConditionRule *Rule = Rules.condition(Method->ObjectType);
    if (!Rule)
      return std::nullopt;
    Result.Condition = Method->Object;
    if (llvm::is_contained(Rule->Notifies, Method->Name)) {
      Result.K = ConditionCall::Notify;
      return Result;
    }
    if (!llvm::is_contained(Rule->Waits, Method->Name))
      return std::nullopt;
    judge(Method->Arguments, Rule->Lock, Result);
    return Result;
  }
  const FunctionDecl *F = Call.getDirectCallee();
  if (!F || Call.getNumArgs() == 0)
    return std::nullopt;
  Result.Condition = Call.getArg(0);
  if (Rules.notifies(*F)) {
    Result.K = ConditionCall::Notify;
    return Result;
  }
  auto Lock = Rules.lockFunction(*F);
  if (!Lock || Lock->Effect != LockEffect::Wait)
    return std::nullopt;
  judge({Call.getArgs(), Call.getNumArgs()}, Lock->Argument, Result);
  return Result;
}
