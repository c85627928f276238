//===- ReaderOrders.cpp - what orders accesses without a lock -------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/analysis/FunctionReader.h"

#include "checks/analysis/ConditionCalls.h"

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

/// What stands below \p S names of what others may change.
static void addNamed(const Stmt *S, SummaryNames &Names,
                     std::vector<Symbol> &Into) {
  llvm::SmallVector<const Stmt *, 16> Work{S};
  while (!Work.empty()) {
    const Stmt *Next = Work.pop_back_val();
    if (!Next)
      continue;
    const ValueDecl *D = nullptr;
    if (const auto *Member = dyn_cast<MemberExpr>(Next))
      D = dyn_cast<FieldDecl>(Member->getMemberDecl());
    else if (const auto *Ref = dyn_cast<DeclRefExpr>(Next))
      D = dyn_cast<VarDecl>(Ref->getDecl());
    if (D) {
      Symbol Key = Names.entity(D);
      if (Key && !llvm::is_contained(Into, Key))
        Into.push_back(Key);
    }
    llvm::append_range(Work, Next->children());
  }
}

/// A wait on a condition variable, with what it waits for; or a wake-up.
void FunctionReader::waits(const CallExpr &Call) {
  auto Does = conditionCall(Call, Rules);
  if (!Does)
    return;
  Symbol By =
      orderOf(Does->Condition, Does->Condition->getType()->isAnyPointerType());
  if (!By)
    return;
  if (Does->K == ConditionCall::Notify) {
    WakeUps.push_back({By, LockTouched, Out.Accesses.size()});
    return;
  }
  if (Does->K == ConditionCall::TimedWait)
    return;
  SummaryWait Wait{By, {}, Names.site(Call.getBeginLoc())};
  if (Does->Predicate) {
    llvm::SmallVector<const Stmt *, 4> Work{Does->Predicate};
    while (!Work.empty()) {
      const Stmt *S = Work.pop_back_val();
      if (const auto *Lambda = dyn_cast_or_null<LambdaExpr>(S))
        addNamed(Lambda->getBody(), Names, Wait.Predicate);
      else if (S)
        llvm::append_range(Work, S->children());
    }
  } else if (!Loops.empty()) {
    // 'while (queue_.empty()) wait();' and 'for (;;) { if (done_) break; …'.
    llvm::SmallVector<const Stmt *, 16> Work{Loops.back()};
    while (!Work.empty()) {
      const Stmt *S = Work.pop_back_val();
      if (!S || isa<Expr>(S))
        continue;
      if (const auto *If = dyn_cast<IfStmt>(S))
        addNamed(If->getCond(), Names, Wait.Predicate);
      else if (const auto *While = dyn_cast<WhileStmt>(S))
        addNamed(While->getCond(), Names, Wait.Predicate);
      else if (const auto *Do = dyn_cast<DoStmt>(S))
        addNamed(Do->getCond(), Names, Wait.Predicate);
      else if (const auto *For = dyn_cast<ForStmt>(S))
        addNamed(For->getCond(), Names, Wait.Predicate);
      llvm::append_range(Work, S->children());
    }
  }
  if (!Wait.Predicate.empty())
    Out.Waits.push_back(std::move(Wait));
}

void FunctionReader::orders(const Expr *E) {
  const auto *Call = dyn_cast<CallExpr>(E);
  if (!Call)
    return;
  waits(*Call);
  if (const FunctionDecl *F = Call->getDirectCallee();
      F && Loops.empty() && !Out.Spawns.empty() && Rules.sleeps(*F))
    Pause = Names.site(Call->getBeginLoc());
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
  if (Awaited.empty() && Signalled.empty() && WakeUps.empty())
    return;
  auto Add = [](std::vector<Symbol> &To, Symbol By) {
    if (By && To.size() < MaxOrderings && !llvm::is_contained(To, By))
      To.push_back(By);
  };
  for (size_t I = 0; I < Out.Accesses.size(); ++I) {
    SummaryAccess &A = Out.Accesses[I];
    bool Writes =
        A.Kind != AccessKind::Read && A.Kind != AccessKind::AtomicLoad;
    for (const WakeUp &W : WakeUps)
      if (Writes && W.Begin <= I && I < W.End)
        Add(A.Wakes, W.Condition);
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
