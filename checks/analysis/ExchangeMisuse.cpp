//===- ExchangeMisuse.cpp - compare-exchanges that lose updates ===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/analysis/LocalDefinitions.h"
#include "checks/analysis/ShapeFinder.h"

#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace racetidy;

namespace {

/// One compare-exchange: the variable with the expected value, and where that
/// and the new value come from.
class Exchange {
public:
  Exchange(ShapeFinder &F, const ShapeFinder::Operation &Op) : F(F), Op(Op) {}
  void run();

private:
  using Loads = llvm::SmallVector<const Expr *, 4>;

  void findExpected();

  bool isExpected(const Expr *E) const;
  bool mentionsExpected(const Stmt *S) const;
  bool comesFrom(const Expr *E, unsigned Depth, Loads *From,
                 const Stmt *OutsideOf = nullptr) const;
  bool carries(const VarDecl *V, const Stmt *OutsideOf) const;
  bool staysIn(const VarDecl *V, const Stmt *Loop) const;
  bool isRetried(const Stmt *Loop) const;
  bool isRefreshed(const Stmt *Loop) const;
  bool isOutside(const Stmt *S, const Stmt *Loop) const;

  void ignored();
  bool stale(const Stmt *Loop);
  void separate();
  void report(MisuseKind Kind, const Expr *First, Confidence Most);

  ShapeFinder &F;
  const ShapeFinder::Operation &Op;
  DefinitionMap Definitions;
  /// The variable that holds what is expected, if it is a local.
  const VarDecl *Expected = nullptr;
  /// The expression that names it.
  const Expr *ExpectedPlace = nullptr;
  /// It is passed as a value, and nobody writes it back.
  bool ByValue = false;
};

} // namespace

void Exchange::findExpected() {
  const Expr *E = Op.Atomic.Expected->IgnoreParenImpCasts();
  if (const auto *U = dyn_cast<UnaryOperator>(E);
      U && U->getOpcode() == UO_AddrOf) {
    ExpectedPlace = U->getSubExpr();
  } else if (Op.Atomic.Expected->isLValue() ||
             Op.Atomic.Expected->isTypeDependent()) {
    ExpectedPlace = Op.Atomic.Expected;
  } else {
    // A pointer to the expected value, or that value itself.
    QualType Pointee = Op.Atomic.Expected->getType()->getPointeeType();
    QualType Value = Op.Atomic.Object->getType();
    if (Op.Atomic.Pointer && Value->isAnyPointerType())
      Value = Value->getPointeeType();
    if (const auto *Atomic = Value->getAs<AtomicType>())
      Value = Atomic->getValueType();
    ByValue =
        Pointee.isNull() || !F.Context.hasSameUnqualifiedType(Pointee, Value);
    if (!ByValue)
      return;
    ExpectedPlace = Op.Atomic.Expected;
  }
  Expected = localOf(ExpectedPlace);
}

bool Exchange::isExpected(const Expr *E) const {
  return Expected && localOf(E) == Expected;
}

bool Exchange::mentionsExpected(const Stmt *S) const {
  if (!S)
    return false;
  if (const auto *Ref = dyn_cast<DeclRefExpr>(S))
    return Expected && Ref->getDecl() == Expected;
  return llvm::any_of(S->children(), [&](const Stmt *Child) {
    return mentionsExpected(Child);
  });
}

bool Exchange::isOutside(const Stmt *S, const Stmt *Loop) const {
  if (const auto *For = dyn_cast_or_null<ForStmt>(Loop))
    if (For->getInit() && F.isWithin(S, For->getInit()))
      return true;
  return !Loop || !F.isWithin(S, Loop);
}

