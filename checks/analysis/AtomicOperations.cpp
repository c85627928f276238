//===- AtomicOperations.cpp - atomic operations in expressions ------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/analysis/AtomicOperations.h"

#include "clang/AST/ExprCXX.h"
#include "llvm/Support/AtomicOrdering.h"

using namespace clang;
using namespace racetidy;

static std::string methodName(DeclarationName Name) {
  if (Name.getNameKind() == DeclarationName::CXXConversionFunctionName)
    return ConversionMethod;
  return Name.getAsString();
}

static ArrayRef<const Expr *> arguments(const CallExpr &Call, unsigned From) {
  return ArrayRef<const Expr *>(Call.getArgs(), Call.getNumArgs())
      .drop_front(std::min(From, Call.getNumArgs()));
}

/// The object as it was declared: a method of a base class is called on a
/// converted object, but the rules speak of the class that the user named.
static const Expr *declaredObject(const Expr *E) {
  return E ? E->IgnoreParenImpCasts() : nullptr;
}

static std::optional<MethodCall> finish(MethodCall M) {
  M.Object = declaredObject(M.Object);
  if (!M.Object)
    return std::nullopt;
  M.ObjectType = M.Object->getType();
  if (M.ObjectType.isNull())
    return std::nullopt;
  if (M.Arrow) {
    if (M.ObjectType->isAnyPointerType())
      M.ObjectType = M.ObjectType->getPointeeType();
    else if (!M.ObjectType->isDependentType())
      M.Arrow = false;
  }
  return M;
}

std::optional<MethodCall> racetidy::methodCall(const Expr &E) {
  if (const auto *Call = dyn_cast<CXXMemberCallExpr>(&E)) {
    const auto *Callee =
        dyn_cast<MemberExpr>(Call->getCallee()->IgnoreParens());
    if (!Callee)
      return std::nullopt;
    return finish({Callee->getBase(),
                   Callee->isArrow(),
                   methodName(Callee->getMemberDecl()->getDeclName()),
                   arguments(*Call, 0),
                   {}});
  }
  if (const auto *Call = dyn_cast<CXXOperatorCallExpr>(&E)) {
    const auto *F = Call->getDirectCallee();
    if (Call->getNumArgs() == 0 || (F && !isa<CXXMethodDecl>(F)))
      return std::nullopt;
    return finish(
        {Call->getArg(0),
         false,
         std::string("operator") + getOperatorSpelling(Call->getOperator()),
         arguments(*Call, 1),
         {}});
  }
  if (const auto *Call = dyn_cast<CallExpr>(&E)) {
    const Expr *Callee = Call->getCallee()->IgnoreParenImpCasts();
    // In a template: 'n.store(x)' where only x depends on a parameter.
    if (const auto *U = dyn_cast<UnresolvedMemberExpr>(Callee)) {
      if (U->isImplicitAccess())
        return std::nullopt;
      return finish({U->getBase(),
                     U->isArrow(),
                     methodName(U->getMemberName()),
                     arguments(*Call, 0),
                     {}});
    }
    // In a template: 'n.store(x)' where n is an std::atomic<T>.
    if (const auto *D = dyn_cast<CXXDependentScopeMemberExpr>(Callee)) {
      if (D->isImplicitAccess())
        return std::nullopt;
      return finish({D->getBase(),
                     D->isArrow(),
                     methodName(D->getMember()),
                     arguments(*Call, 0),
                     {}});
    }
    if (const auto *M = dyn_cast<MemberExpr>(Callee))
      return finish({M->getBase(),
                     M->isArrow(),
                     methodName(M->getMemberDecl()->getDeclName()),
                     arguments(*Call, 0),
                     {}});
  }
  return std::nullopt;
}

static const Expr *argument(ArrayRef<const Expr *> Args, unsigned I) {
  return I < Args.size() ? Args[I] : nullptr;
}

