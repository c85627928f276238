//===- ReaderOrigins.cpp - what a function starts, and waits for ----------===//
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
#include "llvm/ADT/StringExtras.h"

using namespace clang;
using namespace racetidy;

static SpawnKind kindOf(OriginKind K) {
  switch (K) {
  case OriginKind::Thread:
    return SpawnKind::Thread;
  case OriginKind::Task:
    return SpawnKind::Task;
  case OriginKind::Future:
    return SpawnKind::Future;
  case OriginKind::Signal:
    return SpawnKind::Signal;
  case OriginKind::Region:
    return SpawnKind::Region;
  case OriginKind::Callback:
  case OriginKind::Now:
  case OriginKind::Loop:
    break;
  }
  return SpawnKind::Callback;
}

const OriginRule *SummaryUnit::startedIn(QualType T, unsigned Depth) {
  if (T.isNull())
    return nullptr;
  T = T.getNonReferenceType();
  if (!T->isRecordType())
    return nullptr;
  if (const OriginRule *Rule = Rules.originType(T))
    return Rule;
  const auto *S = dyn_cast_or_null<ClassTemplateSpecializationDecl>(
      T->getAsCXXRecordDecl());
  if (!S || Depth == 0)
    return nullptr;
  for (const TemplateArgument &A : S->getTemplateArgs().asArray())
    if (A.getKind() == TemplateArgument::Type)
      if (const OriginRule *Rule = startedIn(A.getAsType(), Depth - 1))
        return Rule;
  return nullptr;
}

/// The parameter of this function that \p E hands on, or null.
static const ParmVarDecl *handedOn(const Expr *E, const FunctionDecl &Function,
                                   RuleIndex &Rules) {
  const auto *Ref = dyn_cast_or_null<DeclRefExpr>(forwarded(E, Rules));
  const auto *V = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  if (V && V->isInitCapture() && V->getInit())
    return handedOn(V->getInit(), Function, Rules);
  const auto *P = dyn_cast_or_null<ParmVarDecl>(V);
  return P && functionAround(P) == &Function ? P : nullptr;
}

/// Notes that what is given for \p P runs as \p Spawn says, and in \p Spawn's
/// place wherever the function is called.
void FunctionReader::forward(const ParmVarDecl *P, SummarySpawn Spawn,
                             bool JoinsOnDestruction) {
  Spawn.Multiple |= !Loops.empty();
  Forwards.push_back(
      {P->getFunctionScopeIndex(), std::move(Spawn), JoinsOnDestruction});
}

/// A lambda that is started and calls what this function was given.
void FunctionReader::forwardedBy(const FunctionDecl &Lambda,
                                 const SummarySpawn &Spawn,
                                 bool JoinsOnDestruction) {
  if (!lambdaOf(&Lambda) || !Lambda.getBody() || Function.param_empty())
    return;
  forEachEvaluated(Lambda, [&](const Stmt *S) {
    const auto *Call = dyn_cast<CallExpr>(S);
    if (!Call)
      return;
    const Expr *Called =
        isa<CXXOperatorCallExpr>(Call) && Call->getNumArgs() > 0
            ? Call->getArg(0)
            : Call->getCallee();
    if (const ParmVarDecl *P = handedOn(Called, Function, Rules))
      forward(P, Spawn, JoinsOnDestruction);
  });
}

/// The local that the call at the end of the stack is assigned to, or null.
const VarDecl *FunctionReader::keptResult() {
  size_t I = Stack.size() - 1;
  while (I > 0 && isa<FullExpr, CastExpr, ParenExpr>(Stack[I - 1]))
    --I;
  const Stmt *Around = I > 0 ? Stack[I - 1] : nullptr;
  if (const auto *B = dyn_cast_or_null<BinaryOperator>(Around);
      B && B->getOpcode() == BO_Assign && B->getRHS() == Stack[I])
    return variableOf(B->getLHS());
  if (const auto *D = dyn_cast_or_null<DeclStmt>(Around))
    for (const Decl *Each : D->decls())
      if (const auto *V = dyn_cast<VarDecl>(Each);
          V && V->getInit() == Stack[I])
        return V;
  return nullptr;
}

