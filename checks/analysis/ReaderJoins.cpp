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
      if (!Joins && !Detaches)
        asked(E, *Method);
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

/// 'while (f.wait_for(…) != ready)', 't = std::jthread()': other ways to wait.
void FunctionReader::asked(const Expr *E, const MethodCall &Method) {
  auto Handle = handlePath(Method.Object, Method.Arrow);
  if (!Handle)
    return;
  if (Method.Name == "operator=") {
    // What the handle stood for before ends first; what is started in this very
    // statement goes on.
    bool Own = !SpawnAt.empty() && Out.Spawns.back().Handle == *Handle &&
               Names.sources().isPointWithin(SpawnAt.back().Node->getBeginLoc(),
                                             E->getBeginLoc(), E->getEndLoc());
    if (!Own && joinsWhereItEnds(Method.ObjectType))
      join(E, std::move(*Handle), false);
    return;
  }
  // An answer that is more than yes or no is compared with the one that says
  // that it has ended. Which way that is, nobody looks: both count.
  if (E->getType()->isBooleanType() || E->getType()->isVoidType())
    return;
  for (const Stmt *S : llvm::reverse(Stack))
    if (!isa<Expr>(S)) {
      if (isa<IfStmt, WhileStmt, DoStmt, ForStmt, SwitchStmt>(S))
        join(E, std::move(*Handle), false);
      return;
    }
}

/// The object \p V waits in its destructor for a handle that it was given.
void FunctionReader::joinsWhereItEnds(const VarDecl *V,
                                      const CXXDestructorDecl &D) {
  const Expr *Init = V->getInit() ? V->getInit()->IgnoreImplicit() : nullptr;
  if (!Init || Out.Spawns.empty())
    return;
  for (const SummaryPath &Waits : Unit.joinsOf(D)) {
    if (Waits.Root != SummaryRoot::This || Waits.Steps.empty())
      continue;
    const Expr *Given = nullptr;
    for (const FieldDecl *F : D.getParent()->fields()) {
      if (Names.entity(F) != Waits.Steps[0].Field_)
        continue;
      if (const auto *List = dyn_cast<InitListExpr>(Init)) {
        if (F->getFieldIndex() < List->getNumInits())
          Given = List->getInit(F->getFieldIndex());
      } else if (const auto *C = dyn_cast<CXXConstructExpr>(Init)) {
        const auto *Body = dyn_cast_or_null<CXXConstructorDecl>(
            LockEffects::bodyOf(*C->getConstructor()));
        const ParmVarDecl *P = Body ? keptIn(*Body, F) : nullptr;
        if (P && P->getFunctionScopeIndex() < C->getNumArgs())
          Given = C->getArg(P->getFunctionScopeIndex());
      }
    }
    bool Follows =
        Waits.Steps.size() > 1 && Waits.Steps[1].K == SummaryStep::Deref;
    if (!Given || !Follows)
      continue;
    const Expr *Plain = Given->IgnoreImplicit()->IgnoreParenCasts();
    auto Handle = handlePath(Plain, Plain->getType()->isAnyPointerType());
    if (!Handle)
      continue;
    Handle->Steps.insert(Handle->Steps.end(), Waits.Steps.begin() + 2,
                         Waits.Steps.end());
    join(Init, std::move(*Handle), false);
    JoinAt.back().Node = nullptr;
    JoinAt.back().Ends = V;
  }
}

/// 'threads.push_back(std::move(t))', 't_ = std::move(t)': the handle goes by
/// another name from here on.
void FunctionReader::moved(const Expr *E) {
  if (Out.Spawns.empty())
    return;
  // 'std::thread other = std::move(t)'
  if (const auto *C = dyn_cast<CXXConstructExpr>(E)) {
    const Expr *From = C->getNumArgs() == 1 &&
                               C->getConstructor()->isMoveConstructor() &&
                               Unit.startedIn(C->getType(), 2)
                           ? forwarded(C->getArg(0), Rules)
                           : nullptr;
    auto Was = From ? handlePath(From, false) : std::nullopt;
    SummaryPath To = Was ? handleOf(E).Path : SummaryPath();
    if (To.known())
      renamed(*Was, To);
    return;
  }
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
    renamed(*Was, *To);
  }
}

/// What stood in the variable \p Was stands in \p To.
void FunctionReader::renamed(const SummaryPath &Was, const SummaryPath &To) {
  auto Rename = [&](SummaryPath &Handle) {
    if (!Handle.known() || Handle.Root != Was.Root || Handle.Name != Was.Name)
      return;
    SummaryPath Moved = To;
    llvm::append_range(Moved.Steps, Handle.Steps);
    Handle = std::move(Moved);
  };
  for (SummarySpawn &S : Out.Spawns)
    Rename(S.Handle);
  for (CallPlace &C : CallAt)
    Rename(C.Handle);
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
