//===- DetachedCaptureCheck.cpp -------------------------------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/async/DetachedCaptureCheck.h"

#include "checks/analysis/AtomicOperations.h"
#include "checks/analysis/FunctionCollector.h"
#include "checks/analysis/FunctionScan.h"

#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace racetidy;

const CheckInfo DetachedCaptureCheck::Info{
    "race-detached-capture",
    "work that nobody waits for refers to what is gone when its starter "
    "returns",
    "async",
    "unreleased",
    "local",
    /*Default=*/true,
    "362, 416, 562",
    "none",
    /*Options=*/{},
};

bool DetachedCaptureCheck::isFrames(const VarDecl *V, const FunctionDecl &F) {
  return V && V->hasLocalStorage() && !V->getType()->isReferenceType() &&
         V->getDeclContext() == &F && V->getLocation().isValid();
}

/// What \p Arg, handed to something started, refers to: '[&x]', '&x',
/// 'std::ref(x)', in a lambda, a call that binds it, or a closure kept before.
void DetachedCaptureCheck::referred(const Stmt *Arg, const FunctionDecl &F,
                                    Start &S) {
  if (!Arg)
    return;
  auto Add = [&](const VarDecl *V, SourceLocation Loc) {
    if (!isFrames(V, F) || llvm::is_contained(S.Locals, V))
      return;
    if (S.Locals.empty())
      S.Named = Loc;
    S.Locals.push_back(V);
  };
  if (const auto *Lambda = dyn_cast<LambdaExpr>(Arg)) {
    for (const LambdaCapture &C : Lambda->captures()) {
      if (!C.capturesVariable())
        continue;
      const auto *V = dyn_cast<VarDecl>(C.getCapturedVar());
      if (V && V->isInitCapture())
        referred(V->getInit(), F, S);
      else if (C.getCaptureKind() == LCK_ByRef)
        Add(V, C.getLocation());
    }
    return;
  }
  if (const auto *U = dyn_cast<UnaryOperator>(Arg);
      U && U->getOpcode() == UO_AddrOf)
    return Add(variableOf(U->getSubExpr()), U->getBeginLoc());
  if (const auto *Call = dyn_cast<CallExpr>(Arg)) {
    const FunctionDecl *Callee = Call->getDirectCallee();
    if (!Callee || !rules().isForwarder(*Callee))
      return;
    // What is moved is no reference; 'std::ref' wraps one.
    if (Call->getNumArgs() == 1 && Call->getType()->isRecordType() &&
        !context().hasSameUnqualifiedType(Call->getType(),
                                          Call->getArg(0)->getType()))
      return Add(variableOf(Call->getArg(0)), Call->getBeginLoc());
  }
  if (const auto *Ref = dyn_cast<DeclRefExpr>(Arg)) {
    const auto *V = dyn_cast<VarDecl>(Ref->getDecl());
    const CXXRecordDecl *Class =
        V && V->hasInit() ? V->getType()->getAsCXXRecordDecl() : nullptr;
    if (Class && Class->isLambda() && V->getDeclContext() == &F)
      referred(V->getInit(), F, S);
    return;
  }
  if (!isa<Expr>(Arg) || isa<MemberExpr>(Arg))
    return;
  for (const Stmt *Child : Arg->children())
    referred(Child, F, S);
}

/// Whether what is waited for is the frame's own: a pool, group or loop that
/// ends with it.
bool DetachedCaptureCheck::isOwnExecutor(const Start &S) {
  auto IsOwn = [](const Expr *E) {
    while (E) {
      E = E->IgnoreParenImpCasts();
      if (const auto *Member = dyn_cast<MemberExpr>(E))
        E = Member->getBase();
      else if (const auto *Call = dyn_cast<CXXMemberCallExpr>(E))
        E = Call->getImplicitObjectArgument();
      else
        break;
    }
    const VarDecl *V = E ? variableOf(E) : nullptr;
    return V && V->hasLocalStorage() && !V->getType()->isReferenceType() &&
           !V->getType()->isPointerType();
  };
  if (S.Object)
    return IsOwn(S.Object);
  return llvm::any_of(S.Args, [&](const Expr *Arg) {
    const CXXRecordDecl *Class =
        Arg->getType().getNonReferenceType()->getAsCXXRecordDecl();
    return Class && !Class->isLambda() && IsOwn(Arg);
  });
}

