//===- UnawaitedTaskCheck.cpp
//-----------------------------------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/async/UnawaitedTaskCheck.h"

#include "checks/analysis/Awaitables.h"
#include "checks/analysis/FunctionCollector.h"
#include "checks/analysis/FunctionScan.h"
#include "checks/analysis/PlainAccesses.h"

#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace racetidy;

const CheckInfo UnawaitedTaskCheck::Info{
    "race-unawaited-task",
    "a task is made and never awaited, so what it was to change is not changed",
    "async",
    "unreleased",
    "local",
    /*Default=*/true,
    "252, 362, 773",
    "none",
    /*Options=*/{},
};

/// The call that made the object \p E, if it is one: not an operator, which may
/// be a language of its own ('sender | then(…)').
static const CallExpr *madeBy(const Expr *E) {
  E = E->IgnoreImplicit()->IgnoreParens()->IgnoreImplicit();
  const auto *Call = dyn_cast<CallExpr>(E);
  if (const auto *O = dyn_cast_or_null<CXXOperatorCallExpr>(Call);
      O && O->getOperator() != OO_Call)
    return nullptr;
  return Call && Call->isPRValue() ? Call : nullptr;
}

static std::string nameOf(const CallExpr &Call) {
  if (const FunctionDecl *F = Call.getDirectCallee()) {
    const auto *Method = dyn_cast<CXXMethodDecl>(F);
    if (!Method || !Method->getParent()->isLambda())
      return "'" + F->getNameAsString() + "'";
  }
  return "the call";
}

/// What the coroutine that \p Call makes would change for others, as its code
/// names it; empty if nobody can tell.
static std::string changedBy(const CallExpr &Call, RuleIndex &Rules) {
  const FunctionDecl *F = Call.getDirectCallee();
  F = F ? F->getDefinition() : nullptr;
  if (!F || !isCoroutine(*F))
    return "";
  PathBuilder Paths(*F, Rules);
  std::string Name;
  forEachEvaluated(*F, [&](const Stmt *S) {
    const auto *E = dyn_cast<Expr>(S);
    auto Access = E ? plainAccess(*E, Rules) : std::nullopt;
    if (!Access || Access->Kind == AccessKind::Read)
      return;
    auto Path = pathOf(*Access, Paths);
    if (Path && Name.empty() &&
        (Path->kind() == RootKind::This || Path->kind() == RootKind::Static))
      Name = Paths.str(*Path);
  });
  return Name;
}

namespace {

/// A task that lives in a local, or several in a container.
struct KeptTask {
  const CallExpr *Made;
  Awaitable What;
  bool Container = false;
  /// Somebody does something with it, other than putting tasks into it.
  bool Used = false;
};

} // namespace

/// Whether \p Ref is the object of a call that only puts something into it.
static bool isFilled(const DeclRefExpr &Ref, const ParentMap &Parents,
                     RuleIndex &Rules) {
  const Stmt *Up =
      Parents.getParentIgnoreParenImpCasts(const_cast<DeclRefExpr *>(&Ref));
  if (!isa_and_nonnull<MemberExpr>(Up))
    return false;
  const auto *Call = dyn_cast_or_null<CXXMemberCallExpr>(Parents.getParent(Up));
  const CXXMethodDecl *Method = Call ? Call->getMethodDecl() : nullptr;
  if (!Method || !Method->getIdentifier())
    return false;
  const ContainerRule *Rule = Rules.container(Ref.getType());
  auto It = Rule ? Rule->Methods.find(Method->getName().str())
                 : std::map<std::string, ContainerOp>::const_iterator();
  // What it gives is not looked at.
  return Rule && It != Rule->Methods.end() &&
         It->second.K != ContainerOp::Query &&
         isa_and_nonnull<CompoundStmt, ExprWithCleanups>(
             Parents.getParent(Call));
}

void UnawaitedTaskCheck::dropped(const Expr &E, const FunctionDecl &F) {
  const Expr *Value = E.IgnoreImplicit();
  bool OnPurpose = false;
  if (const auto *Cast = dyn_cast<ExplicitCastExpr>(Value);
      Cast && Cast->getType()->isVoidType()) {
    OnPurpose = true;
    Value = Cast->getSubExpr();
  }
  const CallExpr *Call = madeBy(Value);
  Awaitable What = Call ? awaitable(Call->getType(), rules()) : Awaitable();
  if (What.K == Awaitable::None || What.MayBeDropped ||
      (OnPurpose && What.K != Awaitable::Lazy))
    return;
  tell(*Call, What, Call->getBeginLoc(), "is dropped where it is made", F);
}

