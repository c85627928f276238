//===- UseAfterHandoffCheck.cpp -------------------------------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/async/UseAfterHandoffCheck.h"

#include "checks/analysis/AtomicOperations.h"
#include "checks/analysis/FunctionCollector.h"
#include "checks/analysis/FunctionScan.h"

#include "clang/AST/ExprCXX.h"
#include "clang/Analysis/CFG.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace racetidy;

const CheckInfo UseAfterHandoffCheck::Info{
    "race-use-after-handoff",
    "an awaiter is used after its coroutine's handle was given to somebody who "
    "may have resumed it",
    "async",
    "unreleased",
    "local",
    /*Default=*/true,
    "362, 416",
    "none",
    /*Options=*/{},
};

namespace {

/// One 'await_suspend', looked at along its control flow.
class Handoff {
public:
  Handoff(const CXXMethodDecl &F, RuleIndex &Rules) : F(F), Rules(Rules) {
    Handle = F.getNumParams() == 1 ? F.getParamDecl(0) : nullptr;
  }

  /// The first use of the awaiter that comes after the handle went, if any.
  bool find();

  const CallExpr *Given = nullptr;
  const Expr *Used = nullptr;

private:
  bool names(const Stmt *S) const;
  bool givesHandle(const CallExpr &Call) const;
  static const FunctionDecl *bodyOf(const FunctionDecl &Callee);
  bool publishes(const FunctionDecl &Body) const;
  bool isOwn(const Expr &E) const;
  void block(const CFGBlock &B, const CallExpr *Gone);

  const CXXMethodDecl &F;
  RuleIndex &Rules;
  const ParmVarDecl *Handle = nullptr;
  llvm::DenseSet<const CFGBlock *> Seen;
  /// The handle was stored in the awaiter, so that who has the awaiter has it.
  bool Stored = false;
};

} // namespace

/// Whether \p S names the handle, or makes a closure or object with it.
bool Handoff::names(const Stmt *S) const {
  if (!S)
    return false;
  if (const auto *Ref = dyn_cast<DeclRefExpr>(S))
    return Ref->getDecl() == Handle;
  if (const auto *Lambda = dyn_cast<LambdaExpr>(S))
    return llvm::any_of(Lambda->captures(), [&](const LambdaCapture &C) {
      if (!C.capturesVariable())
        return Stored && C.capturesThis();
      // By reference: it is run before the call returns.
      const auto *V = dyn_cast<VarDecl>(C.getCapturedVar());
      return (V == Handle && C.getCaptureKind() == LCK_ByCopy) ||
             (V && V->isInitCapture() && names(V->getInit()));
    });
  if (isa<CXXThisExpr>(S))
    return false;
  // 'h.address()' names the frame, 'h.promise()' what is in it.
  if (const auto *Call = dyn_cast<CXXMemberCallExpr>(S);
      Call && names(Call->getImplicitObjectArgument()))
    return false;
  return llvm::any_of(S->children(), [&](const Stmt *C) { return names(C); });
}

bool Handoff::givesHandle(const CallExpr &Call) const {
  // The language's own: a handle made of a handle, a comparison.
  if (isa<CXXOperatorCallExpr>(Call))
    return false;
  auto Method = methodCall(Call);
  if (Method && names(Method->Object) &&
      isa<DeclRefExpr>(Method->Object->IgnoreParenImpCasts()))
    // 'h.resume()', 'h()' run it here and now.
    return Method->Name == "resume";
  // A list that nobody was told of hands nothing over; its lock, or whoever is
  // woken, does.
  if (Method && Rules.container(Method->ObjectType))
    return false;
  const FunctionDecl *Callee = Call.getDirectCallee();
  // 'if (queue.push(h)) …' tells whether it went.
  if (!Callee || Rules.isForwarder(*Callee) ||
      Callee->getReturnType()->isBooleanType())
    return false;
  bool Closure = false;
  bool Gets = llvm::any_of(Call.arguments(), [&](const Expr *Arg) {
    const Expr *Plain = Arg->IgnoreParenImpCasts();
    if (isa<CXXThisExpr>(Plain))
      return Stored;
    if (!names(Arg))
      return false;
    const CXXRecordDecl *Class = Plain->getType()->getAsCXXRecordDecl();
    Closure |= Class && Class->isLambda();
    return true;
  });
  if (!Gets)
    return false;
  llvm::ArrayRef<const Expr *> Args(Call.getArgs(), Call.getNumArgs());
  if (Rules.origin(*Callee, Args) || Closure)
    return true;
  if (const FunctionDecl *Body = bodyOf(*Callee))
    return publishes(*Body);
  // Elsewhere: whoever gives nothing back took it. What a child's promise or a
  // member is given, it keeps for later.
  if (!Callee->getReturnType()->isVoidType())
    return false;
  if (!Method)
    return true;
  const Expr *Object = Method->Object->IgnoreParenImpCasts();
  if (const auto *Member = dyn_cast<MemberExpr>(Object))
    return Member->getType()->isPointerType() ||
           Member->getMemberDecl()->getType()->isReferenceType();
  return !isa<CallExpr>(Object);
}

const FunctionDecl *Handoff::bodyOf(const FunctionDecl &Callee) {
  const FunctionDecl *Body = Callee.getDefinition();
  if (!Body)
    Body = Callee.getTemplateInstantiationPattern();
  return Body && Body->getBody() ? Body : nullptr;
}