/// Whether nobody keeps what \p S started, to wait for it.
bool DetachedCaptureCheck::isLeft(const Start &S, const FunctionDecl &F,
                                  const ParentMap &Parents) {
  if (S.Rule->Kind != OriginKind::Thread) {
    if (S.Rule->Handle == OriginRule::Object || isOwnExecutor(S))
      return false;
    QualType T = S.At->getType();
    if (!T->isVoidType() && S.Rule->Handle != OriginRule::None)
      return false;
    // A result that somebody keeps may be what is waited for.
    const Stmt *Up = Parents.getParentIgnoreParenCasts(S.At);
    while (Up && isa<FullExpr, CXXBindTemporaryExpr>(Up))
      Up = Parents.getParentIgnoreParenCasts(Up);
    return T->isVoidType() || !Up || !isa<Expr, DeclStmt, ReturnStmt>(Up);
  }
  // 'pthread_create(&t, …)'
  const VarDecl *Handle = nullptr;
  if (S.Rule->Handle >= 0 &&
      static_cast<size_t>(S.Rule->Handle) < S.Args.size()) {
    const auto *U =
        dyn_cast<UnaryOperator>(S.Args[S.Rule->Handle]->IgnoreParenImpCasts());
    Handle = U && U->getOpcode() == UO_AddrOf ? variableOf(U->getSubExpr())
                                              : nullptr;
    if (!isFrames(Handle, F))
      return false;
  } else {
    // 'std::thread(…).detach()', 'std::thread t(…); t.detach();'
    for (const Stmt *Up = Parents.getParent(S.At); Up && !Handle;
         Up = Parents.getParent(Up)) {
      if (const auto *Member = dyn_cast<MemberExpr>(Up)) {
        const HandleRule *Rule = rules().handle(S.At->getType());
        return Rule &&
               llvm::is_contained(Rule->Detach,
                                  Member->getMemberDecl()->getNameAsString());
      }
      if (const auto *D = dyn_cast<DeclStmt>(Up)) {
        Handle =
            D->isSingleDecl() ? dyn_cast<VarDecl>(D->getSingleDecl()) : nullptr;
        break;
      }
      if (!isa<FullExpr, MaterializeTemporaryExpr, CXXBindTemporaryExpr,
               CastExpr, ParenExpr>(Up))
        return false;
    }
    if (!Handle || !isFrames(Handle, F))
      return false;
  }
  // Every mention of it lets go of it; of a pthread_t that nobody mentions,
  // nobody can wait.
  unsigned Mentions = 0, LetsGo = 0;
  forEachEvaluated(F, [&](const Stmt *E) {
    if (const auto *Ref = dyn_cast<DeclRefExpr>(E))
      Mentions += Ref->getDecl() == Handle;
    if (const auto *Lambda = dyn_cast<LambdaExpr>(E))
      for (const LambdaCapture &C : Lambda->captures())
        Mentions += C.capturesVariable() && C.getCapturedVar() == Handle;
    const auto *Call = dyn_cast<CallExpr>(E);
    if (!Call)
      return;
    if (auto Method = methodCall(*Call)) {
      const HandleRule *Rule = rules().handle(Method->ObjectType);
      LetsGo += Rule && variableOf(Method->Object) == Handle &&
                llvm::is_contained(Rule->Detach, Method->Name);
    } else if (const FunctionDecl *Callee = Call->getDirectCallee()) {
      auto Known = rules().handleFunction(*Callee);
      LetsGo += Known && !Known->Joins &&
                Known->Argument < Call->getNumArgs() &&
                variableOf(Call->getArg(Known->Argument)) == Handle;
    }
  });
  bool ByArgument = S.Rule->Handle >= 0;
  return Mentions == LetsGo + ByArgument && (ByArgument || LetsGo > 0);
}

namespace {

/// What is done after a start and before the scope of a local ends.
struct Rest {
  bool Waits = false, Calls = false, Endless = false;
};

} // namespace

static bool neverEnds(const Stmt *Loop, ASTContext &Context) {
  const Expr *Condition = nullptr;
  if (const auto *For = dyn_cast<ForStmt>(Loop))
    Condition = For->getCond();
  else if (const auto *While = dyn_cast<WhileStmt>(Loop))
    Condition = While->getCond();
  else if (const auto *Do = dyn_cast<DoStmt>(Loop))
    Condition = Do->getCond();
  else
    return false;
  bool Value = false;
  if (Condition &&
      (Condition->isValueDependent() ||
       !Condition->EvaluateAsBooleanCondition(Value, Context) || !Value))
    return false;
  std::function<bool(const Stmt *)> Leaves = [&](const Stmt *S) {
    return S && !isa<LambdaExpr>(S) &&
           (isa<BreakStmt, ReturnStmt, CoreturnStmt, GotoStmt, CXXThrowExpr>(
                S) ||
            llvm::any_of(S->children(), Leaves));
  };
  return !llvm::any_of(Loop->children(), Leaves);
}