void UnawaitedTaskCheck::tell(const CallExpr &Call, Awaitable What,
                              SourceLocation Loc, std::string How,
                              const FunctionDecl &F) {
  if (!Reported.insert(Loc).second)
    return;
  std::string Name = nameOf(Call), Changed = changedBy(Call, rules());
  bool Lazy = What.K == Awaitable::Lazy;
  Finding Found;
  Found.Loc = Loc;
  Found.Message =
      "the task that " + Name + " gives " + How + " and never awaited; " +
      (Lazy ? "it begins when it is awaited, so it never runs" +
                  (Changed.empty() ? std::string()
                                   : ", and '" + Changed + "' is not changed")
       : What.K == Awaitable::Eager
           ? "it goes on unseen, and nobody knows when it has ended or failed"
           : std::string("what it stands for may never happen"));
  Found.Evidence = {
      Lazy ? "the type's 'initial_suspend' waits for the await, or a rule says "
             "so"
      : What.K == Awaitable::Eager
          ? "the type begins at once"
          : "the type is awaited elsewhere, by its members",
      // Whoever fires and forgets something eager mostly means it.
      Lazy                                             ? Confidence::High
      : What.K == Awaitable::Unknown && isCoroutine(F) ? Confidence::Medium
                                                       : Confidence::Low};
  Found.Steps = {
      {"the caller", Call.getBeginLoc(),
       Lazy ? "makes the task, which does nothing yet" : "makes the task"},
      {"the caller", Loc,
       "lets it go: " +
           (Changed.empty() ? std::string("what it was to do")
                            : "its change of '" + Changed + "'") +
           (Lazy ? " is lost" : " may come at any time, or is lost")}};
  Found.Advice = isCoroutine(F)
                     ? "'co_await' it, or give it to something that runs it"
                     : "give it to something that runs it, or make this "
                       "function a coroutine and 'co_await' it";
  emit(std::move(Found));
}

/// 'if (isAllowed(user))': whether there is a task, not what it gives.
void UnawaitedTaskCheck::asBool(const CXXMemberCallExpr &Call,
                                const FunctionDecl &F) {
  const auto *To = dyn_cast_or_null<CXXConversionDecl>(Call.getMethodDecl());
  if (!To || !To->getConversionType()->isBooleanType())
    return;
  const CallExpr *Made = madeBy(Call.getImplicitObjectArgument());
  Awaitable What = Made ? awaitable(Made->getType(), rules()) : Awaitable();
  if (What.K != Awaitable::None)
    tell(*Made, What, Made->getBeginLoc(), "is tested for being there", F);
}

/// The type of what a wrapper such as std::function calls, if \p T is one.
static const FunctionProtoType *wrapped(QualType T) {
  const auto *Class = dyn_cast_or_null<ClassTemplateSpecializationDecl>(
      T->getAsCXXRecordDecl());
  if (!Class || Class->getTemplateArgs().size() == 0 ||
      Class->getTemplateArgs()[0].getKind() != TemplateArgument::Type)
    return nullptr;
  return Class->getTemplateArgs()[0].getAsType()->getAs<FunctionProtoType>();
}

/// 'timer.onTick([this]() -> Task<> { … });' where a void function is expected.
void UnawaitedTaskCheck::asVoidCallback(const CXXConstructExpr &Made) {
  const FunctionProtoType *Called = wrapped(Made.getType());
  if (!Called || !Called->getReturnType()->isVoidType() ||
      Made.getNumArgs() == 0)
    return;
  const auto *Lambda =
      dyn_cast<LambdaExpr>(Made.getArg(0)->IgnoreImplicit()->IgnoreParens());
  const FunctionDecl *F = Lambda ? Lambda->getCallOperator() : nullptr;
  if (!F || !isCoroutine(*F) ||
      awaitable(F->getReturnType(), rules()).K != Awaitable::Lazy ||
      !Reported.insert(Lambda->getBeginLoc()).second)
    return;
  Finding Found;
  Found.Loc = Lambda->getBeginLoc();
  Found.Message = "this coroutine is called as if it gave nothing, so its task "
                  "is dropped each time; it begins when it is awaited, so it "
                  "never runs";
  Found.Evidence = {"the type's 'initial_suspend' waits for the await, or a "
                    "rule says so",
                    Confidence::High};
  Found.Steps = {
      {"the caller", Found.Loc, "calls it, which makes a task"},
      {"the caller", Found.Loc, "drops the task: what it was to do is lost"}};
  Found.Advice = "call a function that starts the coroutine and keeps its task";
  emit(std::move(Found));
}

