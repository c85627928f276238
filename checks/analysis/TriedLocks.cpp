//===- TriedLocks.cpp - what a branch tells of a lock that was tried ------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/analysis/AtomicOperations.h"
#include "checks/analysis/LockFlow.h"

#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace racetidy;

std::pair<LockBits, bool> LockFlow::testOf(const Expr *E, LockState &State) {
  E = E->IgnoreImplicit()->IgnoreParenImpCasts();
  if (const auto *Full = dyn_cast<ExprWithCleanups>(E))
    return testOf(Full->getSubExpr(), State);
  if (const auto *U = dyn_cast<UnaryOperator>(E);
      U && U->getOpcode() == UO_LNot) {
    auto [Locks, True] = testOf(U->getSubExpr(), State);
    return {Locks, !True};
  }
  if (const auto *B = dyn_cast<BinaryOperator>(E); B && B->isEqualityOp()) {
    // 'pthread_mutex_trylock(&m) == 0'
    auto IsZero = [&](const Expr *Side) {
      Expr::EvalResult Value;
      return !Side->isValueDependent() &&
             Side->EvaluateAsInt(Value, Function.getASTContext()) &&
             Value.Val.getInt() == 0;
    };
    const Expr *Other = IsZero(B->getRHS())   ? B->getLHS()
                        : IsZero(B->getLHS()) ? B->getRHS()
                                              : nullptr;
    if (!Other)
      return {0, true};
    auto [Locks, True] = testOf(Other, State);
    return {Locks, B->getOpcode() == BO_EQ ? !True : True};
  }
  const auto *Call = dyn_cast<CallExpr>(E);
  if (!Call)
    return {0, true};
  if (auto Method = methodCall(*Call)) {
    auto Guard = guardNamed(Method->Object, State);
    if (const GuardRule *Rule = Rules.guard(Method->ObjectType)) {
      auto Effect = Rule->Methods.find(Method->Name);
      bool Tells = llvm::is_contained(Rule->Tests, Method->Name) ||
                   (Effect != Rule->Methods.end() &&
                    Effect->second == LockEffect::TryAcquire);
      return {Tells && Guard != State.Guards.end() ? Guard->second.Locks : 0,
              true};
    }
    if (const LockRule *Rule = Rules.lock(Method->ObjectType)) {
      auto Effect = Rule->Methods.find(Method->Name);
      bool Tells = Effect != Rule->Methods.end() &&
                   (Effect->second == LockEffect::TryAcquire ||
                    Effect->second == LockEffect::TryAcquireShared);
      return {Tells ? lockOf(Method->Object) : 0, !Rule->TryGivesZero};
    }
    return {0, true};
  }
  if (const FunctionDecl *F = Call->getDirectCallee())
    if (auto Known = Rules.lockFunction(*F))
      if (Known->Effect == LockEffect::TryAcquire ||
          Known->Effect == LockEffect::TryAcquireShared)
        if (Known->Argument < Call->getNumArgs())
          return {lockOf(Call->getArg(Known->Argument)), !Known->TryGivesZero};
  return {0, true};
}

void LockFlow::branch(const Expr *Condition, bool True, LockState &State) {
  auto [Locks, Got] = testOf(Condition, State);
  // What is held whatever the test says is not in question.
  Locks &= ~(State.Held.mustAny() | Unnamed | Callers);
  if (!Locks)
    return;
  bool Shared = (State.Held.MayShared & Locks) != 0;
  State.Tried &= ~Locks;
  State.Assumed &= ~Locks;
  if (True != Got)
    State.Held.release(Locks);
  else if (Shared)
    State.Held.acquireShared(Locks);
  else
    State.Held.acquire(Locks);
}
