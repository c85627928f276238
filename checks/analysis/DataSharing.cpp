//===- DataSharing.cpp - whose object a variable is -----------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/analysis/DataSharing.h"

#include "clang/AST/DeclOpenMP.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/ExprOpenMP.h"
#include "clang/AST/OpenMPClause.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Basic/OpenMPKinds.h"

using namespace clang;
using namespace racetidy;

const ValueDecl *racetidy::listItem(const Expr *E) {
  while (E) {
    E = E->IgnoreParenImpCasts();
    if (const auto *Section = dyn_cast<ArraySectionExpr>(E))
      E = Section->getBase();
    else if (const auto *Element = dyn_cast<ArraySubscriptExpr>(E))
      E = Element->getBase();
    else
      break;
  }
  if (!E)
    return nullptr;
  if (const auto *Member = dyn_cast<MemberExpr>(E))
    return isa<CXXThisExpr>(Member->getBase()->IgnoreParenImpCasts())
               ? dyn_cast<FieldDecl>(Member->getMemberDecl())
               : nullptr;
  const auto *Ref = dyn_cast<DeclRefExpr>(E);
  if (!Ref)
    return nullptr;
  // A field in a clause is captured under a name of the compiler's.
  if (const auto *Captured = dyn_cast<OMPCapturedExprDecl>(Ref->getDecl()))
    return listItem(Captured->getInit());
  return Ref->getDecl();
}

const VarDecl *racetidy::loopVariable(const Stmt &S) {
  if (const auto *Range = dyn_cast<CXXForRangeStmt>(&S))
    return Range->getLoopVariable();
  const auto *For = dyn_cast<ForStmt>(&S);
  if (!For || !For->getInit())
    return nullptr;
  if (const auto *Decl = dyn_cast<DeclStmt>(For->getInit()))
    return Decl->isSingleDecl() ? dyn_cast<VarDecl>(Decl->getSingleDecl())
                                : nullptr;
  const Expr *Target = nullptr;
  if (const auto *B = dyn_cast<BinaryOperator>(For->getInit());
      B && B->getOpcode() == BO_Assign)
    Target = B->getLHS();
  else if (const auto *O = dyn_cast<CXXOperatorCallExpr>(For->getInit());
           O && O->getOperator() == OO_Equal)
    Target = O->getArg(0);
  const auto *Ref =
      Target ? dyn_cast<DeclRefExpr>(Target->IgnoreParenImpCasts()) : nullptr;
  return Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
}

void DataSharing::note(const Expr *E, Sharing S) {
  if (const ValueDecl *D = listItem(E)) {
    // 'firstprivate(x) lastprivate(x)'
    auto [It, New] = Said.try_emplace(D, S);
    if (!New && S == Sharing::Copy)
      It->second = S;
  }
}

DataSharing::DataSharing(const OMPExecutableDirective &D)
    : Task(isOpenMPTaskingDirective(D.getDirectiveKind())),
      Target(isOpenMPTargetExecutionDirective(D.getDirectiveKind())) {
  auto List = [&](const auto *Clause, Sharing S) {
    for (const Expr *E : Clause->varlist())
      note(E, S);
  };
  for (const OMPClause *C : D.clauses()) {
    if (const auto *P = dyn_cast<OMPPrivateClause>(C))
      List(P, Sharing::Own);
    else if (const auto *F = dyn_cast<OMPFirstprivateClause>(C))
      List(F, Sharing::Copy);
    else if (const auto *L = dyn_cast<OMPLastprivateClause>(C))
      List(L, Sharing::Own);
    else if (const auto *L = dyn_cast<OMPLinearClause>(C))
      List(L, Sharing::Own);
    else if (const auto *R = dyn_cast<OMPReductionClause>(C))
      List(R, Sharing::Own);
    else if (const auto *R = dyn_cast<OMPInReductionClause>(C))
      List(R, Sharing::Own);
    else if (const auto *S = dyn_cast<OMPSharedClause>(C))
      List(S, Sharing::Outer);
    else if (const auto *M = dyn_cast<OMPMapClause>(C))
      List(M, Sharing::Outer);
    else if (const auto *P = dyn_cast<OMPIsDevicePtrClause>(C))
      List(P, Sharing::Copy);
    else if (const auto *X = dyn_cast<OMPDefaultClause>(C)) {
      if (X->getDefaultKind() == llvm::omp::OMP_DEFAULT_private)
        Default = Sharing::Own;
      else if (X->getDefaultKind() == llvm::omp::OMP_DEFAULT_firstprivate)
        Default = Sharing::Copy;
      else if (X->getDefaultKind() == llvm::omp::OMP_DEFAULT_shared)
        Task = false;
    }
  }
  // What the construct's loops count with is predetermined.
  unsigned Ordered = 0;
  for (const auto *O : D.getClausesOfKind<OMPOrderedClause>()) {
    if (const auto *N = dyn_cast_or_null<ConstantExpr>(O->getNumForLoops()))
      Ordered = N->getResultAsAPSInt().getZExtValue();
  }
  if (const auto *Loop = dyn_cast<OMPLoopDirective>(&D))
    OMPLoopBasedDirective::doForAllLoops(
        Loop->getInnermostCapturedStmt()->getCapturedStmt(),
        /*TryImperfectlyNestedLoops=*/true,
        std::max(Loop->getLoopsNumber(), Ordered),
        [&](unsigned, const Stmt *S) {
          if (const VarDecl *V = loopVariable(*S))
            Said.try_emplace(V, Sharing::Own);
          return false;
        });
}

Sharing DataSharing::of(const ValueDecl &D, bool SharedOutside) const {
  if (auto It = Said.find(&D); It != Said.end())
    return It->second;
  const auto *V = dyn_cast<VarDecl>(&D);
  bool Static = !V || !V->hasLocalStorage();
  if (Default != Sharing::Outer)
    return Static ? Sharing::Outer : Default;
  if (Task && !Static && !SharedOutside)
    return Sharing::Copy;
  // Scalars are copied to the device; arrays and objects are mapped.
  if (Target && V) {
    QualType T = V->getType().getNonReferenceType();
    if (T->isScalarType())
      return Sharing::Copy;
  }
  return Sharing::Outer;
}