void DetachedCaptureCheck::start(Start S, const FunctionDecl &F,
                                 const ParentMap &Parents) {
  for (const Expr *Arg : S.Args)
    // The handle is filled in before the start returns.
    if (S.Rule->Handle < 0 ||
        static_cast<size_t>(S.Rule->Handle) >= S.Args.size() ||
        Arg != S.Args[S.Rule->Handle])
      referred(Arg, F, S);
  if (S.Locals.empty() || !isLeft(S, F, Parents))
    return;
  const SourceManager &SM = context().getSourceManager();

  // The scope that ends first: that of the local declared last.
  const VarDecl *Gone = S.Locals.front();
  for (const VarDecl *V : S.Locals)
    if (SM.isBeforeInTranslationUnit(Gone->getLocation(), V->getLocation()))
      Gone = V;
  llvm::SmallVector<const Stmt *, 8> Around;
  for (const Stmt *Up = Parents.getParent(S.At); Up;
       Up = Parents.getParent(Up)) {
    Around.push_back(Up);
    const auto *Block = dyn_cast<CompoundStmt>(Up);
    if (Block && !isa<ParmVarDecl>(Gone) &&
        SM.isPointWithin(Gone->getLocation(), Block->getBeginLoc(),
                         Block->getEndLoc()))
      break;
  }
  const Stmt *Scope = Around.empty() ? F.getBody() : Around.back();
  const Stmt *Again = nullptr;
  Rest After;
  for (const Stmt *Up : Around)
    if (Up != Scope && isa<ForStmt, WhileStmt, DoStmt, CXXForRangeStmt>(Up)) {
      // A loop around all of it: what stands before comes after as well. One
      // that declares the local ends its scope each time round.
      Again = Up;
      After.Endless |= neverEnds(Up, context());
    }
  SourceLocation From = S.At->getEndLoc();
  const OriginRule *Rule = S.Rule;
  const FunctionDecl *Starter =
      isa<CallExpr>(S.At) ? cast<CallExpr>(S.At)->getDirectCallee() : nullptr;
  llvm::SmallPtrSet<const Decl *, 4> Executor;
  if (S.Object)
    if (const VarDecl *V = variableOf(S.Object))
      Executor.insert(V);
  if (S.Object)
    if (const auto *M = dyn_cast<MemberExpr>(S.Object->IgnoreParenImpCasts()))
      Executor.insert(M->getMemberDecl());
  forEachEvaluated(F, [&](const Stmt *E) {
    SourceLocation Loc = E->getBeginLoc();
    bool Later = SM.isBeforeInTranslationUnit(From, Loc) ||
                 (Again && SM.isPointWithin(Loc, Again->getBeginLoc(),
                                            Again->getEndLoc()));
    if (!Later ||
        !SM.isPointWithin(Loc, Scope->getBeginLoc(), Scope->getEndLoc()))
      return;
    bool Inside = SM.isPointWithin(Loc, S.At->getBeginLoc(), From);
    if (isSuspension(*E, rules()))
      After.Waits = true;
    if (!Inside) {
      if (const auto *Ref = dyn_cast<DeclRefExpr>(E))
        After.Waits |= llvm::is_contained(S.Locals, Ref->getDecl()) ||
                       Executor.contains(Ref->getDecl());
      if (const auto *M = dyn_cast<MemberExpr>(E))
        After.Waits |= Executor.contains(M->getMemberDecl());
      if (const auto *Lambda = dyn_cast<LambdaExpr>(E))
        for (const LambdaCapture &C : Lambda->captures())
          After.Waits |= C.capturesVariable() &&
                         llvm::is_contained(S.Locals, C.getCapturedVar());
    }
    if (isa<WhileStmt, ForStmt, DoStmt>(E) && neverEnds(E, context()))
      After.Endless = true;
    const auto *Call = dyn_cast<CallExpr>(E);
    const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
    if (!Call || Inside || Call == S.At)
      return;
    if (Callee) {
      After.Waits |= rules().waitsForAll(*Callee) || Callee->isNoReturn();
      auto Handle = rules().handleFunction(*Callee);
      if (Handle && !Handle->Joins)
        return;
    }
    if (auto Method = methodCall(*Call)) {
      const HandleRule *Known = rules().handle(Method->ObjectType);
      if (Known && llvm::is_contained(Known->Detach, Method->Name))
        return;
      // A pause or a wait of any kind, by whatever stands for others.
      After.Waits |= Known || rules().condition(Method->ObjectType) ||
                     rules().ordering(Method->ObjectType);
    }
    if (!isa<CXXOperatorCallExpr>(Call) && !(Callee && Callee == Starter))
      After.Calls = true;
  });
  if (After.Waits || After.Endless || !Reported.insert(S.Named).second)
    return;

  bool Thread = Rule->Kind == OriginKind::Thread;
  std::string Name = "'" + Gone->getNameAsString() + "'";
  std::string Work = Thread ? "thread" : "task";
  Finding Found;
  Found.Loc = S.Named;
  Found.Message = "the " + Work + " refers to the local " + Name +
                  ", and nobody waits for it; when " +
                  (Scope == F.getBody() || isa<ParmVarDecl>(Gone)
                       ? "'" + F.getNameAsString() + "' returns"
                       : "its scope ends") +
                  ", it uses memory that is something else";
  if (isa<CXXMethodDecl>(F) && cast<CXXMethodDecl>(F).getParent()->isLambda())
    Found.Message = "the " + Work + " refers to the local " + Name +
                    ", and nobody waits for it; when the lambda around "
                    "returns, it uses memory that is something else";
  Found.Entities = {F.getQualifiedNameAsString(),
                    Gone->getQualifiedNameAsString()};
  Confidence Level = Thread ? Confidence::High : Confidence::Medium;
  // Some call after it may wait in a way that nobody can see.
  if (After.Calls || F.isMain())
    Level = Thread ? Confidence::Medium : Confidence::Low;
  Found.Evidence = {Thread ? "the thread is detached"
                           : "the task runs on an executor that goes on",
                    Level};
  Found.Steps = {
      {"thread A", S.At->getBeginLoc(), "starts the " + Work},
      {"thread A", Scope->getEndLoc(), "leaves the scope of " + Name},
      {"thread B", S.Named,
       "reads or writes " + Name +
           ", which is gone: what it writes is lost, "
           "or lands in what took its place"},
  };
  Found.Advice = "capture by value, give the " + Work +
                 " what it owns (a 'shared_ptr', a moved object), or wait for "
                 "it here";
  emit(std::move(Found));
}

