//===- ReaderOrders.cpp - what orders accesses without a lock -------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/analysis/FunctionReader.h"

#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace racetidy;

/// The name under which all threads know what they wait on or signal by: that
/// of the field or variable.
Symbol FunctionReader::orderOf(const Expr *Object, bool Pointer) {
  auto Path = handlePath(Object, Pointer);
  if (!Path)
    return 0;
  if (Symbol Field = Path->lastField())
    return Field;
  // A lambda knows a captured parameter by its name, not by its position.
  if (Path->Root == SummaryRoot::Parameter)
    return Names.entity(Function.getParamDecl(Path->Index));
  return Path->Name;
}

/// What one thread may take and another give back, a semaphore, keeps nobody
/// out: it orders.
void FunctionReader::passes(LockEffect Effect, Symbol By) {
  if (Effect == LockEffect::Release)
    signals(By, Out.Accesses.size());
  else if (Effect == LockEffect::Acquire || decides(Stack))
    awaits(By);
}

void FunctionReader::orderedBy(const MethodCall &Method) {
  auto Is = [&](const std::vector<std::string> &Words) {
    return llvm::is_contained(Words, Method.Name);
  };
  auto By = [&] { return orderOf(Method.Object, Method.Arrow); };
  if (const OrderingRule *Rule = Rules.ordering(Method.ObjectType)) {
    // Which future is of which promise is not known: one name for all.
    Symbol All = Rule->WaitedBy.empty() ? 0 : Names.intern(Rule->Type);
    if (Is(Rule->Arrive))
      signals(All ? All : By(), Out.Accesses.size());
    if (Is(Rule->Wait))
      awaits(By());
  }
  if (const ConditionRule *Rule = Rules.condition(Method.ObjectType)) {
    // The lock orders what came before it was taken to make the condition true.
    // What came after it, or was done without one, a notification alone doesn't
    // order: 'stopped = true; changed.notify_all();'.
    if (Is(Rule->Notifies))
      signals(By(), LockTouched);
    if (Is(Rule->Waits))
      awaits(By());
  }
  if (const LockRule *Rule = Rules.lock(Method.ObjectType);
      Rule && !Rule->ThreadBound) {
    auto Effect = Rule->Methods.find(Method.Name);
    if (Effect != Rule->Methods.end())
      passes(Effect->second, By());
  }
  // A future of a promise: nothing that was started here.
  const HandleRule *Handle = Rules.handle(Method.ObjectType);
  if (!Handle || !(Is(Handle->Join) || (Is(Handle->TryJoin) && decides(Stack))))
    return;
  auto Path = handlePath(Method.Object, Method.Arrow);
  if (llvm::none_of(Out.Spawns, [&](const SummarySpawn &S) {
        return Path && S.Handle == *Path;
      }))
    for (const OrderingRule &Rule : Rules.rules().Orderings)
      if (llvm::is_contained(Rule.WaitedBy, Handle->Type))
        awaits(Names.intern(Rule.Type));
}

void FunctionReader::orders(const Expr *E) {
  const auto *Call = dyn_cast<CallExpr>(E);
  if (!Call)
    return;
  if (auto Method = methodCall(*E)) {
    orderedBy(*Method);
  } else if (const FunctionDecl *F = Call->getDirectCallee()) {
    // 'pthread_barrier_wait(&b)': each has arrived when one goes on.
    if (Rules.waitsForAll(*F) && Call->getNumArgs() > 0) {
      Symbol By = orderOf(Call->getArg(0), true);
      signals(By, Out.Accesses.size());
      awaits(By);
    }
    if (auto Known = Rules.lockFunction(*F);
        Known && !Known->ThreadBound && Known->Argument < Call->getNumArgs())
      passes(Known->Effect, orderOf(Call->getArg(Known->Argument), true));
  }
  if (Shape.Locks && Unit.Effects.touches(*Call))
    LockTouched = Out.Accesses.size();
}

/// What orders an access: waited for before it, signalled on after it.
void FunctionReader::order() {
  if (Awaited.empty() && Signalled.empty())
    return;
  auto Add = [](std::vector<Symbol> &To, Symbol By) {
    if (By && To.size() < MaxOrderings && !llvm::is_contained(To, By))
      To.push_back(By);
  };
  for (size_t I = 0; I < Out.Accesses.size(); ++I) {
    SummaryAccess &A = Out.Accesses[I];
    if (isAtomic(A.Kind))
      continue;
    for (auto [By, Before] : Awaited)
      if (Before <= I)
        Add(A.Acquires, By);
    for (auto [By, Before] : Signalled)
      if (I < Before)
        Add(A.Releases, By);
  }
}
