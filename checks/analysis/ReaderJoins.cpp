//===- ReaderJoins.cpp - what a function waits for ------------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/analysis/FunctionReader.h"

#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace racetidy;

bool FunctionReader::joinsWhereItEnds(QualType T) {
  const OriginRule *Rule = Unit.startedIn(T, 2);
  if (!Rule)
    return false;
  if (Rule->JoinsOnDestruction)
    return true;
  // Of 'std::unique_ptr<std::jthread>' and the like: what is in it.
  llvm::SmallVector<std::pair<QualType, unsigned>, 4> Work{{T, 2}};
  while (!Work.empty()) {
    auto [Type, Depth] = Work.pop_back_val();
    const HandleRule *Handle = Rules.handle(Type);
    if (Handle && Handle->JoinsOnDestruction)
      return true;
    const auto *S = dyn_cast_or_null<ClassTemplateSpecializationDecl>(
        Type->getAsCXXRecordDecl());
    if (S && Depth > 0)
      for (const TemplateArgument &A : S->getTemplateArgs().asArray())
        if (A.getKind() == TemplateArgument::Type)
          Work.push_back({A.getAsType(), Depth - 1});
  }
  return false;
}

/// The 'if' around that only asks whether there is something to wait for.
const Stmt *FunctionReader::askedAround(const SummaryPath &Handle) {
  for (const Stmt *S : llvm::reverse(Stack)) {
    const auto *If = dyn_cast<IfStmt>(S);
    if (!If) {
      if (llvm::is_contained(Loops, S) &&
          !isa<CXXForRangeStmt, ForStmt, WhileStmt>(S))
        return nullptr;
      continue;
    }
    llvm::SmallVector<const Stmt *, 8> Work{If->getCond()};
    while (!Work.empty()) {
      const Stmt *Next = Work.pop_back_val();
      const auto *E = dyn_cast_or_null<Expr>(Next);
      if (E &&
          isa<DeclRefExpr, MemberExpr, CXXOperatorCallExpr, ArraySubscriptExpr>(
              E))
        if (auto Path = handlePath(E, false)) {
          SummaryPath Behind = *Path;
          Behind.Steps.push_back({SummaryStep::Deref, 0});
          if (*Path == Handle || Behind == Handle)
            return If;
        }
      if (Next)
        llvm::append_range(Work, Next->children());
    }
    return nullptr;
  }
  return nullptr;
}

void FunctionReader::join(const Expr *E, SummaryPath Handle, bool All) {
  JoinPlace Place;
  Place.Node = E;
  Place.Loops = Loops;
  Place.All = All;
  if (!All)
    Place.If = askedAround(Handle);
  SummaryJoin J;
  J.Handle = std::move(Handle);
  J.At = Names.site(E->getExprLoc());
  Out.Joins.push_back(std::move(J));
  JoinAt.push_back(std::move(Place));
}

void FunctionReader::joins(const Expr *E) {
  const auto *Call = dyn_cast<CallExpr>(E);
  if (!Call)
    return;
  auto Detached = [&](const SummaryPath &Handle) {
    for (SummarySpawn &S : Out.Spawns)
      S.Detached |= S.Handle.known() && S.Handle == Handle;
  };
  if (auto Method = methodCall(*E)) {
    if (const HandleRule *Rule = Rules.handle(Method->ObjectType)) {
      bool Joins = llvm::is_contained(Rule->Join, Method->Name);
      bool Detaches = llvm::is_contained(Rule->Detach, Method->Name);
      auto Handle = Joins || Detaches
                        ? handlePath(Method->Object, Method->Arrow)
                        : std::nullopt;
      if (Handle && Joins)
        join(E, std::move(*Handle), false);
      else if (Handle)
        Detached(*Handle);
    }
    if (const OrderingRule *Rule = Rules.ordering(Method->ObjectType))
      if (llvm::is_contained(Rule->Wait, Method->Name))
        join(E, {}, true);
    return;
  }
  const FunctionDecl *F = Call->getDirectCallee();
  if (!F)
    return;
  if (Rules.waitsForAll(*F))
    join(E, {}, true);
  auto Known = Rules.handleFunction(*F);
  if (!Known || Known->Argument >= Call->getNumArgs())
    return;
  const Expr *Arg = Call->getArg(Known->Argument)->IgnoreParenImpCasts();
  bool Address = isa<UnaryOperator>(Arg) || Arg->getType()->isArrayType();
  auto Handle = handlePath(Arg, Address);
  if (Handle && Known->Joins)
    join(E, std::move(*Handle), false);
  else if (Handle)
    Detached(*Handle);
}

/// 'threads.push_back(std::move(t))', 't_ = std::move(t)': the handle goes by
/// another name from here on.
void FunctionReader::moved(const Expr *E) {
  if (Out.Spawns.empty())
    return;
  auto Method = methodCall(*E);
  if (!Method)
    return;
  for (const Expr *A : Method->Arguments) {
    const Expr *Plain = A->IgnoreImplicit()->IgnoreParens();
    if (!Plain->isXValue() && !Rules.pointer(Plain->getType()))
      continue;
    const Expr *From = forwarded(Plain, Rules);
    auto Old = From ? Paths.path(From) : std::nullopt;
    const VarDecl *V = Old ? Known.localRoot(*Old) : nullptr;
    if (!V || !Old->steps().empty() || !Unit.startedIn(V->getType(), 2))
      continue;
    auto New = Method->Arrow ? Paths.pointee(Method->Object)
                             : Paths.path(Method->Object);
    if (New && Method->Name != "operator=")
      New = New->with(PathStep::Element);
    auto To = New ? Known.convert(*New) : std::nullopt;
    auto Was = Known.convert(*Old);
    if (!To || !Was)
      continue;
    for (SummarySpawn &S : Out.Spawns)
      if (S.Handle.Root == Was->Root && S.Handle.Name == Was->Name) {
        // What it was in the variable, it is in the new place.
        SummaryPath Moved = *To;
        llvm::append_range(Moved.Steps, S.Handle.Steps);
        S.Handle = std::move(Moved);
      }
  }
}

/// A start in a loop happens many times, unless each turn waits for its own.
void FunctionReader::multiply() {
  const SourceManager &SM = Names.sources();
  for (size_t I = 0; I < Out.Spawns.size(); ++I) {
    SummarySpawn &S = Out.Spawns[I];
    if (SpawnAt[I].Loops.empty() || S.Multiple)
      continue;
    const Stmt *Loop = SpawnAt[I].Loops.back();
    bool Joined = false;
    for (size_t J = 0; J < Out.Joins.size(); ++J)
      Joined |= llvm::is_contained(JoinAt[J].Loops, Loop) &&
                (JoinAt[J].All ||
                 (S.Handle.known() && Out.Joins[J].Handle == S.Handle));
    // A handle of one turn that waits where the turn ends.
    if (!Joined && SpawnAt[I].JoinsOnDestruction &&
        S.Handle.Root == SummaryRoot::Local)
      for (const auto &[Name, V] : HandleVariables)
        Joined |= Name == S.Handle.Name &&
                  SM.isPointWithin(V->getLocation(), Loop->getBeginLoc(),
                                   Loop->getEndLoc());
    S.Multiple = !Joined;
  }
}
