//===- OffAffinityCheck.cpp -----------------------------------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/lost-update/OffAffinityCheck.h"

#include "checks/analysis/AtomicOperations.h"
#include "checks/analysis/EntryResolver.h"
#include "checks/analysis/FunctionCollector.h"
#include "checks/analysis/FunctionScan.h"

#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace racetidy;

// Off until docs/design/precision.md has figures for it.
const CheckInfo OffAffinityCheck::Info{
    "race-off-affinity",
    "an object that belongs to one thread is used by another",
    "lost-update",
    "unreleased",
    "local",
    /*Default=*/false,
    "362, 366",
    "none",
    /*Options=*/{},
};

/// Whether the object that \p E names was made by the thread that uses it: a
/// local of the function that runs there.
static bool isOwn(const Expr *E) {
  E = E->IgnoreParenImpCasts();
  if (const auto *U = dyn_cast<UnaryOperator>(E))
    E = U->getSubExpr()->IgnoreParenImpCasts();
  while (const auto *Member = dyn_cast<MemberExpr>(E)) {
    if (Member->isArrow())
      return false;
    E = Member->getBase()->IgnoreParenImpCasts();
  }
  if (isa<MaterializeTemporaryExpr, CXXTemporaryObjectExpr>(E))
    return true;
  const auto *Ref = dyn_cast<DeclRefExpr>(E);
  const auto *V = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  if (!V || !V->hasLocalStorage() || Ref->refersToEnclosingVariableOrCapture())
    return false;
  if (!V->getType()->isReferenceType() && !V->getType()->isPointerType())
    return !isa<ParmVarDecl>(V);
  // 'auto *w = new Widget;'
  return V->getInit() && isa<CXXNewExpr>(V->getInit()->IgnoreParenImpCasts());
}

void OffAffinityCheck::use(const CallExpr &Call, const Expr &Start) {
  const FunctionDecl *F = Call.getDirectCallee();
  const Expr *Object = nullptr;
  if (const auto *Member = dyn_cast<CXXMemberCallExpr>(&Call))
    Object = Member->getImplicitObjectArgument();
  else if (Call.getNumArgs() > 0 && !isa<CXXOperatorCallExpr>(Call))
    Object = Call.getArg(0);
  if (!F || !Object)
    return;
  QualType T = Object->IgnoreParenImpCasts()->getType();
  // C hands a handle on as its base: '(uv_handle_t *)&timer'.
  if (T->isPointerType())
    T = T->getPointeeType();
  const AffinityRule *Rule = rules().affinity(T);
  if (!Rule || !rules().needsAffinity(*F, *Rule) || isOwn(Object) ||
      !Reported.insert(Call.getBeginLoc()).second)
    return;
  std::string Name = "'" + F->getNameAsString() + "'";
  std::string Type =
      "'" + T.getUnqualifiedType().getAsString(context().getPrintingPolicy()) +
      "'";
  Finding Found;
  Found.Loc = Call.getExprLoc();
  Found.Message = Name + " is called on a " + Type +
                  " by another thread than the one that it belongs to; both "
                  "change it at once";
  Found.Entities = {F->getQualifiedNameAsString()};
  Found.Evidence = {"the rules say that a " + Type + " belongs to one thread",
                    Confidence::Medium};
  Found.Steps = {
      {"thread A", Start.getBeginLoc(), "starts thread B"},
      {"thread B", Found.Loc, "calls " + Name},
      {"thread A", Found.Loc,
       "uses the same object with no lock, as it may: one of the changes is "
       "lost"},
  };
  Found.Advice = Rule->Advice.empty() ? "hand the call to the object's thread"
                                      : Rule->Advice;
  emit(std::move(Found));
}

void OffAffinityCheck::entry(const FunctionDecl &F, const Expr &Start,
                             unsigned Depth) {
  const FunctionDecl *Body = F.getDefinition();
  if (!Body || !Body->getBody() || Depth > MaxDepth || isOfLibrary(*Body) ||
      !Seen.insert(Body).second)
    return;
  forEachEvaluated(*Body, [&](const Stmt *S) {
    const auto *Call = dyn_cast<CallExpr>(S);
    if (!Call || Call->isTypeDependent())
      return;
    use(*Call, Start);
    if (const FunctionDecl *Callee = Call->getDirectCallee())
      entry(*Callee, Start, Depth + 1);
  });
}

void OffAffinityCheck::start(const Expr &At, const OriginRule &Rule,
                             llvm::ArrayRef<const Expr *> Args) {
  if (Rule.Kind != OriginKind::Thread && Rule.Kind != OriginKind::Task &&
      Rule.Kind != OriginKind::Future)
    return;
  Seen.clear();
  auto Run = [&](const Expr *Arg) {
    auto Entry = resolveEntry(Arg, rules());
    if (Entry && Entry->Function)
      entry(*Entry->Function, At, 0);
    return Entry.has_value();
  };
  if (Rule.Entry >= 0) {
    if (static_cast<size_t>(Rule.Entry) < Args.size())
      Run(Args[Rule.Entry]);
    return;
  }
  for (const Expr *Arg : Args)
    if (Run(Arg) && Rule.Entry == OriginRule::FirstCallable)
      return;
}

void OffAffinityCheck::report() {
  Reported.clear();
  if (rules().rules().Affinities.empty())
    return;
  forEachFunction(context(), [&](const FunctionDecl &F) {
    forEachEvaluated(F, [&](const Stmt *S) {
      if (const auto *Made = dyn_cast<CXXConstructExpr>(S)) {
        if (const OriginRule *Rule = rules().originType(Made->getType()))
          start(*Made, *Rule, {Made->getArgs(), Made->getNumArgs()});
      } else if (const auto *Call = dyn_cast<CallExpr>(S)) {
        llvm::ArrayRef<const Expr *> Args(Call->getArgs(), Call->getNumArgs());
        const FunctionDecl *Callee = Call->getDirectCallee();
        const OriginRule *Rule =
            Callee ? rules().origin(*Callee, Args) : nullptr;
        if (Rule)
          start(*Call, *Rule, Args);
      }
    });
  });
}
