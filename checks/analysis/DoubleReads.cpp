//===- DoubleReads.cpp - one decision of two loads ===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/analysis/ShapeFinder.h"

#include "clang/AST/ExprCXX.h"
#include "clang/Basic/Builtins.h"
#include "llvm/ADT/STLExtras.h"

#include <map>

using namespace clang;
using namespace racetidy;

using Chain = llvm::SmallVector<const Expr *, 8>;

/// Whether the value of \p Child goes into that of \p Parent by computation
/// alone. A call may be anything, and wants each argument as it is now.
static bool computes(const Stmt *Parent, const Expr *Child) {
  if (handsOn(Parent))
    return true;
  if (const auto *B = dyn_cast<BinaryOperator>(Parent))
    return !B->isAssignmentOp() && B->getOpcode() != BO_Comma;
  if (const auto *U = dyn_cast<UnaryOperator>(Parent))
    return U->getOpcode() == UO_Minus || U->getOpcode() == UO_Plus ||
           U->getOpcode() == UO_Not || U->getOpcode() == UO_LNot;
  if (isa<ConditionalOperator>(Parent))
    return true;
  if (const auto *A = dyn_cast<ArraySubscriptExpr>(Parent))
    return A->getIdx() == Child;
  // Two fields of two snapshots.
  if (const auto *M = dyn_cast<MemberExpr>(Parent))
    return !M->isArrow() && isa<FieldDecl>(M->getMemberDecl());
  if (const auto *C = dyn_cast<CXXOperatorCallExpr>(Parent))
    // '<<' and '>>' of class types are streams.
    return C->isInfixBinaryOp() && !C->isAssignmentOp() &&
           C->getOperator() != OO_LessLess &&
           C->getOperator() != OO_GreaterGreater &&
           C->getOperator() != OO_Comma;
  if (const auto *C = dyn_cast<CallExpr>(Parent))
    return C->getBuiltinCallee() == Builtin::BI__builtin_expect;
  return false;
}

static Chain computedFrom(const ShapeFinder &F, const Expr *Load) {
  Chain C{Load};
  while (const Stmt *P = F.parent(C.back())) {
    if (!computes(P, C.back()))
      break;
    C.push_back(cast<Expr>(P));
  }
  return C;
}

/// Whether a call, or an operation other than a load, is evaluated in \p S
/// between the two loads: the second one is then meant to be newer.
static bool actsBetween(const ShapeFinder &F, const Stmt *S, const Expr *First,
                        const Expr *Second) {
  if (!S || S == First || S == Second)
    return false;
  if (const auto *E = dyn_cast<Expr>(S)) {
    const auto *Op = F.Scan.atomic(E);
    bool Acts = Op && Op->Atomic.Op.Kind != AtomicKind::Load;
    if (const auto *U = dyn_cast<UnaryOperator>(E))
      Acts |= U->isIncrementDecrementOp();
    if (const auto *B = dyn_cast<BinaryOperator>(E))
      Acts |= B->isAssignmentOp();
    if (const auto *Call = dyn_cast<CallExpr>(E); Call && !Op)
      Acts |= !isa<CXXOperatorCallExpr>(E) && Call->getBuiltinCallee() == 0 &&
              !F.isBefore(Second, E) && F.isBefore(First, E);
    if (Acts)
      return true;
  }
  return llvm::any_of(S->children(), [&](const Stmt *Child) {
    return actsBetween(F, Child, First, Second);
  });
}

/// The comparison right above the load: -1 when the load is to be smaller, 1
/// when it is to be greater, 0 when it is none of that.
static int boundOf(const Chain &Load, const Expr *Below) {
  for (size_t I = 1; I < Load.size(); ++I) {
    const auto *B = dyn_cast<BinaryOperator>(Load[I]);
    if (B && B->isRelationalOp()) {
      bool Smaller = B->getOpcode() == BO_LT || B->getOpcode() == BO_LE;
      bool OnLeft = B->getLHS() == Load[I - 1];
      return Smaller == OnLeft ? -1 : 1;
    }
    if (Load[I] == Below)
      break;
  }
  return 0;
}

/// Whether the load divides: 'n && total / n'.
static bool divides(const Chain &Load, const Expr *Below) {
  for (size_t I = 1; I < Load.size() && Load[I - 1] != Below; ++I)
    if (const auto *B = dyn_cast<BinaryOperator>(Load[I]))
      if ((B->getOpcode() == BO_Div || B->getOpcode() == BO_Rem) &&
          B->getRHS() == Load[I - 1])
        return true;
  return false;
}

/// Whether \p E decides a loop: it is asked again and again.
static bool isPolled(const ShapeFinder &F, const Expr *E) {
  const Stmt *S = E;
  while (const Stmt *P = F.parent(S)) {
    if (const auto *W = dyn_cast<WhileStmt>(P))
      return W->getCond() == S;
    if (const auto *D = dyn_cast<DoStmt>(P))
      return D->getCond() == S;
    if (const auto *L = dyn_cast<ForStmt>(P))
      return L->getCond() == S;
    if (!isa<Expr>(P))
      return false;
    S = P;
  }
  return false;
}