void DetachedCaptureCheck::function(const FunctionDecl &F) {
  std::optional<ParentMap> Parents;
  llvm::SmallVector<Start, 2> Starts;
  llvm::SmallVector<const CXXOperatorCallExpr *, 2> Calls;
  auto Concerns = [](const OriginRule *Rule) {
    return Rule &&
           (Rule->Kind == OriginKind::Thread ||
            Rule->Kind == OriginKind::Task || Rule->Kind == OriginKind::Loop ||
            Rule->Kind == OriginKind::Callback);
  };
  forEachEvaluated(F, [&](const Stmt *S) {
    if (const auto *Made = dyn_cast<CXXConstructExpr>(S)) {
      const OriginRule *Rule = Made->getNumArgs() > 0
                                   ? rules().originType(Made->getType())
                                   : nullptr;
      const HandleRule *Handle =
          Rule ? rules().handle(Made->getType()) : nullptr;
      if (Concerns(Rule) && (!Handle || !Handle->JoinsOnDestruction) &&
          !Made->getConstructor()->isCopyOrMoveConstructor())
        Starts.push_back({Made,
                          Rule,
                          {Made->getArgs(), Made->getNumArgs()},
                          nullptr,
                          {},
                          {}});
      return;
    }
    const auto *Call = dyn_cast<CallExpr>(S);
    if (!Call || Call->isTypeDependent())
      return;
    if (const auto *O = dyn_cast<CXXOperatorCallExpr>(Call)) {
      Calls.push_back(O);
      return;
    }
    const FunctionDecl *Callee = Call->getDirectCallee();
    llvm::ArrayRef<const Expr *> Args(Call->getArgs(), Call->getNumArgs());
    const OriginRule *Rule = Callee ? rules().origin(*Callee, Args) : nullptr;
    if (!Concerns(Rule))
      return;
    const auto *Member = dyn_cast<CXXMemberCallExpr>(Call);
    Starts.push_back({Call,
                      Rule,
                      Args,
                      Member ? Member->getImplicitObjectArgument() : nullptr,
                      {},
                      {}});
  });
  if (Starts.empty() && (Calls.empty() || !context().getLangOpts().Coroutines))
    return;
  Parents.emplace(F.getBody());
  for (Start &S : Starts)
    start(std::move(S), F, *Parents);
  if (context().getLangOpts().Coroutines)
    for (const CXXOperatorCallExpr *Call : Calls)
      closure(*Call, F, *Parents);
}

void DetachedCaptureCheck::report() {
  Reported.clear();
  forEachFunction(context(), [&](const FunctionDecl &F) { function(F); });
}