/// Whether \p T holds awaitables.
static Awaitable elementOf(QualType T, RuleIndex &Rules) {
  const auto *Class = dyn_cast_or_null<ClassTemplateSpecializationDecl>(
      T->getAsCXXRecordDecl());
  if (!Class || !Rules.container(T) || Class->getTemplateArgs().size() == 0 ||
      Class->getTemplateArgs()[0].getKind() != TemplateArgument::Type)
    return {};
  return awaitable(Class->getTemplateArgs()[0].getAsType(), Rules);
}

void UnawaitedTaskCheck::kept(const FunctionDecl &F) {
  llvm::MapVector<const VarDecl *, KeptTask> Kept;
  llvm::SmallVector<const DeclRefExpr *, 32> Uses;
  forEachEvaluated(F, [&](const Stmt *S) {
    if (const auto *Ref = dyn_cast<DeclRefExpr>(S)) {
      Uses.push_back(Ref);
      return;
    }
    const auto *Declaration = dyn_cast<DeclStmt>(S);
    if (!Declaration)
      return;
    for (const Decl *D : Declaration->decls()) {
      const auto *V = dyn_cast<VarDecl>(D);
      if (!V || !V->hasLocalStorage() || V->hasAttr<UnusedAttr>() ||
          V->getType()->isReferenceType())
        continue;
      const CallExpr *Made = V->getInit() ? madeBy(V->getInit()) : nullptr;
      Awaitable What = awaitable(V->getType(), rules());
      if (Made && What.K != Awaitable::None && !What.MayBeDropped)
        Kept[V] = {Made, What};
      else if (Awaitable Each = elementOf(V->getType(), rules());
               Each.K == Awaitable::Lazy)
        Kept[V] = {nullptr, Each, /*Container=*/true};
    }
  });
  if (Kept.empty())
    return;
  ParentMap Parents(const_cast<Stmt *>(F.getBody()));
  for (const DeclRefExpr *Ref : Uses) {
    const auto *V = dyn_cast<VarDecl>(Ref->getDecl());
    auto It = V ? Kept.find(V) : Kept.end();
    if (It == Kept.end())
      continue;
    KeptTask &Task = It->second;
    if (!Task.Container || !isFilled(*Ref, Parents, rules())) {
      Task.Used = true;
      continue;
    }
    // What is put into it.
    const Stmt *Call = Parents.getParent(
        Parents.getParentIgnoreParenImpCasts(const_cast<DeclRefExpr *>(Ref)));
    const auto *Member = cast<CXXMemberCallExpr>(Call);
    if (Member->getNumArgs() > 0 && !Task.Made)
      Task.Made = madeBy(Member->getArg(0));
  }
  for (const auto &[V, Task] : Kept)
    if (!Task.Used && Task.Made)
      tell(*Task.Made, Task.What, Task.Made->getBeginLoc(),
           "is kept in '" + V->getNameAsString() + "'", F);
}

void UnawaitedTaskCheck::report() {
  Reported.clear();
  if (!context().getLangOpts().Coroutines)
    return;
  forEachFunction(context(), [&](const FunctionDecl &F) {
    auto Statement = [&](const Stmt *S) {
      if (const auto *E = dyn_cast_or_null<Expr>(S))
        dropped(*E, F);
    };
    bool Declares = false;
    forEachEvaluated(F, [&](const Stmt *S) {
      Declares |= isa<DeclStmt>(S);
      if (const auto *Block = dyn_cast<CompoundStmt>(S)) {
        llvm::for_each(Block->body(), Statement);
      } else if (const auto *If = dyn_cast<IfStmt>(S)) {
        Statement(If->getThen());
        Statement(If->getElse());
      } else if (const auto *For = dyn_cast<ForStmt>(S)) {
        Statement(For->getBody());
      } else if (const auto *Range = dyn_cast<CXXForRangeStmt>(S)) {
        Statement(Range->getBody());
      } else if (const auto *While = dyn_cast<WhileStmt>(S)) {
        Statement(While->getBody());
      } else if (const auto *Do = dyn_cast<DoStmt>(S)) {
        Statement(Do->getBody());
      } else if (const auto *Case = dyn_cast<SwitchCase>(S)) {
        Statement(Case->getSubStmt());
      } else if (const auto *Call = dyn_cast<CXXMemberCallExpr>(S)) {
        asBool(*Call, F);
      } else if (const auto *Made = dyn_cast<CXXConstructExpr>(S)) {
        asVoidCallback(*Made);
      }
    });
    if (Declares)
      kept(F);
  });
}