/// \p Entry runs at the same time as what follows, with \p Given.
void FunctionReader::spawn(const Expr *E, SummarySpawn Spawn,
                           const CallableEntry &Entry,
                           ArrayRef<const Expr *> Given,
                           bool JoinsOnDestruction) {
  if (Entry.Function) {
    Unit.taken(Entry.Function, -1);
    Spawn.Entry = Names.function(Entry.Function);
  }
  Spawn.Virtual = Entry.Virtual;
  llvm::SmallVector<const Expr *, 2> All = Entry.Bound;
  llvm::append_range(All, Given);
  const Expr *Object = Entry.Object;
  if (Entry.ObjectIsArgument && !All.empty()) {
    Object = All.front();
    All.erase(All.begin());
  }
  if (Object) {
    const Expr *Plain = forwarded(Object, Rules);
    Spawn.Object = Known.argument(Object, QualType());
    // A smart pointer to the object.
    if (Rules.pointer(Plain->getType()) && Spawn.Object->Path.known()) {
      Spawn.Object->Path.Steps.push_back({SummaryStep::Deref, 0});
      Spawn.Object->Pointee = true;
    }
  }
  for (unsigned I = 0; I < All.size(); ++I)
    Spawn.Arguments.push_back(argument(All[I], QualType()));
  SpawnPlace Place;
  Place.Node = E;
  Place.JoinsOnDestruction = Spawn.JoinsOnDestruction = JoinsOnDestruction;
  Place.Loops = Loops;
  Place.GivesZero =
      Spawn.Handle.known() && isa<CallExpr>(E) && E->getType()->isIntegerType();
  if (Place.GivesZero)
    Place.Result = keptResult();
  Out.Spawns.push_back(std::move(Spawn));
  SpawnAt.push_back(std::move(Place));
}

/// Whether \p E names a local that is a copy of what somebody else names too,
/// or a pointer to it.
static bool isCopy(const Expr *E) {
  const VarDecl *V = variableOf(E);
  if (!V || !V->hasLocalStorage() || isa<ParmVarDecl>(V))
    return false;
  const auto *Made =
      V->getInit() ? dyn_cast<CXXConstructExpr>(V->getInit()->IgnoreImplicit())
                   : nullptr;
  return V->getType()->isPointerType() || V->getType()->isReferenceType() ||
         (Made && Made->getConstructor()->isCopyOrMoveConstructor());
}

/// Which executor runs what the call of \p F starts, one task after the other.
void FunctionReader::runsOn(const FunctionDecl *F, ArrayRef<const Expr *> Args,
                            const Expr *Object, SummarySpawn &Spawn) {
  if (Rules.rules().Executors.empty())
    return;
  auto On = [&](const Expr *E) {
    const Expr *Plain = E ? forwarded(E, Rules) : nullptr;
    if (!Plain || !Rules.isExecutor(Plain->getType()))
      return false;
    Spawn.InTurn = true;
    if (!isCopy(Plain))
      Spawn.Executor = Known.object(Plain).Path;
    if (Spawn.Executor.known() && Rules.pointer(Plain->getType()))
      Spawn.Executor.Steps.push_back({SummaryStep::Deref, 0});
    return true;
  };
  if (On(Object) || llvm::any_of(Args, On))
    return;
  if (const ExecutorRule *Rule = F ? Rules.executor(*F) : nullptr) {
    Spawn.InTurn = true;
    Spawn.Executor.Root = SummaryRoot::Global;
    Spawn.Executor.Name = Names.executor(*Rule);
  }
}

