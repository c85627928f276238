//===- BlockingInCoroutineCheck.cpp ---------------------------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/async/BlockingInCoroutineCheck.h"

#include "checks/analysis/AtomicOperations.h"
#include "checks/analysis/Awaitables.h"
#include "checks/analysis/FunctionCollector.h"
#include "checks/analysis/FunctionScan.h"

#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallPtrSet.h"

using namespace clang;
using namespace racetidy;

// Off until docs/design/precision.md has figures for it.
const CheckInfo BlockingInCoroutineCheck::Info{
    "race-blocking-in-coroutine",
    "a coroutine keeps its thread waiting, perhaps for what needs that thread",
    "async",
    "unreleased",
    "local",
    /*Default=*/false,
    "662, 833",
    "none",
    /*Options=*/{},
};

std::optional<BlockingInCoroutineCheck::Block>
BlockingInCoroutineCheck::blocks(const CallExpr &Call) {
  // What gives something to await does not wait itself.
  if (awaitable(Call.getType(), rules()).K != Awaitable::None)
    return std::nullopt;
  const FunctionDecl *F = Call.getDirectCallee();
  if (auto Method = methodCall(Call)) {
    const VarDecl *Object = variableOf(Method->Object);
    std::string Name = Object ? "'" + Object->getNameAsString() + "'"
                              : "'" + Method->Name + "'";
    if (const HandleRule *Rule = rules().handle(Method->ObjectType))
      if (llvm::is_contained(Rule->Join, Method->Name))
        return Block{"waits for " + Name, "'co_await' something that it gives",
                     Object, Confidence::Medium};
    if (const ConditionRule *Rule = rules().condition(Method->ObjectType))
      if (llvm::is_contained(Rule->Waits, Method->Name))
        return Block{"waits on " + Name,
                     "wait by an asynchronous event or queue", Object,
                     Confidence::Medium};
    if (const OrderingRule *Rule = rules().ordering(Method->ObjectType))
      if (llvm::is_contained(Rule->Wait, Method->Name))
        return Block{"waits for " + Name,
                     "wait by an asynchronous event or latch", Object,
                     Confidence::Medium};
  }
  if (!F)
    return std::nullopt;
  std::string Name = "'" + F->getNameAsString() + "'";
  if (rules().blocks(*F))
    return Block{"waits in " + Name, "'co_await' the task itself", nullptr,
                 Confidence::High};
  if (rules().sleeps(*F))
    return Block{"sleeps in " + Name, "'co_await' a timer", nullptr,
                 Confidence::Medium};
  auto Handle = rules().handleFunction(*F);
  if ((Handle && Handle->Joins) || rules().waitsForAll(*F))
    return Block{"waits in " + Name, "wait on a thread that may be kept",
                 nullptr, Confidence::Medium};
  return std::nullopt;
}

void BlockingInCoroutineCheck::coroutine(const FunctionDecl &F) {
  bool Awaits = awaitable(F.getReturnType(), rules()).K != Awaitable::None;
  // Asked before whether they are done, or awaited before.
  llvm::SmallPtrSet<const VarDecl *, 4> Done;
  llvm::SmallVector<const CallExpr *, 4> Calls;
  forEachEvaluated(F, [&](const Stmt *S) {
    if (const auto *Await = dyn_cast<CoawaitExpr>(S)) {
      Awaits |= !Await->isImplicit();
      // 'co_await f', 'co_await std::move(f)'
      const Expr *What = Await->getOperand()->IgnoreParenImpCasts();
      if (const auto *Call = dyn_cast<CallExpr>(What);
          Call && Call->getNumArgs() == 1 && Call->getDirectCallee() &&
          rules().isForwarder(*Call->getDirectCallee()))
        What = Call->getArg(0);
      if (const VarDecl *V = variableOf(What))
        Done.insert(V);
    }
    const auto *Call = dyn_cast<CallExpr>(S);
    if (!Call || Call->isTypeDependent())
      return;
    Calls.push_back(Call);
    if (auto Method = methodCall(*Call))
      if (const HandleRule *Rule = rules().handle(Method->ObjectType))
        if (llvm::is_contained(Rule->TryJoin, Method->Name))
          if (const VarDecl *V = variableOf(Method->Object))
            Done.insert(V);
  });
  if (!Awaits)
    return; // a generator runs where it is asked
  for (const CallExpr *Call : Calls) {
    auto Waits = blocks(*Call);
    if (!Waits || (Waits->Object && Done.contains(Waits->Object)) ||
        !Reported.insert(Call->getBeginLoc()).second)
      continue;
    Finding Found;
    Found.Loc = Call->getExprLoc();
    Found.Message = "the coroutine " + Waits->What +
                    " and keeps its thread meanwhile; if what would end the "
                    "wait needs that thread, neither goes on";
    Found.Entities = {F.getQualifiedNameAsString()};
    Found.Evidence = {"a coroutine runs on a thread that it shares with others",
                      Waits->Level};
    Found.Steps = {
        {"activation A", Call->getBeginLoc(), Waits->What},
        {"activation B", Call->getBeginLoc(),
         "is queued on the same thread, and would end the wait"},
        {"both", Call->getBeginLoc(),
         "wait for ever: what they were to do is lost"},
    };
    Found.Advice = Waits->Instead;
    emit(std::move(Found));
  }
}

void BlockingInCoroutineCheck::report() {
  Reported.clear();
  if (!context().getLangOpts().Coroutines)
    return;
  forEachFunction(context(), [&](const FunctionDecl &F) {
    if (isCoroutine(F))
      coroutine(F);
  });
}
