//===- SummaryAccesses.cpp - all accesses of one expression ---------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/analysis/SummaryAccesses.h"

#include "checks/analysis/AtomicOperations.h"
#include "checks/analysis/SummaryPaths.h"

#include "clang/AST/ExprCXX.h"

using namespace clang;
using namespace racetidy;

bool racetidy::isSynchronising(QualType T, SummaryNames &Names) {
  if (T.isNull())
    return false;
  T = T.getNonReferenceType();
  while (const ArrayType *A = T->getAsArrayTypeUnsafe())
    T = A->getElementType();
  // No rule is of a plain number, and they are what most accesses are of.
  if (T->isBuiltinType() || T->isPointerType())
    return isa<TypedefType>(T) &&
           (Names.rules().isLock(T) || Names.rules().handle(T) ||
            Names.rules().isExecutor(T) || Names.rules().isThreadSafe(T));
  RuleIndex &Rules = Names.rules();
  return T->isAtomicType() || Rules.atomic(T) || Names.isLock(T) ||
         Rules.guard(T) || Rules.condition(T) || Rules.handle(T) ||
         Rules.ordering(T) || Rules.isExecutor(T) || Rules.isThreadSafe(T);
}

namespace {

class Finder {
public:
  Finder(const Expr &E, SummaryNames &Names,
         llvm::function_ref<void(const PlainAccess &)> Found)
      : E(E), Names(Names), Found(Found) {}

  void find();

private:
  void tell(AccessKind Kind, const Expr *Object, bool Pointer = false) {
    PlainAccess A;
    A.Kind = Kind;
    A.Node = &E;
    A.Object = Object;
    A.Pointer = Pointer;
    Found(A);
  }
  void dependent();
  void argument(const Expr *Arg, QualType Parameter, const FunctionDecl &F);
  void arguments(const FunctionDecl &F, ArrayRef<const Expr *> Args);
  void object(const FunctionDecl &F, const Expr *Object, bool Arrow);

  const Expr &E;
  SummaryNames &Names;
  llvm::function_ref<void(const PlainAccess &)> Found;
};

} // namespace

/// Whether a function of a library that is given something it may change gives
/// a way to it back ("begin", "std::get") instead of changing it.
static bool givesAccess(const FunctionDecl &F) {
  QualType T = F.getReturnType();
  return T->isReferenceType() || T->isPointerType() || T->isRecordType();
}

void Finder::argument(const Expr *Arg, QualType Parameter,
                      const FunctionDecl &F) {
  Arg = Arg->IgnoreImplicit()->IgnoreParens();
  if (Parameter->isReferenceType()) {
    const auto *Variable = dyn_cast<DeclRefExpr>(Arg);
    if (!Arg->isLValue() || isa<StringLiteral>(Arg) ||
        (Variable && !isa<VarDecl>(Variable->getDecl())))
      return;
    QualType To = Parameter->getPointeeType();
    bool Moves = E.isXValue() && E.getType().getCanonicalType() ==
                                     Arg->getType().getCanonicalType();
    if (To.isConstQualified() || To->isFunctionType())
      return tell(AccessKind::Read, Arg);
    if (Names.rules().isForwarder(F) && !Moves)
      return;
    bool Same = F.getReturnType().getCanonicalType().getUnqualifiedType() ==
                Arg->getType().getCanonicalType().getUnqualifiedType();
    // 'T &&' that became 'T &' is handed on ("emplace_back(x)").
    bool HandedOn = isa<CXXConstructExpr>(E) || isa<CXXMemberCallExpr>(E) ||
                    (givesAccess(F) && !Same);
    return tell(HandedOn && !Moves ? AccessKind::Read : AccessKind::Update,
                Arg);
  }
  // '&x', and arrays, which turn into their address by themselves.
  const Expr *Plain = Arg->IgnoreParenCasts();
  const auto *Address = dyn_cast<UnaryOperator>(Plain);
  const Expr *Named = Address && Address->getOpcode() == UO_AddrOf
                          ? Address->getSubExpr()->IgnoreParens()
                      : Plain->getType()->isArrayType() ? Plain
                                                        : nullptr;
  if (!Named || isa<StringLiteral>(Named) || !Named->isLValue() ||
      Named->getType()->isFunctionType())
    return;
  bool Const = !Parameter.isNull() && Parameter->isPointerType() &&
               Parameter->getPointeeType().isConstQualified();
  tell(Const ? AccessKind::Read : AccessKind::Write, Named);
}

