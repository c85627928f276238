//===- UpdateThenTest.cpp - counted down, then asked ===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/analysis/ShapeFinder.h"

#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace racetidy;

namespace {

/// The test of a load: whether the last one, or the quorum, has come.
struct Test {
  const Expr *Load = nullptr;
  /// The truth of the condition that means so.
  bool Truth = true;
};

class UpdateTests {
public:
  UpdateTests(ShapeFinder &F, const ShapeFinder::Operation &Update, bool Up)
      : F(F), Update(Update), Up(Up) {}

  void run();

private:
  Test testIn(const Expr *Condition, bool Truth) const;
  const Expr *load(const Expr *E) const;
  bool isConstant(const Expr *E, int64_t Value) const;
  /// Looks at \p S, which comes after the update; whether to look further.
  bool look(const Stmt *S, ArrayRef<const Stmt *> Rest);
  void branch(const IfStmt &If, ArrayRef<const Stmt *> Rest);
  void report(const Test &T, bool Returned, const IfStmt *If);
  bool actsOnce(const Stmt *S) const;
  bool calls(const Stmt *S) const;

  ShapeFinder &F;
  const ShapeFinder::Operation &Update;
  const bool Up;
  /// Something was called since the update.
  bool Called = false;
  bool First = true;
  bool Reported = false;
  /// Variables that hold the answer, as in 'bool last = n == 0;', or the value.
  llvm::SmallVector<std::pair<const VarDecl *, Test>, 2> Answers;
  llvm::SmallVector<std::pair<const VarDecl *, const Expr *>, 2> Values;
};

} // namespace

bool UpdateTests::isConstant(const Expr *E, int64_t Value) const {
  Expr::EvalResult Result;
  return !E->isValueDependent() &&
         E->getType()->isIntegralOrEnumerationType() &&
         E->EvaluateAsInt(Result, F.Context) && Result.Val.getInt() == Value;
}

/// The load whose value \p E is, here or in a variable.
const Expr *UpdateTests::load(const Expr *E) const {
  if (const Expr *Load = F.loadOf(E, Update.Path))
    return Load;
  if (const auto *Ref = dyn_cast<DeclRefExpr>(plainValue(E)))
    for (const auto &[V, Load] : Values)
      if (V == Ref->getDecl())
        return Load;
  return nullptr;
}

Test UpdateTests::testIn(const Expr *Condition, bool Truth) const {
  if (!Condition)
    return {};
  const Expr *Plain = plainValue(Condition);
  if (const auto *U = dyn_cast<UnaryOperator>(Plain);
      U && U->getOpcode() == UO_LNot)
    return testIn(U->getSubExpr(), !Truth);
  if (const auto *Ref = dyn_cast<DeclRefExpr>(Plain))
    for (const auto &[V, Answer] : Answers)
      if (V == Ref->getDecl())
        return {Answer.Load, Answer.Truth == Truth};
  if (const auto *B = dyn_cast<BinaryOperator>(Plain)) {
    if (B->isLogicalOp()) {
      Test T = testIn(B->getLHS(), Truth);
      return T.Load ? T : testIn(B->getRHS(), Truth);
    }
    const Expr *Left = load(B->getLHS()), *Right = load(B->getRHS());
    const Expr *Other = Left ? B->getRHS() : B->getLHS();
    if (!Left == !Right)
      return {};
    if (B->isEqualityOp())
      return {Left ? Left : Right, (B->getOpcode() == BO_EQ) == Truth};
    // A limit: 'if (n > max)'. Of those only 'nothing left' is meant once.
    if (Left && !Up &&
        ((B->getOpcode() == BO_LE && isConstant(Other, 0)) ||
         (B->getOpcode() == BO_LT && isConstant(Other, 1))))
      return {Left, Truth};
    if (Left && !Up &&
        ((B->getOpcode() == BO_GT && isConstant(Other, 0)) ||
         (B->getOpcode() == BO_GE && isConstant(Other, 1))))
      return {Left, !Truth};
    return {};
  }
  // 'if (refs) return;'
  if (const Expr *Load = Up ? nullptr : load(Condition))
    return {Load, !Truth};
  return {};
}

