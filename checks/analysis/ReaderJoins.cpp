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
  const FunctionDecl *F = Call->getDirectCallee();
  if (F && !Names.isSystem(F))
    joinsByCallee(*Call, *F);
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
      if (llvm::is_contained(Rule->TryJoin, Method->Name))
        tries(E, *Rule, *Method);
      else if (Method->Name == "operator=")
        overwrites(E, *Method);
    }
    if (const OrderingRule *Rule = Rules.ordering(Method->ObjectType))
      if (llvm::is_contained(Rule->Wait, Method->Name))
        join(E, {}, true);
    return;
  }
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

/// 'f.wait_for(t) == ready': waits only where the comparison says so.
void FunctionReader::tries(const Expr *E, const HandleRule &Rule,
                           const MethodCall &Method) {
  auto Handle = handlePath(Method.Object, Method.Arrow);
  if (!Handle)
    return;
  const Expr *Test = E;
  bool Result = true;
  if (!Rule.Ready.empty()) {
    size_t I = Stack.size() - 1;
    while (I > 0 && isa<FullExpr, ImplicitCastExpr, ParenExpr>(Stack[I - 1]))
      --I;
    const auto *B = I > 0 ? dyn_cast<BinaryOperator>(Stack[I - 1]) : nullptr;
    if (!B || !B->isEqualityOp())
      return;
    const Expr *Other = B->getLHS() == Stack[I] ? B->getRHS() : B->getLHS();
    const auto *Ref = dyn_cast<DeclRefExpr>(Other->IgnoreParenImpCasts());
    if (!Ref || userName(*Ref->getDecl()) != Rule.Ready)
      return;
    Test = B;
    Result = B->getOpcode() == BO_EQ;
  }
  join(E, std::move(*Handle), false);
  JoinPlace &Place = JoinAt.back();
  Place.Node = nullptr;
  Place.If = nullptr;
  Place.Test = Test;
  Place.Result = Result;
}

/// 't = std::jthread()': what the handle stood for before ends first; what is
/// started in this very statement goes on.
void FunctionReader::overwrites(const Expr *E, const MethodCall &Method) {
  auto Handle = handlePath(Method.Object, Method.Arrow);
  bool Own = Handle && !SpawnAt.empty() &&
             Out.Spawns.back().Handle == *Handle &&
             Names.sources().isPointWithin(SpawnAt.back().Node->getBeginLoc(),
                                           E->getBeginLoc(), E->getEndLoc());
  if (Handle && !Own && joinsWhereItEnds(Method.ObjectType))
    join(E, std::move(*Handle), false);
}

/// 'joinAll(threads)': it waits for what it is given.
void FunctionReader::joinsByCallee(const CallExpr &Call,
                                   const FunctionDecl &F) {
  if (Out.Spawns.empty() || llvm::none_of(F.parameters(), [&](auto *P) {
        return Unit.startedIn(P->getType(), 2) != nullptr;
      }))
    return;
  ArrayRef<const Expr *> Args(Call.getArgs(), Call.getNumArgs());
  if (auto Method = methodCall(Call))
    Args = Method->Arguments;
  for (const SummaryJoin &Join : Unit.joinsOf(F)) {
    const SummaryPath &Waits = Join.Handle;
    if (!Join.Always || Waits.Root != SummaryRoot::Parameter ||
        Waits.Index >= std::min<size_t>(Args.size(), F.getNumParams()))
      continue;
    const Expr *Arg = forwarded(Args[Waits.Index], Rules);
    auto Handle = Arg ? handlePath(Arg, false) : std::nullopt;
    if (!Handle)
      continue;
    // A reference is the location that it is given.
    bool Reference = F.getParamDecl(Waits.Index)->getType()->isReferenceType();
    Handle->Steps.insert(Handle->Steps.end(), Waits.Steps.begin() + Reference,
                         Waits.Steps.end());
    join(&Call, std::move(*Handle), false);
  }
}

/// The object \p V waits in its destructor for a handle that it was given.
void FunctionReader::joinsWhereItEnds(const VarDecl *V,
                                      const CXXDestructorDecl &D) {
  const Expr *Init = V->getInit() ? V->getInit()->IgnoreImplicit() : nullptr;
  if (!Init || Out.Spawns.empty())
    return;
  for (const SummaryJoin &Join : Unit.joinsOf(D)) {
    const SummaryPath &Waits = Join.Handle;
    if (Waits.Root != SummaryRoot::This || Waits.Steps.empty())
      continue;
    auto AtEnd = [&](std::optional<SummaryPath> Handle, unsigned From) {
      if (!Handle)
        return;
      Handle->Steps.insert(Handle->Steps.end(), Waits.Steps.begin() + From,
                           Waits.Steps.end());
      join(Init, std::move(*Handle), false);
      JoinAt.back().Node = nullptr;
      JoinAt.back().Ends = V;
    };
    if (Waits.Steps.size() == 1 || Waits.Steps[1].K != SummaryStep::Deref) {
      // The handle itself goes in: 'Owner o(std::move(t))'. One that is made
      // there goes by the name of the whole.
      AtEnd(Known.convert(AccessPath(RootKind::Local, Paths.entity(V))), 1);
      for (const Stmt *Child : Init->children())
        if (const auto *E = dyn_cast_or_null<Expr>(Child))
          if (const Expr *From = forwarded(E, Rules))
            AtEnd(handlePath(From, false), 1);
      continue;
    }
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
    if (!Given)
      continue;
    const Expr *Plain = Given->IgnoreImplicit()->IgnoreParenCasts();
    AtEnd(handlePath(Plain, Plain->getType()->isAnyPointerType()), 2);
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

/// 'thread->handle = handle;': what a local handle of C stands for is known by
/// the copy from then on, unless this function waits for it itself.
void FunctionReader::copied(const BinaryOperator *Assignment) {
  const auto *Ref =
      dyn_cast<DeclRefExpr>(Assignment->getRHS()->IgnoreParenImpCasts());
  const auto *V = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  if (!V || !V->hasLocalStorage() || isa<ParmVarDecl>(V) ||
      !Rules.handle(V->getType()))
    return;
  auto Was = Known.convert(AccessPath(RootKind::Local, Paths.entity(V)));
  auto To = handlePath(Assignment->getLHS(), false);
  if (Was && To && To->known())
    Copied.push_back({std::move(*Was), std::move(*To)});
}

void FunctionReader::renameCopied() {
  for (const auto &[Was, To] : Copied)
    if (llvm::none_of(Out.Joins, [&](const SummaryJoin &J) {
          return J.Handle.Root == Was.Root && J.Handle.Name == Was.Name;
        }))
      renamed(Was, To);
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
