//===- OwnerTests.cpp - what is asked of smart pointers -------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/analysis/OwnerTests.h"

#include "checks/analysis/FunctionScan.h"

#include "clang/AST/ExprCXX.h"
#include "clang/Basic/Builtins.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace racetidy;

static const Expr *strip(const Expr *E) {
  while (true) {
    E = E->IgnoreParenImpCasts();
    // 'static_cast<bool>(x)', as in assertions.
    if (const auto *Cast = dyn_cast<ExplicitCastExpr>(E);
        Cast && Cast->getType()->isIntegralOrEnumerationType())
      E = Cast->getSubExpr();
    else if (const auto *Call = dyn_cast<CallExpr>(E);
             Call && Call->getBuiltinCallee() == Builtin::BI__builtin_expect)
      E = Call->getArg(0);
    else
      return E;
  }
}

static bool compare(uint64_t A, BinaryOperatorKind Op, uint64_t B) {
  switch (Op) {
  case BO_EQ:
    return A == B;
  case BO_NE:
    return A != B;
  case BO_LT:
    return A < B;
  case BO_LE:
    return A <= B;
  case BO_GT:
    return A > B;
  default:
    return A >= B;
  }
}

/// 'bool gone = w.expired();'
const Expr *OwnerTests::keptValue(const VarDecl &V) {
  if (!V.hasLocalStorage() || isa<ParmVarDecl>(V) || !V.getInit() ||
      !V.getType()->isBooleanType())
    return nullptr;
  if (!Changed) {
    Changed.emplace();
    auto Note = [&](const Expr *E) {
      if (const auto *Ref = dyn_cast<DeclRefExpr>(E->IgnoreParens()))
        Changed->insert(Ref->getDecl());
    };
    forEachEvaluated(Function, [&](const Stmt *S) {
      if (const auto *B = dyn_cast<BinaryOperator>(S); B && B->isAssignmentOp())
        Note(B->getLHS());
      else if (const auto *U = dyn_cast<UnaryOperator>(S);
               U && U->getOpcode() == UO_AddrOf)
        Note(U->getSubExpr());
      else if (const auto *L = dyn_cast<LambdaExpr>(S))
        for (const LambdaCapture &Capture : L->captures())
          if (Capture.capturesVariable() &&
              Capture.getCaptureKind() == LCK_ByRef)
            Changed->insert(Capture.getCapturedVar());
    });
  }
  return Changed->count(&V) ? nullptr : V.getInit();
}

void OwnerTests::count(const Expr *E, BinaryOperatorKind Op, uint64_t N,
                       bool Outcome, Callback Found) {
  auto Method = methodCall(*E);
  if (!Method)
    return;
  const PointerRule *Rule = Rules.pointer(Method->ObjectType);
  if (!Rule || !llvm::is_contained(Rule->Count, Method->Name))
    return;
  auto Holds = [&](uint64_t Owners) { return compare(Owners, Op, N); };
  if (Rule->isWeak()) {
    // One outcome means that there is an owner: the one that no owners at all
    // would not have.
    Found({OwnerTest::Alive, E, *Method}, Outcome != Holds(0));
    return;
  }
  // One owner must be told from two, and from many.
  if (Holds(1) != Holds(2) && Holds(1) != Holds(~0ull))
    Found({OwnerTest::Sole, E, *Method}, Outcome == Holds(1));
}

void OwnerTests::comparison(const BinaryOperator &B, bool Outcome,
                            Callback Found) {
  auto Number = [&](const Expr *E) -> std::optional<uint64_t> {
    const auto *L = dyn_cast<IntegerLiteral>(strip(E));
    if (!L)
      return std::nullopt;
    return L->getValue().getLimitedValue();
  };
  if (auto N = Number(B.getRHS()))
    return count(strip(B.getLHS()), B.getOpcode(), *N, Outcome, Found);
  if (auto N = Number(B.getLHS()))
    count(strip(B.getRHS()), BinaryOperator::reverseComparisonOp(B.getOpcode()),
          *N, Outcome, Found);
}

void OwnerTests::visit(const Expr *E, bool Outcome, Callback Found,
                       unsigned Depth) {
  E = strip(E);
  if (Depth > 16)
    return;
  if (const auto *U = dyn_cast<UnaryOperator>(E)) {
    if (U->getOpcode() == UO_LNot)
      visit(U->getSubExpr(), !Outcome, Found, Depth + 1);
    return;
  }
  if (const auto *B = dyn_cast<BinaryOperator>(E)) {
    // Only one outcome tells something of both sides.
    if (B->isLogicalOp()) {
      if (Outcome == (B->getOpcode() == BO_LAnd)) {
        visit(B->getLHS(), Outcome, Found, Depth + 1);
        visit(B->getRHS(), Outcome, Found, Depth + 1);
      }
    } else if (B->isComparisonOp() && B->getOpcode() != BO_Cmp) {
      comparison(*B, Outcome, Found);
    }
    return;
  }
  if (const auto *Ref = dyn_cast<DeclRefExpr>(E)) {
    if (const auto *V = dyn_cast<VarDecl>(Ref->getDecl()))
      if (const Expr *Value = keptValue(*V))
        visit(Value, Outcome, Found, Depth + 1);
    return;
  }
  auto Method = methodCall(*E);
  if (!Method)
    return;
  const PointerRule *Rule = Rules.pointer(Method->ObjectType);
  if (!Rule)
    return;
  if (llvm::is_contained(Rule->Expired, Method->Name))
    Found({OwnerTest::Alive, E, *Method}, !Outcome);
  else if (llvm::is_contained(Rule->Unique, Method->Name))
    Found({OwnerTest::Sole, E, *Method}, Outcome);
  else
    count(E, BO_NE, 0, Outcome, Found);
}

bool racetidy::mayAskOfOwners(const Stmt &S, const RuleSet &Rules) {
  DeclarationName Name;
  if (const auto *M = dyn_cast<MemberExpr>(&S))
    Name = M->getMemberDecl()->getDeclName();
  else if (const auto *D = dyn_cast<CXXDependentScopeMemberExpr>(&S))
    Name = D->getMember();
  else if (const auto *U = dyn_cast<UnresolvedMemberExpr>(&S))
    Name = U->getMemberName();
  const IdentifierInfo *II = Name.getAsIdentifierInfo();
  if (!II)
    return false;
  auto Has = [&](const std::vector<std::string> &Names) {
    return llvm::any_of(
        Names, [&](const std::string &N) { return II->getName() == N; });
  };
  return llvm::any_of(Rules.Pointers, [&](const PointerRule &R) {
    return Has(R.Expired) || Has(R.Count) || Has(R.Unique);
  });
}