/// Whether the value of \p E is computed from a load of the location or from
/// what is expected there. Values read through a pointer are other values: a
/// queue's 'tail->next' is none of the tail. The loads go to \p From, and of
/// definitions only those count that stand outside of \p OutsideOf.
bool Exchange::comesFrom(const Expr *E, unsigned Depth, Loads *From,
                         const Stmt *OutsideOf) const {
  if (!E || Depth == 0)
    return false;
  if (const Expr *Load = F.loadOf(E, Op.Path)) {
    if (From)
      From->push_back(Load);
    return true;
  }
  E = plainValue(E);
  auto Operand = [&](const Expr *Part) {
    return comesFrom(Part, Depth, From, OutsideOf);
  };
  if (F.Scan.atomic(E))
    return false;
  if (const auto *B = dyn_cast<BinaryOperator>(E)) {
    bool Left = !B->isAssignmentOp() && B->getOpcode() != BO_Comma &&
                Operand(B->getLHS());
    return Operand(B->getRHS()) || Left;
  }
  if (const auto *U = dyn_cast<UnaryOperator>(E))
    return U->getOpcode() != UO_Deref && U->getOpcode() != UO_AddrOf &&
           Operand(U->getSubExpr());
  if (const auto *C = dyn_cast<ConditionalOperator>(E)) {
    bool True = Operand(C->getTrueExpr());
    return Operand(C->getFalseExpr()) || True;
  }
  if (const auto *M = dyn_cast<MemberExpr>(E))
    return !M->isArrow() && Operand(M->getBase());
  auto Any = [&](auto Parts) {
    bool Found = false;
    for (const Expr *Part : Parts)
      // What a pointer leads to is another value, once more.
      if (!Part->getType()->isPointerType())
        Found |= Operand(Part);
    return Found;
  };
  if (isa<CXXMemberCallExpr>(E))
    return false;
  if (const auto *C = dyn_cast<CallExpr>(E))
    return Any(C->arguments());
  if (const auto *C = dyn_cast<CXXConstructExpr>(E))
    return Any(C->arguments());
  if (const auto *L = dyn_cast<InitListExpr>(E))
    return Any(L->inits());
  const VarDecl *V = localOf(E);
  if (!V)
    return false;
  bool Found = false;
  auto It = Definitions.find(V);
  if (It != Definitions.end())
    for (const Definition &D : It->second)
      if (D.Value && isOutside(D.Where, OutsideOf) &&
          F.isBefore(D.Where, Op.Atomic.Node) &&
          (!D.Part || V->getType()->isRecordType() ||
           V->getType()->isArithmeticType()))
        Found |= comesFrom(D.Value, Depth - 1, From, OutsideOf);
  // What is expected is the old value, wherever it was got; a constant is not.
  return Found ||
         (V == Expected &&
          (It == Definitions.end() || !llvm::all_of(It->second, [&](auto &D) {
             return D.Value && !D.Value->isValueDependent() &&
                    D.Value->isEvaluatable(F.Context);
           })));
}

/// Whether \p V points to an object that was given the old value: a node
/// before it is linked.
bool Exchange::carries(const VarDecl *V, const Stmt *OutsideOf) const {
  auto It = Definitions.find(V);
  if (It == Definitions.end() || V->getType()->isArithmeticType())
    return false;
  for (const Definition &D : It->second) {
    if (!D.Value || !isOutside(D.Where, OutsideOf))
      continue;
    if (D.Part) {
      if (comesFrom(D.Value, 3, nullptr, OutsideOf))
        return true;
      continue;
    }
    const Expr *Made = plainValue(D.Value);
    llvm::SmallVector<const Expr *, 4> Parts;
    if (const auto *New = dyn_cast<CXXNewExpr>(Made)) {
      if (const Expr *Init = New->getInitializer()) {
        Init = plainValue(Init);
        if (const auto *C = dyn_cast<CXXConstructExpr>(Init))
          Parts.append(C->arg_begin(), C->arg_end());
        else if (const auto *L = dyn_cast<InitListExpr>(Init))
          Parts.append(L->inits().begin(), L->inits().end());
      }
    } else if (const auto *Call = dyn_cast<CallExpr>(Made)) {
      if (const FunctionDecl *Callee = Call->getDirectCallee();
          Callee && F.Rules.isFreshFunction(*Callee))
        Parts.append(Call->arg_begin(), Call->arg_end());
    }
    for (const Expr *Part : Parts)
      if (comesFrom(Part, 3, nullptr, OutsideOf))
        return true;
  }
  return false;
}

/// Whether nothing in \p Loop changes \p V, or what it points to.
bool Exchange::staysIn(const VarDecl *V, const Stmt *Loop) const {
  auto It = Definitions.find(V);
  return It == Definitions.end() ||
         llvm::all_of(It->second, [&](const Definition &D) {
           return isOutside(D.Where, Loop);
         });
}

