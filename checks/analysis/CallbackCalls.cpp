//===- CallbackCalls.cpp - calls of what somebody else gave ---------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/analysis/CallbackCalls.h"

#include "checks/analysis/RuleIndex.h"

#include "clang/AST/ExprCXX.h"

using namespace clang;
using namespace racetidy;

const Expr *racetidy::calledBack(const CallExpr &Call) {
  if (const auto *Member = dyn_cast<CXXMemberCallExpr>(&Call)) {
    const CXXMethodDecl *Method = Member->getMethodDecl();
    const CXXRecordDecl *Class = Method ? Method->getParent() : nullptr;
    bool Resumes = Class && Class->isInStdNamespace() &&
                   Class->getName() == "coroutine_handle" &&
                   Method->getIdentifier() && Method->getName() == "resume";
    return Resumes ? Member->getImplicitObjectArgument() : nullptr;
  }
  const auto *O = dyn_cast<CXXOperatorCallExpr>(&Call);
  if (!O || O->getOperator() != OO_Call)
    return nullptr;
  const CXXRecordDecl *Class =
      O->getArg(0)->getType().getNonReferenceType()->getAsCXXRecordDecl();
  return Class && !Class->isLambda() && isOfLibrary(*Class) ? O->getArg(0)
                                                            : nullptr;
}