/// Whether \p S calls anything that may wait for others, or let them in.
bool UpdateTests::calls(const Stmt *S) const {
  if (!S || isa<LambdaExpr>(S))
    return false;
  if (const auto *E = dyn_cast<Expr>(S))
    if (isa<CallExpr>(E) && !F.Scan.atomic(E) && !F.callsHarmless(E) &&
        !isa<CXXOperatorCallExpr>(E))
      return true;
  return llvm::any_of(S->children(),
                      [&](const Stmt *Child) { return calls(Child); });
}

/// Whether \p S does what should be done once. A constant that is set twice is
/// set; who is woken twice looks twice.
bool UpdateTests::actsOnce(const Stmt *S) const {
  if (!S || isa<LambdaExpr>(S))
    return false;
  if (F.isInHarmlessMacro(S))
    return false;
  if (const auto *E = dyn_cast<Expr>(S)) {
    if (isa<CXXDeleteExpr>(E))
      return true;
    if (F.callsHarmless(E))
      return false;
    const auto *Op = F.Scan.atomic(E);
    const Expr *Value = nullptr;
    if (Op)
      Value = Op->Atomic.Value;
    else if (const auto *B = dyn_cast<BinaryOperator>(E);
             B && B->getOpcode() == BO_Assign)
      Value = B->getRHS();
    if (Value)
      return !Value->isValueDependent() &&
             !Value->isNullPointerConstant(F.Context,
                                           Expr::NPC_ValueDependentIsNull) &&
             !Value->isEvaluatable(F.Context) && actsOnce(Value);
    if (const auto *Call = dyn_cast<CallExpr>(E);
        Call && !Op && !isa<CXXOperatorCallExpr>(E)) {
      const FunctionDecl *Callee = Call->getDirectCallee();
      // What never comes back is an assertion; a builtin has no effect.
      if (Callee && Callee->isNoReturn())
        return false;
      const auto *Method = dyn_cast_or_null<CXXMethodDecl>(Callee);
      bool Asks =
          Method && Method->isConst() && !Method->getReturnType()->isVoidType();
      unsigned Builtin = Call->getBuiltinCallee();
      bool Computes =
          Builtin && !F.Context.BuiltinInfo.isPredefinedLibFunction(Builtin);
      if (!Computes && !Asks)
        return true;
    }
  }
  return llvm::any_of(S->children(),
                      [&](const Stmt *Child) { return actsOnce(Child); });
}

void UpdateTests::report(const Test &T, bool Returned, const IfStmt *If) {
  AtomicMisuse M =
      F.misuse(MisuseKind::UpdateThenTest, Update, *F.Scan.atomic(T.Load));
  M.Up = Up;
  M.Most = Returned ? Confidence::Medium : Confidence::High;
  // What was called may have waited for the others.
  if (Called)
    M.Most = Confidence::Low;
  if (First && If && F.isWithin(T.Load, If->getCond()))
    M.Test = If;
  F.Found.push_back(std::move(M));
  Reported = true;
}

void UpdateTests::branch(const IfStmt &If, ArrayRef<const Stmt *> Rest) {
  Test T = testIn(If.getCond(), true);
  if (!T.Load || !F.isBefore(Update.Atomic.Node, T.Load) ||
      F.isInHarmlessMacro(&If))
    return;
  const Stmt *Then = T.Truth ? If.getThen() : If.getElse();
  const Stmt *Else = T.Truth ? If.getElse() : If.getThen();
  auto AnswersTrue = [&](const Stmt *S) {
    if (const auto *Block = dyn_cast_or_null<CompoundStmt>(S))
      S = Block->size() == 1 ? Block->body_front() : nullptr;
    const auto *Return = dyn_cast_or_null<ReturnStmt>(S);
    const Expr *Value = Return ? Return->getRetValue() : nullptr;
    const auto *Literal =
        Value ? dyn_cast<CXXBoolLiteralExpr>(plainValue(Value)) : nullptr;
    return Literal && Literal->getValue();
  };
  if (Then) {
    if (actsOnce(Then))
      return report(T, false, &If);
    if (AnswersTrue(Then))
      return report(T, true, &If);
    return;
  }
  // 'if (refs) return; delete this;'
  if (!leaves(Else))
    return;
  if (llvm::any_of(Rest, [&](const Stmt *S) { return actsOnce(S); }))
    return report(T, false, &If);
  if (!Rest.empty() && AnswersTrue(Rest.front()))
    report(T, true, &If);
}