/// Whether \p Loop goes on until the exchange works.
bool Exchange::isRetried(const Stmt *Loop) const {
  const Expr *Condition = nullptr;
  if (const auto *W = dyn_cast<WhileStmt>(Loop))
    Condition = W->getCond();
  else if (const auto *D = dyn_cast<DoStmt>(Loop))
    Condition = D->getCond();
  else if (const auto *L = dyn_cast<ForStmt>(Loop))
    Condition = L->getCond();
  else
    return false;
  if (Condition && F.isWithin(Op.Atomic.Node, Condition))
    return true;
  // 'for (;;) if (n.compare_exchange_weak(…)) break;'
  bool Value = false;
  bool Endless =
      !Condition ||
      (!Condition->isValueDependent() &&
       Condition->EvaluateAsBooleanCondition(Value, F.Context) && Value);
  const Stmt *S = Op.Atomic.Node;
  while (S && isa<Expr>(S))
    S = F.parent(S);
  const auto *If = dyn_cast_or_null<IfStmt>(S);
  return Endless && If && F.isWithin(Op.Atomic.Node, If->getCond()) &&
         leaves(If->getThen());
}

/// Whether the expected value follows the location while \p Loop runs: the
/// exchange itself writes it back, or it is loaded. One that is set to
/// something fixed waits for that value, as a lock or a ticket does.
bool Exchange::isRefreshed(const Stmt *Loop) const {
  if (!Expected)
    return false;
  auto It = Definitions.find(Expected);
  bool Loaded = false;
  if (It != Definitions.end())
    for (const Definition &D : It->second) {
      if (isOutside(D.Where, Loop))
        continue;
      if (!D.Value || !F.loadOf(D.Value, Op.Path))
        return false;
      Loaded = true;
    }
  return Loaded || !ByValue;
}

void Exchange::report(MisuseKind Kind, const Expr *First, Confidence Most) {
  const auto *Load = First ? F.Scan.atomic(First) : nullptr;
  AtomicMisuse M = F.misuse(Kind, Load ? *Load : Op, Op);
  M.Most = Most;
  M.Spurious = Op.Atomic.Op.Weak;
  M.Repeatable = Expected && mentionsExpected(Op.Atomic.Desired);
  F.Found.push_back(std::move(M));
}

void Exchange::ignored() {
  // '(void)n.compare_exchange_strong(…)' is meant.
  const Stmt *S = Op.Atomic.Node;
  for (const Stmt *P = F.parent(S); P && isa<Expr>(P); P = F.parent(P))
    if (const auto *Cast = dyn_cast<CastExpr>(P);
        Cast && Cast->getType()->isVoidType() && !isa<ImplicitCastExpr>(P))
      return;
  // Tried again and again, by whatever condition.
  if (F.loopAround(S))
    return;
  // Who expects something by reference finds there what was in the way; when
  // anybody can look at that, the failure is not ignored.
  if (!Expected)
    return;
  bool LookedAt = false;
  forEachEvaluated(F.Function, [&](const Stmt *Other) {
    const auto *Ref = dyn_cast<DeclRefExpr>(Other);
    LookedAt |= Ref && Ref->getDecl() == Expected && !F.isWithin(Ref, S) &&
                F.isBefore(S, Ref);
  });
  if ((LookedAt && !ByValue) || isa<ParmVarDecl>(Expected))
    return;
  if (Op.Atomic.Op.Weak)
    return report(MisuseKind::IgnoredFailure, nullptr, Confidence::Medium);
  // A strong one that puts a constant there, or helps another thread to what
  // that one wants as well, may fail: then the others did it. Versioned
  // structures are helped along like that too.
  QualType T = Op.Atomic.Desired->getType();
  if (!T->isScalarType() && !T->isDependentType())
    return;
  const VarDecl *V = localOf(Op.Atomic.Desired);
  Loads From;
  if (comesFrom(Op.Atomic.Desired, 4, &From) || (V && carries(V, nullptr)))
    report(MisuseKind::IgnoredFailure, From.empty() ? nullptr : From.front(),
           Confidence::Medium);
}

