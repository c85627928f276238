//===- AtomicPatterns.cpp - atomic operations that belong together===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/analysis/AtomicPatterns.h"

#include "checks/analysis/ShapeFinder.h"

#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"

using namespace clang;
using namespace racetidy;

AtomicPatterns::AtomicPatterns(const FunctionDecl &Function, RuleIndex &Rules,
                               FunctionScan &Scan)
    : Rules(Rules), Scan(Scan) {
  if (Scan.sites().empty())
    return;
  ShapeFinder Finder(Function, Rules, Scan);
  findDoubleReads(Finder);
  findTestedThenReloaded(Finder);
  findExchangeMisuse(Finder);
  findUpdateThenTest(Finder);
  Shapes = std::move(Finder.Found);
}

void AtomicPatterns::runs(const FunctionScan::Operation &Op,
                          const Lockset &Held, LockBits Own, uint64_t Live,
                          bool Private) {
  if (empty())
    return;
  LockBits Locks = Held.May | Held.MayShared;
  // A compare-exchange that won counts as a lock on what it guards; round a
  // loop it would be its own excuse.
  if (Op.Atomic.Op.Kind == AtomicKind::CompareExchange)
    Locks &= ~Own;
  Seen[Op.Atomic.Node] = {Locks != 0, Private, Live};
}

std::vector<AtomicMisuse> AtomicPatterns::findings() const {
  std::vector<AtomicMisuse> Result;
  for (const AtomicMisuse &M : Shapes) {
    auto It = Seen.find(M.Second.Node);
    // Never reached; or under a lock, even one that only keeps writers out.
    if (It == Seen.end() || It->second.Locked || It->second.Private)
      continue;
    if (M.Named && Rules.isSingleWriter(*M.Named))
      continue;
    // 'p->n', 'p = p->next', 'p->n': two locations by one name.
    const FunctionScan::Operation *First = Scan.atomic(M.First.Node);
    bool BothLoad = M.Kind == MisuseKind::DoubleRead ||
                    M.Kind == MisuseKind::TestedThenReloaded;
    if (BothLoad && (First->Read < 0 || !(It->second.Live >> First->Read & 1)))
      continue;
    Result.push_back(M);
  }
  return Result;
}

static const ValueDecl *declaredAs(const Expr *E) {
  E = E->IgnoreParenImpCasts();
  if (const auto *U = dyn_cast<UnaryOperator>(E);
      U && U->getOpcode() == UO_AddrOf)
    return declaredAs(U->getSubExpr());
  if (const auto *M = dyn_cast<MemberExpr>(E))
    return M->getMemberDecl();
  if (const auto *Ref = dyn_cast<DeclRefExpr>(E))
    return Ref->getDecl();
  return nullptr;
}

/// Whether \p E is certainly something: an object's address, a new object.
static bool isSomething(const Expr *E, unsigned Depth) {
  E = plainValue(E);
  if (isa<CXXNewExpr, CXXThisExpr, StringLiteral>(E))
    return true;
  if (const auto *U = dyn_cast<UnaryOperator>(E))
    return U->getOpcode() == UO_AddrOf;
  if (const auto *Ref = dyn_cast<DeclRefExpr>(E)) {
    if (isa<FunctionDecl>(Ref->getDecl()))
      return true;
    const auto *V = dyn_cast<VarDecl>(Ref->getDecl());
    return V && V->hasInit() && V->hasLocalStorage() && Depth &&
           isSomething(V->getInit(), Depth - 1);
  }
  return false;
}

void PointerFates::note(const FunctionDecl &Function,
                        const FunctionScan &Scan) {
  // An object begins and ends with nothing in it; nobody looks then.
  if (isa<CXXConstructorDecl, CXXDestructorDecl>(Function))
    return;
  for (const AtomicOperation &Op : Scan.writes()) {
    const Expr *Value = Op.Desired ? Op.Desired : Op.Value;
    const ValueDecl *D = Value ? declaredAs(Op.Object) : nullptr;
    if (!D)
      continue;
    bool Puts = isSomething(Value, 2);
    (Puts ? Set : Unset).insert(D->getLocation());
  }
}

bool PointerFates::onlySet(const ValueDecl *D) const {
  return D && Set.contains(D->getLocation()) &&
         !Unset.contains(D->getLocation());
}