bool FunctionReader::start(const Expr *E, const OriginRule &Rule,
                           ArrayRef<const Expr *> Args, const Expr *Object,
                           MadeHandle Handle) {
  SummarySpawn Spawn;
  Spawn.Kind = kindOf(Rule.Kind);
  Spawn.At = Names.site(E->getExprLoc());
  Spawn.Multiple = Rule.Multiple;
  Spawn.Handle = Handle.Path;
  Spawn.Detached = Handle.Detached;
  if (Member)
    Spawn.InitialisedField = Names.entity(Member);
  bool Joins = Rule.JoinsOnDestruction || joinsWhereItEnds(Handle.Type);
  const auto *Call = dyn_cast<CallExpr>(E);
  const FunctionDecl *F = Call ? Call->getDirectCallee() : nullptr;
  runsOn(F, Args, Object, Spawn);
  if (F)
    Spawn.Text = Names.intern(userName(*F));
  else if (const CXXRecordDecl *R = Handle.Type->getAsCXXRecordDecl())
    Spawn.Text = Names.intern(userName(*R));

  bool Started = false;
  auto Begin = [&](const Expr *Callable, std::optional<CallableEntry> Entry,
                   ArrayRef<const Expr *> Given) {
    if (const ParmVarDecl *P =
            Callable ? handedOn(Callable, Function, Rules) : nullptr) {
      forward(P, Spawn, Joins);
      return Started = true;
    }
    if (!Entry) {
      Spawn.Entry = Unit.slotOf(Callable);
      if (!Spawn.Entry)
        return false;
      spawn(E, Spawn, CallableEntry(), Given, Joins);
      return Started = true;
    }
    Started = true;
    // Who drops a handle that waits where it ends has waited.
    if (Handle.Dropped && (Joins || Handle.Joined)) {
      call(E, Entry->Function, Entry->Object, Given, true);
      Unit.taken(Entry->Function, -1);
      return true;
    }
    forwardedBy(*Entry->Function, Spawn, Joins);
    spawn(E, Spawn, *Entry, Given, Joins);
    return true;
  };
  auto Resolve = [&](const Expr *Callable) {
    auto Entry = resolveEntry(Callable, Rules);
    if (const CXXMethodDecl *M = Rule.Method.empty()
                                     ? nullptr
                                     : methodNamed(Callable, Rule.Method)) {
      Entry.emplace();
      Entry->Function = M;
      Entry->Virtual = M->isVirtual();
      Entry->Object = Callable;
    }
    return Entry;
  };
  auto GivenAfter = [&](unsigned I) {
    if (Rule.Argument == OriginRule::Rest)
      return Args.drop_front(I + 1);
    if (Rule.Argument >= 0 &&
        static_cast<unsigned>(Rule.Argument) < Args.size())
      return Args.slice(Rule.Argument, 1);
    return ArrayRef<const Expr *>();
  };
  if (Rule.Entry == OriginRule::Object) {
    if (Object)
      Begin(Object, Resolve(Object), {});
    return Started;
  }
  for (unsigned I = 0; I < Args.size(); ++I) {
    if (Rule.Entry >= 0 && static_cast<unsigned>(Rule.Entry) != I)
      continue;
    if (!Rule.Fields.empty()) {
      auto Entry = putInto(Args[I], Rule.Fields);
      Started = Entry && Begin(nullptr, std::move(Entry), {});
      break;
    }
    // What starts something itself is no callable.
    if (Unit.startedIn(Args[I]->getType(), 0))
      continue;
    if (Begin(Args[I], Resolve(Args[I]), GivenAfter(I)) &&
        Rule.Entry != OriginRule::EveryCallable)
      break;
    Dependent |= Args[I]->isTypeDependent();
  }
  return Started;
}