bool Exchange::stale(const Stmt *Loop) {
  if (!isRetried(Loop) || !isRefreshed(Loop) ||
      mentionsExpected(Op.Atomic.Desired))
    return false;
  // A load in the call itself is as new as can be.
  Loads Now;
  llvm::SmallVector<const VarDecl *, 4> Variables;
  llvm::SmallVector<const Stmt *, 8> Work{Op.Atomic.Desired};
  while (!Work.empty()) {
    const Stmt *S = Work.pop_back_val();
    if (!S)
      continue;
    const auto *E = dyn_cast<Expr>(S);
    if (E && F.Scan.atomic(E))
      return false;
    if (const auto *Ref = dyn_cast<DeclRefExpr>(S))
      if (const VarDecl *V = localOf(Ref); V && V != Expected)
        Variables.push_back(V);
    llvm::append_range(Work, S->children());
  }
  if (Variables.empty() || !llvm::all_of(Variables, [&](const VarDecl *V) {
        return staysIn(V, Loop);
      }))
    return false;
  // 'while (!head.compare_exchange_weak(n->next, n));' refreshes the node.
  const VarDecl *Whole = localOf(Op.Atomic.Desired);
  if (Whole && baseOf(ExpectedPlace) == Whole)
    return false;
  Loads From;
  if (!comesFrom(Op.Atomic.Desired, 4, &From, Loop) &&
      !(Whole && carries(Whole, Loop)))
    return false;
  // Who looks at the refreshed value knows more than this does.
  bool LookedAt = false;
  forEachEvaluated(F.Function, [&](const Stmt *Other) {
    const auto *Ref = dyn_cast<DeclRefExpr>(Other);
    if (!Ref || Ref->getDecl() != Expected || !F.isWithin(Ref, Loop) ||
        F.isWithin(Ref, Op.Atomic.Node))
      return;
    const auto *B = dyn_cast_or_null<BinaryOperator>(F.parent(Ref));
    LookedAt |= !(B && B->isAssignmentOp() && B->getLHS() == Ref);
  });
  report(MisuseKind::StaleDesired, From.empty() ? nullptr : From.front(),
         LookedAt ? Confidence::Low : Confidence::High);
  return true;
}

/// 'v = n.load(); …; e = n.load(); n.compare_exchange_strong(e, v + 1)': what
/// came between the two loads is compared as if the new value knew of it.
void Exchange::separate() {
  if (!Expected || mentionsExpected(Op.Atomic.Desired))
    return;
  auto It = Definitions.find(Expected);
  if (It == Definitions.end())
    return;
  Loads Compared, Computed;
  for (const Definition &D : It->second) {
    // Set anew, or taken over from somewhere: that is checked, or fixed.
    const Expr *Load =
        D.Value && !D.Part ? F.loadOf(D.Value, Op.Path) : nullptr;
    if (!Load)
      return;
    Compared.push_back(Load);
  }
  if (!comesFrom(Op.Atomic.Desired, 4, &Computed) || Computed.empty())
    return;
  for (const Expr *Old : Computed)
    for (const Expr *New : Compared)
      if (!F.isBefore(Old, New) || Old == New ||
          F.isWrittenBetween(Old, New, Op.Path))
        return;
  // 'if (e != v) continue;' has compared the two.
  bool LookedAt = false;
  forEachEvaluated(F.Function, [&](const Stmt *Other) {
    const auto *Ref = dyn_cast<DeclRefExpr>(Other);
    LookedAt |= Ref && Ref->getDecl() == Expected &&
                !F.isWithin(Ref, Op.Atomic.Node) &&
                F.isBefore(Ref, Op.Atomic.Node) &&
                !llvm::any_of(It->second, [&](const Definition &D) {
                  return F.isWithin(Ref, D.Where);
                });
  });
  if (!LookedAt)
    report(MisuseKind::SeparateLoads, Computed.front(), Confidence::High);
}

void Exchange::run() {
  if (!Op.Atomic.Expected || !Op.Atomic.Desired)
    return;
  Definitions = definitionsIn(F.Function, F.Scan, Op.Atomic.Node);
  findExpected();
  if (!ExpectedPlace)
    return;
  const Stmt *Loop = F.loopAround(Op.Atomic.Node);
  if (Loop && stale(Loop))
    return;
  size_t Before = F.Found.size();
  separate();
  if (F.Found.size() == Before && !Op.ResultUsed)
    ignored();
}

void racetidy::findExchangeMisuse(ShapeFinder &F) {
  unsigned Seen = 0;
  for (const Expr *Site : F.Scan.sites()) {
    const auto *Op = F.Scan.atomic(Site);
    // Each looks over the function; past so many it is generated code.
    if (Op->Atomic.Op.Kind == AtomicKind::CompareExchange && ++Seen <= 32)
      Exchange(F, *Op).run();
  }
}