/// The language's own atomic types: C's _Atomic, and clang's in C++.
static std::optional<AtomicOperation> languageAtomic(const Expr &E) {
  auto IsAtomic = [](const Expr *Object) {
    return Object->getType()->isAtomicType();
  };
  AtomicOperation Op;
  Op.Node = &E;
  if (const auto *Cast = dyn_cast<ImplicitCastExpr>(&E)) {
    if (Cast->getCastKind() != CK_LValueToRValue ||
        !IsAtomic(Cast->getSubExpr()))
      return std::nullopt;
    Op.Op = {AtomicKind::Load, ""};
    Op.Object = Cast->getSubExpr();
    return Op;
  }
  if (const auto *Binary = dyn_cast<BinaryOperator>(&E)) {
    if (!Binary->isAssignmentOp() || !IsAtomic(Binary->getLHS()))
      return std::nullopt;
    Op.Object = Binary->getLHS();
    if (Binary->getOpcode() == BO_Assign) {
      Op.Op = {AtomicKind::Store, ""};
      Op.Value = Binary->getRHS();
    } else {
      Op.Op = {
          AtomicKind::Update,
          BinaryOperator::getOpcodeStr(
              BinaryOperator::getOpForCompoundAssignment(Binary->getOpcode()))
              .str()};
      Op.Op.GivesNew = true;
      Op.Operand = Binary->getRHS();
    }
    return Op;
  }
  if (const auto *Unary = dyn_cast<UnaryOperator>(&E)) {
    if (!Unary->isIncrementDecrementOp() || !IsAtomic(Unary->getSubExpr()))
      return std::nullopt;
    Op.Op = {AtomicKind::Update, Unary->isIncrementOp() ? "+" : "-"};
    Op.Op.ByOne = true;
    Op.Op.GivesNew = Unary->isPrefix();
    Op.Object = Unary->getSubExpr();
    return Op;
  }
  return std::nullopt;
}

/// An operand of atomic type in an expression that depends on a template
/// parameter: the conversion is not there yet, but it will be.
static std::optional<AtomicOperation> dependentOperand(const Expr &E,
                                                       RuleIndex &Rules) {
  const auto *Binary = dyn_cast<BinaryOperator>(&E);
  if (!Binary || !E.isTypeDependent() || Binary->getOpcode() != BO_Assign)
    return std::nullopt;
  const Expr *Object = declaredObject(Binary->getLHS());
  const AtomicRule *Rule = Rules.atomic(Object->getType());
  if (!Rule)
    return std::nullopt;
  auto It = Rule->Methods.find("operator=");
  if (It == Rule->Methods.end())
    return std::nullopt;
  return AtomicOperation{It->second, &E, Object, false, Binary->getRHS(), Rule};
}

/// Whether \p E is written as true or as a number other than zero.
static bool isTrue(const Expr &E) {
  const Expr *Plain = E.IgnoreParenImpCasts();
  if (const auto *B = dyn_cast<CXXBoolLiteralExpr>(Plain))
    return B->getValue();
  const auto *I = dyn_cast<IntegerLiteral>(Plain);
  return I && I->getValue() != 0;
}

