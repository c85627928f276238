//===- ShapeFinder.cpp - what looks for atomic patterns share===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/analysis/ShapeFinder.h"

#include "clang/AST/ExprCXX.h"
#include "clang/Basic/Builtins.h"
#include "clang/Lex/Lexer.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace racetidy;

const Expr *racetidy::plainValue(const Expr *E) {
  while (E) {
    const Expr *Inner = E->IgnoreParenCasts();
    if (const auto *Full = dyn_cast<FullExpr>(Inner))
      Inner = Full->getSubExpr();
    else if (const auto *M = dyn_cast<MaterializeTemporaryExpr>(Inner))
      Inner = M->getSubExpr();
    else if (const auto *B = dyn_cast<CXXBindTemporaryExpr>(Inner))
      Inner = B->getSubExpr();
    else if (const auto *C = dyn_cast<CXXConstructExpr>(Inner);
             C && C->getNumArgs() == 1 &&
             C->getConstructor()->isCopyOrMoveConstructor())
      Inner = C->getArg(0);
    else if (const auto *C = dyn_cast<CallExpr>(Inner);
             C && C->getNumArgs() == 2 &&
             C->getBuiltinCallee() == Builtin::BI__builtin_expect)
      Inner = C->getArg(0);
    if (Inner == E)
      return E;
    E = Inner;
  }
  return nullptr;
}

bool racetidy::handsOn(const Stmt *Parent) {
  if (const auto *Cast = dyn_cast<CastExpr>(Parent))
    return !Cast->getType()->isVoidType();
  return isa<ParenExpr, FullExpr, MaterializeTemporaryExpr,
             CXXBindTemporaryExpr>(Parent);
}

bool racetidy::leaves(const Stmt *S) {
  if (const auto *Block = dyn_cast_or_null<CompoundStmt>(S))
    S = Block->body_empty() ? nullptr : Block->body_back();
  if (const auto *E = dyn_cast_or_null<Expr>(S))
    S = E->IgnoreParenCasts();
  if (const auto *Full = dyn_cast_or_null<FullExpr>(S))
    S = Full->getSubExpr();
  // 'if (made) abort();'
  if (const auto *Call = dyn_cast_or_null<CallExpr>(S))
    return Call->getDirectCallee() && Call->getDirectCallee()->isNoReturn();
  return isa_and_nonnull<ReturnStmt, BreakStmt, ContinueStmt, GotoStmt,
                         CXXThrowExpr, CoreturnStmt>(S);
}

bool ShapeFinder::isWithin(const Stmt *Inner, const Stmt *Outer) const {
  for (const Stmt *S = Inner; S; S = parent(S))
    if (S == Outer)
      return true;
  return false;
}

bool ShapeFinder::isBefore(const Stmt *A, const Stmt *B) const {
  return Context.getSourceManager().isBeforeInTranslationUnit(A->getBeginLoc(),
                                                              B->getBeginLoc());
}

const Stmt *ShapeFinder::loopAround(const Stmt *S) const {
  while ((S = parent(S)))
    if (isa<WhileStmt, DoStmt, ForStmt, CXXForRangeStmt>(S))
      return S;
  return nullptr;
}

bool ShapeFinder::isInHarmlessMacro(const Stmt *S) const {
  const SourceManager &SM = Context.getSourceManager();
  SourceLocation Loc = S->getBeginLoc();
  while (Loc.isMacroID()) {
    if (Rules.isHarmless(
            Lexer::getImmediateMacroName(Loc, SM, Context.getLangOpts())))
      return true;
    Loc = SM.getImmediateExpansionRange(Loc).getBegin();
  }
  return false;
}

bool ShapeFinder::callsHarmless(const Expr *E) const {
  // 'std::cerr << n': a line of text.
  if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(E))
    return Operator->getOperator() == OO_LessLess &&
           Operator->getArg(0)->getType()->isRecordType();
  const auto *Call = dyn_cast<CallExpr>(E);
  if (!Call)
    return false;
  const Expr *Callee = Call->getCallee()->IgnoreParenImpCasts();
  if (const auto *Member = dyn_cast<CXXDependentScopeMemberExpr>(Callee))
    return Rules.isHarmless(Member->getMember().getAsString());
  if (const auto *Overloaded = dyn_cast<OverloadExpr>(Callee))
    return Rules.isHarmless(Overloaded->getName().getAsString());
  const FunctionDecl *F = Call->getDirectCallee();
  return F && F->getIdentifier() && Rules.isHarmless(F->getName());
}

bool ShapeFinder::isHarmless(const Stmt *S) const {
  for (; S; S = parent(S)) {
    if (isInHarmlessMacro(S))
      return true;
    const auto *E = dyn_cast<Expr>(S);
    if (!E)
      return false;
    if (callsHarmless(E))
      return true;
  }
  return false;
}

const Expr *ShapeFinder::loadOf(const Expr *E, const AccessPath &Path) const {
  E = plainValue(E);
  // The load of C's own atomics is one of the conversions.
  for (const Stmt *S = E; S; S = parent(S)) {
    const auto *Part = dyn_cast<Expr>(S);
    if (!Part || (S != E && !handsOn(S)))
      break;
    const Operation *Op = Scan.atomic(Part);
    if (Op && Op->Atomic.Op.Kind == AtomicKind::Load && Op->Path == Path)
      return Part;
  }
  return nullptr;
}

bool ShapeFinder::isWrittenBetween(const Stmt *A, const Stmt *B,
                                   const AccessPath &Path) const {
  for (const Expr *Site : Scan.sites()) {
    const Operation *Op = Scan.atomic(Site);
    if (Op->Atomic.Op.Kind != AtomicKind::Load && Op->Path == Path &&
        isBefore(A, Site) && isBefore(Site, B))
      return true;
  }
  return false;
}

bool ShapeFinder::storesPlainly(const AccessPath &Path) const {
  return llvm::any_of(Scan.sites(), [&](const Expr *Site) {
    const Operation *Op = Scan.atomic(Site);
    return Op->Atomic.Op.Kind == AtomicKind::Store && Op->Path == Path;
  });
}

AtomicMisuse ShapeFinder::misuse(MisuseKind Kind, const Operation &First,
                                 const Operation &Second) const {
  auto Site = [&](const Operation &Op) {
    return AtomicSite{Op.Atomic.Node, Op.Atomic.Node->getBeginLoc(),
                      Op.Atomic.order(Context) != Ordering::Strong};
  };
  AtomicMisuse M{Kind, Site(First), Site(Second), Second.Path};
  M.Name = Scan.paths().str(Second.Path);
  M.Named = Scan.paths().named(Second.Path);
  return M;
}