bool UpdateTests::look(const Stmt *S, ArrayRef<const Stmt *> Rest) {
  if (const auto *E = dyn_cast<Expr>(S)) {
    // 'n == 0 ? finish() : void()', 'n == 0 && finish()' are rare; another
    // update of the same begins anew.
    if (const auto *Op = F.Scan.atomic(E->IgnoreParenImpCasts());
        Op && Op->Path == Update.Path)
      return false;
    Called |= calls(S);
    return true;
  }
  if (const auto *Declaration = dyn_cast<DeclStmt>(S)) {
    for (const Decl *D : Declaration->decls()) {
      const auto *V = dyn_cast<VarDecl>(D);
      if (!V || !V->hasInit() || !V->hasLocalStorage())
        continue;
      if (const Expr *Load = F.loadOf(V->getInit(), Update.Path))
        Values.push_back({V, Load});
      else if (Test T = testIn(V->getInit(), true); T.Load)
        Answers.push_back({V, T});
      else
        Called |= calls(V->getInit());
    }
    return true;
  }
  if (const auto *If = dyn_cast<IfStmt>(S)) {
    branch(*If, Rest);
    // What the branch does, or whether it leaves, others decide.
    Called |= calls(S);
    return !Reported;
  }
  if (const auto *Return = dyn_cast<ReturnStmt>(S)) {
    const Expr *Value = Return->getRetValue();
    // 'return n;' is a number, and whoever asks for it knows that it is old.
    if (Value && !F.loadOf(Value, Update.Path))
      if (Test T = testIn(Value, true); T.Load && T.Truth)
        report(T, true, nullptr);
    return false;
  }
  // A loop waits; anything else is too far to see.
  return isa<CompoundStmt, NullStmt>(S) && !calls(S);
}

void UpdateTests::run() {
  const Stmt *S = Update.Atomic.Node;
  const Stmt *P = F.parent(S);
  while (P && isa<Expr>(P)) {
    S = P;
    P = F.parent(S);
  }
  // 'if (refs.fetch_sub(1); refs.load() == 0)'
  if (const auto *If = dyn_cast_or_null<IfStmt>(P))
    if (If->getInit() == S)
      return branch(*If, {});
  for (; const auto *Block = dyn_cast_or_null<CompoundStmt>(P);
       S = P, P = F.parent(S)) {
    ArrayRef<const Stmt *> Body(Block->body_begin(), Block->size());
    size_t At = llvm::find(Body, S) - Body.begin();
    for (size_t I = At + 1; I < Body.size(); ++I) {
      if (!look(Body[I], Body.drop_front(I + 1)))
        return;
      First = false;
    }
    // Out of a block that only holds a guard; not out of a branch.
    First = false;
  }
}

void racetidy::findUpdateThenTest(ShapeFinder &F) {
  for (size_t I = 0; I < F.Scan.sites().size(); ++I) {
    const auto *Op = F.Scan.atomic(F.Scan.sites()[I]);
    const AtomicOp &Does = Op->Atomic.Op;
    if (Does.Kind != AtomicKind::Update || Op->ResultUsed ||
        (Does.Arithmetic != "+" && Does.Arithmetic != "-"))
      continue;
    // 'n.fetch_add(-1)' counts down.
    const Expr *By = Op->Atomic.Operand;
    Expr::EvalResult Result;
    bool Negative = By && !By->isValueDependent() &&
                    By->getType()->isSignedIntegerType() &&
                    By->EvaluateAsInt(Result, F.Context) &&
                    Result.Val.getInt().isNegative();
    UpdateTests(F, *Op, (Does.Arithmetic == "+") != Negative).run();
  }
}