/// The spawns of a function of the project that starts what it is given.
void FunctionReader::startsThrough(const CallExpr *Call,
                                   const FunctionDecl *F) {
  ArrayRef<const Expr *> Args(Call->getArgs(), Call->getNumArgs());
  bool MayCall = llvm::any_of(Args, [&](const Expr *A) {
    return handedOn(A, Function, Rules) || resolveEntry(A, Rules).has_value();
  });
  if (!MayCall)
    return;
  const Expr *Object = nullptr;
  if (auto Method = methodCall(*Call)) {
    Object = Method->Object;
    Args = Method->Arguments;
  }
  for (const ForwardedStart &Start : Unit.forwards(*F)) {
    if (Start.Parameter >= Args.size())
      continue;
    SummarySpawn Spawn = Start.Spawn;
    Spawn.At = Names.site(Call->getExprLoc());
    Spawn.Text = Names.intern(userName(*F));
    Spawn.Entry = Spawn.InitialisedField = 0;
    Spawn.Arguments.clear();
    SummaryPath Handle = std::exchange(Spawn.Handle, SummaryPath());
    if (Handle.Root == SummaryRoot::Global)
      Spawn.Handle = Handle;
    SummaryArgument On;
    llvm::ArrayRef<SummaryStep> Inside = Handle.Steps;
    if (Handle.Root == SummaryRoot::This && Object)
      On = Known.object(Object);
    // 'start(&thread, work)', where the handle is what the parameter points to.
    if (Handle.Root == SummaryRoot::Parameter && Handle.Index < Args.size() &&
        !Inside.empty() && Inside.front().K == SummaryStep::Deref) {
      On = Known.argument(Args[Handle.Index],
                          F->getParamDecl(Handle.Index)->getType());
      Inside = On.Pointee ? Inside.drop_front() : Inside;
    }
    if (On.Path.known()) {
      Spawn.Handle = On.Path;
      llvm::append_range(Spawn.Handle.Steps, Inside);
      if (Spawn.Handle.Steps.size() > SummaryPath::MaxSteps)
        Spawn.Handle = SummaryPath();
    }
    const Expr *Callable = Args[Start.Parameter];
    if (const ParmVarDecl *P = handedOn(Callable, Function, Rules))
      forward(P, Spawn, Start.JoinsOnDestruction);
    else if (auto Entry = resolveEntry(Callable, Rules))
      spawn(Call, Spawn, *Entry, {}, Start.JoinsOnDestruction);
  }
}

/// In a template: 'std::thread t(f)' where f is not known yet is only a list.
void FunctionReader::listStarts(const Expr *E) {
  ArrayRef<const Expr *> Args;
  if (const auto *List = dyn_cast<ParenListExpr>(E))
    Args = ArrayRef<const Expr *>(const_cast<ParenListExpr *>(List)->getExprs(),
                                  List->getNumExprs());
  else if (const auto *List = dyn_cast<InitListExpr>(E))
    Args = ArrayRef<const Expr *>(const_cast<InitListExpr *>(List)->getInits(),
                                  List->getNumInits());
  const ValueDecl *Made = Member;
  const auto *D = dyn_cast_or_null<DeclStmt>(parent(E));
  if (D)
    for (const Decl *Each : D->decls())
      if (const auto *V = dyn_cast<VarDecl>(Each); V && V->getInit() == E)
        Made = V;
  const OriginRule *Rule = Made && !Args.empty() && (D || !parent(E))
                               ? Rules.originType(Made->getType())
                               : nullptr;
  if (!Rule)
    return;
  MadeHandle Handle = handleOf(E);
  Handle.Type = Made->getType();
  start(E, *Rule, Args, nullptr, Handle);
}

/// What stands for the handler of the signal \p Number, whoever installs it.
SummaryPath FunctionReader::handlerOf(const Expr *Number) {
  Expr::EvalResult Value;
  SummaryPath Path;
  if (Number->isValueDependent() ||
      !Number->EvaluateAsInt(Value, Function.getASTContext()))
    return Path;
  Path.Root = SummaryRoot::Global;
  Path.Name = Names.intern(
      ("signal " + llvm::Twine(Value.Val.getInt().getExtValue())).str());
  return Path;
}

