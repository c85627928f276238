//===- OnceMisuseCheck.cpp ------------------------------------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/check-then-set/OnceMisuseCheck.h"

#include "clang/AST/ExprCXX.h"
#include "clang/ASTMatchers/ASTMatchers.h"

using namespace clang;
using namespace clang::ast_matchers;
using namespace racetidy;

const CheckInfo OnceMisuseCheck::Info{
    "race-once-misuse",
    "a once flag is made anew by each call, so what should run once runs each "
    "time",
    "check-then-set",
    "unreleased",
    "local",
    /*Default=*/true,
    "362, 665",
    "sometimes",
    /*Options=*/{},
};

void OnceMisuseCheck::addMatchers(MatchFinder *Finder) {
  Finder->addMatcher(callExpr(hasArgument(0, expr())).bind("call"), this);
}

void OnceMisuseCheck::onEndOfTranslationUnit() {
  Reported.clear();
  RaceCheck::onEndOfTranslationUnit();
}

/// Whether \p V is named once only in \p Body, outside of loops and lambdas: a
/// flag that several threads or rounds share is a right one.
static bool isUsedOnce(const VarDecl &V, const Stmt *Body) {
  unsigned Uses = 0;
  bool Shared = false;
  llvm::SmallVector<std::pair<const Stmt *, bool>, 32> Work{{Body, false}};
  while (!Work.empty()) {
    auto [S, Inside] = Work.pop_back_val();
    if (!S)
      continue;
    Inside |= isa<ForStmt, WhileStmt, DoStmt, CXXForRangeStmt, LambdaExpr>(S);
    if (const auto *Ref = dyn_cast<DeclRefExpr>(S);
        Ref && Ref->getDecl() == &V) {
      ++Uses;
      Shared |= Inside;
    }
    for (const Stmt *Child : S->children())
      Work.push_back({Child, Inside});
  }
  return Uses == 1 && !Shared;
}

void OnceMisuseCheck::match(const MatchFinder::MatchResult &R) {
  const auto *Call = R.Nodes.getNodeAs<CallExpr>("call");
  const FunctionDecl *Callee = Call->getDirectCallee();
  const OriginRule *Rule = Callee ? rules().origin(*Callee) : nullptr;
  if (!Rule || !Rule->Once)
    return;
  const Expr *Flag = Call->getArg(0)->IgnoreParenImpCasts();
  if (const auto *U = dyn_cast<UnaryOperator>(Flag);
      U && U->getOpcode() == UO_AddrOf)
    Flag = U->getSubExpr()->IgnoreParenImpCasts();
  const auto *Ref = dyn_cast<DeclRefExpr>(Flag);
  const auto *V = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  const auto *Function =
      V ? dyn_cast<FunctionDecl>(V->getDeclContext()) : nullptr;
  // A thread_local flag is once per thread, which some mean.
  if (!Function || Ref->refersToEnclosingVariableOrCapture() ||
      !V->hasLocalStorage() || V->getType()->isReferenceType() ||
      V->getType()->isPointerType() || !isUsedOnce(*V, Function->getBody()) ||
      !Reported.insert(Call->getBeginLoc()).second)
    return;
  std::string Name = "'" + V->getNameAsString() + "'";
  bool Copied = isa<ParmVarDecl>(V);
  Finding F;
  F.Loc = Call->getBeginLoc();
  F.Message = Name +
              (Copied ? " is a copy of the caller's once flag"
                      : " is a once flag of this call alone") +
              ", so what should run once runs each time";
  F.Evidence = {"a once flag is there to keep threads from doing it twice",
                Confidence::High};
  F.Steps = {
      {"thread A", F.Loc, "finds its own " + Name + " unused and runs it"},
      {"thread B", F.Loc,
       "finds another " + Name + " unused and runs it again"}};
  F.Advice = Copied ? "pass the flag by pointer or reference"
                    : "make the flag static, or a member beside what it guards";
  SourceLocation Begin = V->getBeginLoc();
  if (!Copied && !Begin.isMacroID() && V->getStorageClass() == SC_None)
    F.Fixes.push_back(FixItHint::CreateInsertion(Begin, "static "));
  emit(std::move(F));
}