namespace {

/// What joins two loads, and what it is worth.
struct Joint {
  const Expr *Where = nullptr;
  Confidence Most = Confidence::Medium;
  bool Decides = false;
  bool NeedsNull = false;
};

} // namespace

static Joint judge(const Chain &A, const Chain &B, const Expr *Where,
                   const Expr *SideA, const Expr *SideB) {
  Joint J{Where};
  bool Direct = plainValue(SideA) == plainValue(A.front()) &&
                plainValue(SideB) == plainValue(B.front());
  if (const auto *Op = dyn_cast<BinaryOperator>(Where)) {
    J.Decides = Op->isLogicalOp() || Op->isComparisonOp();
    // 'a.load() != a.load()': asks whether it changes.
    if (Op->isComparisonOp() && Direct)
      return {};
    // Of tests that each hold for themselves, each is about its own moment:
    // 'state == A || state == B', 'flags & 1 && flags & 2'. Only the two ends
    // of a range say something together.
    if (Op->isLogicalOp() && boundOf(A, SideA) * boundOf(B, SideB) != -1 &&
        !divides(B, SideB))
      J.Most = Confidence::Low;
    return J;
  }
  if (const auto *C = dyn_cast<ConditionalOperator>(Where)) {
    // Of the two ways only one is taken.
    if (plainValue(C->getCond()) != plainValue(SideA))
      return {};
    // 'on ? on : other' is 'on' of either moment.
    if (A.front()->getType()->isBooleanType())
      return {};
    // 'p ? p : &none' is right for a pointer that is set once and stays.
    J.NeedsNull = A.front()->getType()->isAnyPointerType();
    return J;
  }
  if (isa<CXXOperatorCallExpr>(Where) && !Direct)
    return J;
  if (const auto *C = dyn_cast<CXXOperatorCallExpr>(Where))
    return C->isComparisonOp() ? Joint{} : J;
  return {};
}

static void pair(ShapeFinder &F, const ShapeFinder::Operation &First,
                 const ShapeFinder::Operation &Second,
                 std::map<const Expr *, size_t> &Reported) {
  Chain A = computedFrom(F, First.Atomic.Node);
  Chain B = computedFrom(F, Second.Atomic.Node);
  size_t InB = 0;
  auto InA = llvm::find_if(A, [&](const Expr *E) {
    auto It = llvm::find(B, E);
    InB = It - B.begin();
    return It != B.end();
  });
  if (InA == A.end() || InA == A.begin() || InB == 0)
    return;
  Joint J = judge(A, B, *InA, *(InA - 1), B[InB - 1]);
  if (!J.Where ||
      actsBetween(F, J.Where, First.Atomic.Node, Second.Atomic.Node) ||
      F.isHarmless(J.Where))
    return;
  // Where the location is written with it, race-atomic-split-update speaks;
  // and a compare-exchange finds out.
  for (const Stmt *S = J.Where; S; S = F.parent(S)) {
    const auto *E = dyn_cast<Expr>(S);
    if (!E)
      break;
    const auto *Op = F.Scan.atomic(E);
    if (Op && Op->Path == First.Path)
      return;
  }
  AtomicMisuse M = F.misuse(MisuseKind::DoubleRead, First, Second);
  M.Most = J.Most;
  M.Decides = J.Decides;
  M.NeedsNull = J.NeedsNull;
  if (F.storesPlainly(First.Path) || isPolled(F, J.Where))
    M.Most = Confidence::Low;
  // 'n * n * n' is one mistake.
  auto [It, New] = Reported.try_emplace(A.back(), F.Found.size());
  if (New)
    F.Found.push_back(std::move(M));
  else if (F.Found[It->second].Most < M.Most)
    F.Found[It->second] = std::move(M);
}

void racetidy::findDoubleReads(ShapeFinder &F) {
  std::map<AccessPath, std::vector<const ShapeFinder::Operation *>> Loads;
  for (const Expr *Site : F.Scan.sites()) {
    const auto *Op = F.Scan.atomic(Site);
    // Numbered are the loads that have a second one.
    if (Op->Atomic.Op.Kind == AtomicKind::Load && Op->Read >= 0)
      Loads[Op->Path].push_back(Op);
  }
  for (auto &[Path, Ops] : Loads) {
    // Generated code: every pair would be too many.
    if (Ops.size() > 64)
      continue;
    llvm::stable_sort(Ops, [&](const auto *A, const auto *B) {
      return F.isBefore(A->Atomic.Node, B->Atomic.Node);
    });
    std::map<const Expr *, size_t> Reported;
    for (size_t I = 0; I < Ops.size(); ++I)
      for (size_t J = I + 1; J < Ops.size(); ++J)
        pair(F, *Ops[I], *Ops[J], Reported);
  }
}