static std::optional<AtomicOperation> operationOf(const Expr &E,
                                                  RuleIndex &Rules) {
  if (auto Op = languageAtomic(E))
    return Op;
  if (auto Op = dependentOperand(E, Rules))
    return Op;

  if (const auto *Builtin = dyn_cast<AtomicExpr>(&E)) {
    auto Known = Rules.atomicFunction(Builtin->getOpAsString());
    if (!Known)
      return std::nullopt;
    AtomicOperation Op{Known->Op, &E,      Builtin->getPtr(),
                       true,      nullptr, nullptr};
    if ((Op.Op.Kind == AtomicKind::Store ||
         Op.Op.Kind == AtomicKind::Exchange) &&
        Builtin->hasVal1Operand())
      Op.Value = Builtin->getVal1();
    if (Op.Op.Kind == AtomicKind::Update && Builtin->hasVal1Operand())
      Op.Operand = Builtin->getVal1();
    if (Op.Op.Kind == AtomicKind::CompareExchange && Builtin->isCmpXChg()) {
      Op.Expected = Builtin->getVal1();
      Op.Desired = Builtin->getVal2();
      // The builtins of GCC say with an argument that they are weak.
      if (Builtin->getOp() == AtomicExpr::AO__atomic_compare_exchange ||
          Builtin->getOp() == AtomicExpr::AO__atomic_compare_exchange_n)
        Op.Op.Weak = isTrue(*Builtin->getWeak());
    }
    Op.Order = Builtin->getOrder();
    return Op;
  }

  if (auto Method = methodCall(E)) {
    const AtomicRule *Rule = Rules.atomic(Method->ObjectType);
    if (!Rule)
      return std::nullopt;
    auto It = Rule->Methods.find(Method->Name);
    if (It == Rule->Methods.end())
      return std::nullopt;
    AtomicOperation Op{It->second,    &E,      Method->Object,
                       Method->Arrow, nullptr, Rule};
    if (Op.Op.Kind == AtomicKind::Store || Op.Op.Kind == AtomicKind::Exchange)
      // 'operator=' has its value first, whatever 'store' does.
      Op.Value = argument(Method->Arguments,
                          Method->Name == "operator=" ? 0 : Rule->Value);
    unsigned Last = Rule->Value;
    if (Op.Op.Kind == AtomicKind::CompareExchange) {
      Op.Expected = argument(Method->Arguments, Rule->Expected);
      Op.Desired = argument(Method->Arguments, Rule->Desired);
      Last = Rule->Desired;
    } else if (Op.Op.Kind == AtomicKind::Update) {
      // 'n++' has an argument that nobody wrote, for a prefix has none.
      if (!Op.Op.ByOne)
        Op.Operand = argument(Method->Arguments, Rule->Value);
      else
        Op.Op.GivesNew = Method->Arguments.empty();
    }
    Op.Order = argument(Method->Arguments,
                        Op.Op.Kind == AtomicKind::Load ? 0 : Last + 1);
    return Op;
  }

  if (const auto *Call = dyn_cast<CallExpr>(&E)) {
    const FunctionDecl *F = Call->getDirectCallee();
    if (!F)
      return std::nullopt;
    auto Known = Rules.atomicFunction(*F);
    if (!Known || Call->getNumArgs() <= Known->Object)
      return std::nullopt;
    AtomicOperation Op{Known->Op, &E,      Call->getArg(Known->Object),
                       true,      nullptr, nullptr};
    if (Op.Op.Kind == AtomicKind::Store || Op.Op.Kind == AtomicKind::Exchange)
      Op.Value = argument(arguments(*Call, 0), Known->Value);
    unsigned Last =
        Op.Op.Kind == AtomicKind::Load ? Known->Object : Known->Value;
    if (Op.Op.Kind == AtomicKind::CompareExchange) {
      Op.Expected = argument(arguments(*Call, 0), Known->Expected);
      Op.Desired = argument(arguments(*Call, 0), Known->Desired);
      Last = Known->Desired;
    } else if (Op.Op.Kind == AtomicKind::Update && !Op.Op.ByOne) {
      Op.Operand = argument(arguments(*Call, 0), Known->Value);
    }
    Op.Order = argument(arguments(*Call, 0), Last + 1);
    return Op;
  }
  return std::nullopt;
}

std::optional<AtomicOperation> racetidy::atomicOperation(const Expr &E,
                                                         RuleIndex &Rules) {
  std::optional<AtomicOperation> Op = operationOf(E, Rules);
  if (Op && Op->Order && isa<CXXDefaultArgExpr>(Op->Order))
    Op->Order = nullptr;
  return Op;
}

Ordering AtomicOperation::order(const ASTContext &Context) const {
  Expr::EvalResult Result;
  if (!Order || Order->isValueDependent() ||
      !Order->EvaluateAsInt(Result, Context))
    return Ordering::Strong;
  // Every library and builtin uses the compiler's own numbers.
  auto Is = [&](llvm::AtomicOrderingCABI O) {
    return Result.Val.getInt() == static_cast<int64_t>(O);
  };
  return Is(llvm::AtomicOrderingCABI::seq_cst)   ? Ordering::Strong
         : Is(llvm::AtomicOrderingCABI::relaxed) ? Ordering::Relaxed
                                                 : Ordering::Weak;
}