/// Whether \p Body lets others have what it is given: by an atomic, under a
/// lock, to something that runs it, or to a function whose body is elsewhere.
/// An assignment alone keeps it where it is.
bool Handoff::publishes(const FunctionDecl &Body) const {
  bool Does = false;
  forEachEvaluated(Body, [&](const Stmt *S) {
    const auto *E = dyn_cast<Expr>(S);
    if (E && atomicOperation(*E, Rules))
      Does = true;
    if (const auto *D = dyn_cast<DeclStmt>(S))
      for (const Decl *Each : D->decls())
        if (const auto *V = dyn_cast<VarDecl>(Each))
          Does |= Rules.guard(V->getType()) != nullptr;
    const auto *Call = dyn_cast<CallExpr>(S);
    const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
    Does |= Callee &&
            (Rules.lockFunction(*Callee) ||
             Rules.origin(*Callee,
                          llvm::ArrayRef(Call->getArgs(), Call->getNumArgs())));
  });
  return Does;
}

/// A member of the awaiter, or the coroutine by its handle.
bool Handoff::isOwn(const Expr &E) const {
  if (const auto *Member = dyn_cast<MemberExpr>(&E))
    return isa<CXXThisExpr>(Member->getBase()->IgnoreParenImpCasts()) &&
           (isa<FieldDecl>(Member->getMemberDecl()) ||
            (isa<CXXMethodDecl>(Member->getMemberDecl()) &&
             cast<CXXMethodDecl>(Member->getMemberDecl())->isInstance()));
  const auto *Call = dyn_cast<CXXMemberCallExpr>(&E);
  const auto *Ref =
      Call ? dyn_cast_or_null<DeclRefExpr>(
                 Call->getImplicitObjectArgument()->IgnoreParenImpCasts())
           : nullptr;
  return Ref && Ref->getDecl() == Handle && Call->getMethodDecl() &&
         Call->getMethodDecl()->getIdentifier() &&
         Call->getMethodDecl()->getName() != "address";
}

void Handoff::block(const CFGBlock &B, const CallExpr *Gone) {
  if (Used || !Seen.insert(&B).second)
    return;
  for (const CFGElement &Element : B) {
    auto At = Element.getAs<CFGStmt>();
    if (!At)
      continue;
    const Stmt *S = At->getStmt();
    // 'handle_ = h;'
    if (const auto *Assign = dyn_cast<BinaryOperator>(S);
        Assign && Assign->isAssignmentOp())
      Stored |= names(Assign->getRHS());
    if (const auto *O = dyn_cast<CXXOperatorCallExpr>(S);
        O && O->getOperator() == OO_Equal && O->getNumArgs() == 2)
      Stored |= names(O->getArg(1));
    const auto *E = dyn_cast<Expr>(S);
    if (!E)
      continue;
    // 'return !resumed_.exchange(true)': whoever comes second goes on, so that
    // the awaiter is still there.
    if (Gone && atomicOperation(*E, Rules))
      return;
    if (Gone && isOwn(*E)) {
      if (const auto *Member = dyn_cast<MemberExpr>(E);
          Member && Rules.atomic(Member->getType()))
        continue;
      // What the call itself reads comes before it.
      Given = Gone;
      Used = E;
      return;
    }
    if (const auto *Call = dyn_cast<CallExpr>(S); Call && givesHandle(*Call))
      Gone = Call;
  }
  for (const CFGBlock *Next : B.succs())
    if (Next)
      block(*Next, Gone);
}

bool Handoff::find() {
  if (!Handle)
    return false;
  CFG::BuildOptions Options;
  Options.setAllAlwaysAdd();
  auto Graph = CFG::buildCFG(&F, F.getBody(), &F.getASTContext(), Options);
  if (!Graph)
    return false;
  block(Graph->getEntry(), nullptr);
  return Used != nullptr;
}

void UseAfterHandoffCheck::suspend(const CXXMethodDecl &F) {
  Handoff Look(F, rules());
  if (!Look.find() || !Reported.insert(Look.Used->getExprLoc()).second)
    return;
  const auto *Member = dyn_cast<MemberExpr>(Look.Used);
  std::string What =
      Member ? "'" + Member->getMemberDecl()->getNameAsString() + "'"
             : "the coroutine's frame";
  std::string Call =
      Look.Given->getDirectCallee()
          ? "'" + Look.Given->getDirectCallee()->getNameAsString() + "'"
          : "this call";
  Finding Found;
  Found.Loc = Look.Used->getExprLoc();
  Found.Message = What + " is used after the handle went to " + Call +
                  "; whoever has it may have resumed the coroutine, and this "
                  "awaiter, which lives in its frame, may be gone";
  Found.Entities = {F.getQualifiedNameAsString()};
  Found.Evidence = {"an awaiter lives in the frame of the coroutine that "
                    "awaits it",
                    Confidence::High};
  Found.Steps = {
      {"thread A", Look.Given->getExprLoc(), "hands the coroutine over"},
      {"thread B", Look.Given->getExprLoc(),
       "resumes it; it goes on, and its frame may end"},
      {"thread A", Found.Loc,
       "uses " + What +
           ": what it writes is lost, or lands in what took its "
           "place"},
  };
  Found.Advice = "do this before the handle goes, or copy what is needed to a "
                 "local";
  emit(std::move(Found));
}

void UseAfterHandoffCheck::report() {
  Reported.clear();
  if (!context().getLangOpts().Coroutines)
    return;
  forEachFunction(context(), [&](const FunctionDecl &F) {
    const auto *Method = dyn_cast<CXXMethodDecl>(&F);
    if (Method && Method->isInstance() && Method->getIdentifier() &&
        Method->getName() == "await_suspend")
      suspend(*Method);
  });
}
