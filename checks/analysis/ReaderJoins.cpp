//===- ReaderJoins.cpp - what a function waits for ------------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/analysis/FunctionReader.h"

#include "checks/analysis/FunctionScan.h"

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

/// 'f.wait_for(t) == ready': waits only where the comparison says so.
void FunctionReader::tries(const Expr *E, const HandleRule &Rule,
                           SummaryPath Handle) {
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
  join(E, std::move(Handle), false);
  JoinPlace &Place = JoinAt.back();
  Place.Node = nullptr;
  Place.If = nullptr;
  Place.Test = Test;
  Place.Result = Result;
}

/// 't = std::jthread();': what 't' stood for is waited for. What is moved into
/// it instead goes by its name too, so that this would wait for that as well.
void FunctionReader::overwrites(const Expr *E, const MethodCall &Method) {
  if (Method.Name != "operator=" || Method.Arguments.size() != 1)
    return;
  const Expr *Value = forwarded(Method.Arguments[0], Rules);
  const auto *New = dyn_cast_or_null<CXXConstructExpr>(Value);
  if (!New || New->getNumArgs() > 0)
    return;
  auto Handle = handlePath(Method.Object, Method.Arrow);
  bool Waits = false;
  for (size_t I = 0; Handle && I < Out.Spawns.size(); ++I)
    if (Out.Spawns[I].Handle == *Handle) {
      if (!SpawnAt[I].JoinsOnDestruction)
        return;
      Waits = true;
    }
  if (Waits)
    join(E, std::move(*Handle), false);
}

/// Whether \p Body waits for something.
static bool waits(const FunctionDecl &Body, RuleIndex &Rules) {
  bool Found = false;
  forEachEvaluated(Body, [&](const Stmt *S) {
    const auto *Call = dyn_cast<CallExpr>(S);
    if (!Call || Found)
      return;
    if (auto Method = methodCall(*Call)) {
      const HandleRule *Rule = Rules.handle(Method->ObjectType);
      Found = Rule && llvm::is_contained(Rule->Join, Method->Name);
    } else if (const FunctionDecl *F = Call->getDirectCallee()) {
      auto Known = Rules.handleFunction(*F);
      Found = Known && Known->Joins;
    }
  });
  return Found;
}

/// A local that was made of handles, and whose destructor waits: a guard that
/// joins.
void FunctionReader::guards(const VarDecl *V) {
  const CXXRecordDecl *Class = V->getType()->getAsCXXRecordDecl();
  if (!V->getInit() || !Class || !Class->hasDefinition() ||
      Names.isSystem(Class))
    return;
  const CXXDestructorDecl *D = Class->getDestructor();
  const FunctionDecl *Body = D ? LockEffects::bodyOf(*D) : nullptr;
  if (!Body || !waits(*Body, Rules))
    return;
  auto WaitsFor = [&](std::optional<SummaryPath> Handle) {
    if (llvm::none_of(Out.Spawns, [&](const SummarySpawn &S) {
          return Handle && S.Handle == *Handle;
        }))
      return;
    join(V->getInit(), std::move(*Handle), false);
    JoinAt.back().Node = nullptr;
    JoinAt.back().If = nullptr;
    JoinAt.back().Ends = V;
  };
  // 'Joining t(std::thread(f));'
  WaitsFor(Known.convert(AccessPath(RootKind::Local, Paths.entity(V))));
  // 'Joiner j{t};'
  for (const Stmt *Given : V->getInit()->IgnoreImplicit()->children())
    if (const auto *E = dyn_cast_or_null<Expr>(Given))
      if (const Expr *From = forwarded(E, Rules))
        WaitsFor(handlePath(From, false));
}