bool FunctionReader::starts(const Expr *E) {
  if (const auto *C = dyn_cast<CXXConstructExpr>(E)) {
    const OriginRule *Rule =
        C->getNumArgs() > 0 && !C->getConstructor()->isCopyOrMoveConstructor()
            ? Rules.originType(C->getType())
            : nullptr;
    if (!Rule)
      return false;
    start(E, *Rule, llvm::ArrayRef(C->getArgs(), C->getNumArgs()), nullptr,
          handleOf(E));
    return true;
  }
  const auto *Call = dyn_cast<CallExpr>(E);
  const FunctionDecl *F = Call ? Call->getDirectCallee() : nullptr;
  if (!F)
    return false;
  auto Method = methodCall(*E);
  ArrayRef<const Expr *> Args(Call->getArgs(), Call->getNumArgs());
  const OriginRule *Rule = Rules.origin(*F, Args);
  if (Method && isa<CXXMemberCallExpr>(E))
    Args = Method->Arguments;
  const Expr *Object = Method ? Method->Object : nullptr;
  if (Rule) {
    if (Rule->Kind == OriginKind::Now || Rule->Kind == OriginKind::Loop)
      return false;
    // A handler of crashes runs when all is lost anyway.
    Expr::EvalResult First;
    if (!Rule->Unless.empty() && !Args.empty() &&
        !Args[0]->isValueDependent() &&
        Args[0]->EvaluateAsInt(First, Function.getASTContext()) &&
        llvm::is_contained(Rule->Unless,
                           llvm::toString(First.Val.getInt(), 10)))
      return false;
    MadeHandle Handle;
    Handle.Type = E->getType();
    if (Rule->Handle == OriginRule::Result)
      Handle = handleOf(E);
    else if (Rule->Handle == OriginRule::Object && Object)
      Handle.Path = handlePath(Object, Method->Arrow).value_or(SummaryPath());
    else if (Rule->Handle >= 0 &&
             static_cast<unsigned>(Rule->Handle) < Args.size())
      Handle.Path =
          handlePath(Args[Rule->Handle],
                     Args[Rule->Handle]->getType()->isAnyPointerType())
              .value_or(SummaryPath());
    else if (Rule->Kind == OriginKind::Signal && !Args.empty())
      Handle.Path = handlerOf(Args[0]);
    if (Rule->Handle == OriginRule::None)
      Handle.Detached = !Handle.Path.known();
    bool Started = start(E, *Rule, Args, Object, Handle);
    // 'signal(SIGINT, SIG_DFL)': the handler that was there is none any more.
    if (!Started && Rule->Kind == OriginKind::Signal && Handle.Path.known())
      join(E, Handle.Path, false);
    return Started;
  }
  if (!Names.isSystem(F)) {
    startsThrough(Call, F);
    return false;
  }
  // 'threads.emplace_back(f)', 'std::make_unique<std::thread>(f)'
  if (const OriginRule *Made = Unit.startedIn(Call->getType(), 2);
      Made && Rules.pointer(Call->getType()) && !Method)
    return start(E, *Made, Args, nullptr, handleOf(E));
  if (!Method || !isa<CXXMemberCallExpr>(E) || Rules.handle(Method->ObjectType))
    return false;
  const OriginRule *Held = Unit.startedIn(Method->ObjectType, 2);
  if (!Held)
    return false;
  MadeHandle Handle;
  Handle.Type = Method->ObjectType;
  auto Path = Method->Arrow ? Paths.pointee(Object) : Paths.path(Object);
  if (Path && !Rules.pointer(Method->ObjectType))
    Path = Path->with(PathStep::Element);
  if (auto At = Path ? Known.convert(*Path) : std::nullopt)
    Handle.Path = std::move(*At);
  return start(E, *Held, Args, nullptr, Handle);
}