void Finder::arguments(const FunctionDecl &F, ArrayRef<const Expr *> Args) {
  RuleIndex &Rules = Names.rules();
  if (Rules.lockFunction(F) || Rules.atomicFunction(F) ||
      Rules.handleFunction(F))
    return;
  // What is started does with them what its own summary says.
  if (const OriginRule *Rule = Rules.origin(F, Args);
      Rule && Rule->Kind != OriginKind::Now)
    return;
  for (unsigned I = 0; I < Args.size(); ++I) {
    if (isa<CXXDefaultArgExpr>(Args[I]) || Args[I]->isTypeDependent())
      continue;
    QualType T = I < F.getNumParams() ? F.getParamDecl(I)->getType()
                                      : Args[I]->getType();
    if (T->isReferenceType() || T->isPointerType())
      argument(Args[I], T, F);
  }
}

/// A method of a library's class that no rule describes.
void Finder::object(const FunctionDecl &F, const Expr *Object, bool Arrow) {
  const auto *Method = dyn_cast<CXXMethodDecl>(&F);
  if (!Method || Method->isStatic() || isa<CXXConversionDecl>(F))
    return;
  bool Changes = !Method->isConst() && !givesAccess(F);
  tell(Changes ? AccessKind::Update : AccessKind::Read, Object, Arrow);
}

/// In a template: what is handed to a function that is not known yet is read.
void Finder::dependent() {
  const auto *Call = dyn_cast<CallExpr>(&E);
  if (!Call || isa<CXXOperatorCallExpr>(Call))
    return;
  for (const Expr *Arg : Call->arguments())
    if (Arg->isTypeDependent() && Arg->isLValue() &&
        isa<DeclRefExpr, MemberExpr>(Arg->IgnoreParens()))
      tell(AccessKind::Read, Arg);
}

void Finder::find() {
  if (auto Access = plainAccess(E, Names.rules(), /*OwnVariables=*/true)) {
    Access->Key = nullptr;
    Found(*Access);
    const auto *Operator = dyn_cast<CXXOperatorCallExpr>(&E);
    if (Operator && Operator->getOperator() == OO_Equal &&
        Operator->getNumArgs() == 2 && Operator->getArg(1)->isLValue())
      tell(AccessKind::Read, Operator->getArg(1));
    if (!isa<CallExpr>(E) || Operator)
      return;
  }
  const FunctionDecl *F = nullptr;
  ArrayRef<const Expr *> Args;
  if (const auto *Call = dyn_cast<CallExpr>(&E)) {
    F = Call->getDirectCallee();
    Args = ArrayRef<const Expr *>(Call->getArgs(), Call->getNumArgs());
  } else if (const auto *C = dyn_cast<CXXConstructExpr>(&E)) {
    F = C->getConstructor();
    if (C->getNumArgs() == 0 ||
        C->getConstructor()->isCopyOrMoveConstructor() ||
        Names.rules().originType(C->getType()))
      return;
    Args = ArrayRef<const Expr *>(C->getArgs(), C->getNumArgs());
  }
  if (!F && E.isTypeDependent())
    return dependent();
  if (!F)
    return;
  // What the project's own functions do, their summaries say; but an object
  // whose method stands elsewhere is looked at in any case.
  if (!Names.isSystem(F)) {
    // So is a container that is lent to a function elsewhere.
    for (unsigned I = 0; I < std::min<size_t>(Args.size(), F->getNumParams());
         ++I) {
      QualType T = F->getParamDecl(I)->getType();
      const Expr *Arg = Args[I]->IgnoreImplicit()->IgnoreParens();
      if (T->isLValueReferenceType() &&
          T->getPointeeType().isConstQualified() && Arg->isLValue() &&
          Names.rules().container(T) && !LockEffects::bodyOf(*F))
        tell(AccessKind::Read, Arg);
    }
    auto Method = methodCall(E);
    if (Method && !Method->Arrow && isa<CXXMethodDecl>(F) && !lambdaOf(F) &&
        isa<MemberExpr>(Method->Object) && !LockEffects::bodyOf(*F))
      tell(AccessKind::Read, Method->Object);
    return;
  }
  auto Method = methodCall(E);
  if (Method && isa<CXXMethodDecl>(F)) {
    const ContainerRule *Rule = Names.rules().container(Method->ObjectType);
    if (!Rule || !Rule->Methods.count(Method->Name))
      object(*F, Method->Object, Method->Arrow);
    Args = Method->Arguments;
  }
  arguments(*F, Args);
}

void racetidy::plainAccesses(
    const Expr &E, SummaryNames &Names,
    llvm::function_ref<void(const PlainAccess &)> Found) {
  if (isa<ImplicitCastExpr, BinaryOperator, UnaryOperator, CXXConstructExpr,
          CallExpr>(E))
    Finder(E, Names, Found).find();
}