ArrayRef<SummaryPath> SummaryUnit::joinedParameters(const FunctionDecl &F) {
  const FunctionDecl *Body = LockEffects::bodyOf(F);
  if (!Body || llvm::none_of(Body->parameters(), [&](const ParmVarDecl *P) {
        return startedIn(P->getType(), 2) != nullptr;
      }))
    return {};
  auto [It, New] = JoinedParameters.try_emplace(Body);
  if (!New)
    return It->second;
  // It is read for its own sake another time.
  llvm::DenseMap<Symbol, int> Others = std::move(Taken);
  FunctionReader Reader(*Body, *this);
  auto Summary = Reader.read();
  Taken = std::move(Others);
  std::vector<SummaryPath> Found;
  if (Summary)
    for (const SummaryJoin &J : Summary->Joins)
      if (J.Always && J.Handle.Root == SummaryRoot::Parameter)
        Found.push_back(J.Handle);
  return JoinedParameters[Body] = std::move(Found);
}

/// 'joinAll(threads)': it waits for what it is given.
void FunctionReader::joinsByCallee(const CallExpr *Call,
                                   const FunctionDecl *F) {
  ArrayRef<const Expr *> Args(Call->getArgs(), Call->getNumArgs());
  if (auto Method = methodCall(*Call))
    Args = Method->Arguments;
  for (const SummaryPath &Joined : Unit.joinedParameters(*F)) {
    if (Joined.Index >= Args.size())
      continue;
    const Expr *Arg = forwarded(Args[Joined.Index], Rules);
    auto Handle = Arg ? handlePath(Arg, false) : std::nullopt;
    if (!Handle)
      continue;
    ArrayRef<SummaryStep> Steps = Joined.Steps;
    // A reference is the location that it is given.
    if (F->getParamDecl(Joined.Index)->getType()->isReferenceType() &&
        !Steps.empty() && Steps.front().K == SummaryStep::Deref)
      Steps = Steps.drop_front();
    llvm::append_range(Handle->Steps, Steps);
    join(Call, std::move(*Handle), false);
  }
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
      bool Tries = llvm::is_contained(Rule->TryJoin, Method->Name);
      auto Handle = Joins || Detaches || Tries
                        ? handlePath(Method->Object, Method->Arrow)
                        : std::nullopt;
      if (Handle && Joins)
        join(E, std::move(*Handle), false);
      else if (Handle && Tries)
        tries(E, *Rule, std::move(*Handle));
      else if (Handle)
        Detached(*Handle);
      overwrites(E, *Method);
    }
    if (const OrderingRule *Rule = Rules.ordering(Method->ObjectType))
      if (llvm::is_contained(Rule->Wait, Method->Name))
        join(E, {}, true);
  }
  const FunctionDecl *F = Call->getDirectCallee();
  if (!F)
    return;
  if (!Names.isSystem(F))
    joinsByCallee(Call, F);
  if (isa<CXXMethodDecl>(F))
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

/// 'threads.push_back(std::move(t))', 't_ = std::move(t)', 'std::thread other =
/// std::move(t)': the handle goes by another name from here on.
void FunctionReader::moved(const Expr *E) {
  if (Out.Spawns.empty())
    return;
  auto Method = methodCall(*E);
  const auto *Made = dyn_cast<CXXConstructExpr>(E);
  if (Made && !Made->getConstructor()->isMoveConstructor())
    return;
  if (!Method && !Made)
    return;
  for (const Expr *A : Made ? ArrayRef(Made->getArgs(), Made->getNumArgs())
                            : Method->Arguments) {
    const Expr *Plain = A->IgnoreImplicit()->IgnoreParens();
    if (!Plain->isXValue() && !Rules.pointer(Plain->getType()))
      continue;
    const Expr *From = forwarded(Plain, Rules);
    auto Old = From ? Paths.path(From) : std::nullopt;
    const VarDecl *V = Old ? Known.localRoot(*Old) : nullptr;
    if (!V || !Old->steps().empty() || !Unit.startedIn(V->getType(), 2))
      continue;
    std::optional<SummaryPath> To;
    if (Made) {
      To = handleOf(E).Path;
    } else {
      auto New = Method->Arrow ? Paths.pointee(Method->Object)
                               : Paths.path(Method->Object);
      if (New && Method->Name != "operator=")
        New = New->with(PathStep::Element);
      To = New ? Known.convert(*New) : std::nullopt;
    }
    auto Was = Known.convert(*Old);
    if (!To || !To->known() || !Was)
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
