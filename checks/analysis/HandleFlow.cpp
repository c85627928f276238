//===- HandleFlow.cpp - values that go through statements and handles -----===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The half of ValueFlow that knows calls on resources: what they give, and
/// what is kept in a prepared statement or an open file until it is run.
///
//===----------------------------------------------------------------------===//
#include "checks/analysis/ValueFlow.h"

#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"

using namespace clang;
using namespace racetidy;

std::optional<AccessPath> ValueFlow::handle(const Expr *E) const {
  if (!E)
    return std::nullopt;
  E = E->IgnoreImplicit()->IgnoreParenImpCasts();
  // '&stmt' of a call that makes one.
  if (const auto *U = dyn_cast<UnaryOperator>(E);
      U && (U->getOpcode() == UO_AddrOf || U->getOpcode() == UO_Deref))
    return handle(U->getSubExpr());
  if (const auto *Call = dyn_cast<CXXOperatorCallExpr>(E);
      Call && Call->getNumArgs() > 0)
    // 'stmt->bind(…)', and 'out << a << b', which is 'out' again.
    return handle(Call->getArg(0));
  auto Path = Scan.paths().path(E);
  if (Path &&
      (Path->kind() == RootKind::Local || Path->kind() == RootKind::Parameter))
    return Path;
  return std::nullopt;
}

const FunctionScan::Operation *ValueFlow::maker(const Stmt *Definition) const {
  if (!Definition)
    return nullptr;
  const Expr *E = dyn_cast<Expr>(Definition);
  if (const auto *D = dyn_cast<DeclStmt>(Definition)) {
    const auto *V =
        D->isSingleDecl() ? dyn_cast<VarDecl>(D->getSingleDecl()) : nullptr;
    E = V ? V->getInit() : nullptr;
  } else if (const auto *B = dyn_cast<BinaryOperator>(Definition)) {
    E = B->getRHS();
  } else if (const auto *O = dyn_cast<CXXOperatorCallExpr>(Definition);
             O && O->getOperator() == OO_Equal) {
    E = O->getArg(1);
  }
  E = E ? E->IgnoreImplicit()->IgnoreParenImpCasts() : nullptr;
  const FunctionScan::Operation *Op = E ? Scan.operation(E) : nullptr;
  return Op && Op->Resource && Op->Resource->Makes ? Op : nullptr;
}

const FunctionScan::Operation *
ValueFlow::madeBy(const Expr *Handle, const ValueState &State) const {
  auto Path = handle(Handle);
  auto It = Path ? State.Variables.find(*Path) : State.Variables.end();
  return It == State.Variables.end() ? nullptr : maker(It->second.Definition);
}

ReadBits ValueFlow::held(const Expr *Handle, const ValueState &State) const {
  auto Path = handle(Handle);
  return Path ? variable(*Path, State) : 0;
}

ReadBits ValueFlow::ofResources(ReadBits Reads) const {
  if (!Scan.hasResources())
    return 0;
  ReadBits Kept = 0;
  for (unsigned R = 0; R < Scan.reads().size(); ++R)
    if (Scan.operation(Scan.reads()[R])->Resource)
      Kept |= Reads & ReadBits(1) << R;
  return Kept;
}

void ValueFlow::resource(const FunctionScan::Operation &Op, const Expr *E,
                         ValueState &State) {
  const ResourceCall &Call = *Op.Resource;
  ReadBits Given = 0;
  for (unsigned I = 0; I < Call.Arguments.size(); ++I)
    if (Call.isValue(I) || static_cast<int>(I) == Call.Rule->Text)
      Given |= readsOf(Call.Arguments[I]);
  ReadBits Bits = 0;
  if (Op.Read >= 0) {
    Bits = ReadBits(1) << Op.Read;
    State.Live |= Bits;
  }
  Values[E] = Bits;
  if (Call.Effect == ResourceEffect::Run ||
      Call.Effect == ResourceEffect::Bind) {
    auto Path = handle(Call.Handle);
    if (!Path)
      return;
    ValueState::Value &V = State.Variables[*Path];
    V.Reads |= Given;
    if (const FunctionScan::Operation *Made = maker(V.Definition);
        Made && Made->Read >= 0) {
      V.Reads |= ReadBits(1) << Made->Read;
      State.Live |= ReadBits(1) << Made->Read;
    }
    Values[E] = V.Reads;
    return;
  }
  if (Call.Makes) {
    // Where the call gives the handle, the declaration or assignment around it
    // takes it.
    Values[E] = Bits | Given;
    if (Call.Handle != E)
      if (auto Path = handle(Call.Handle))
        define(*Path, Bits | Given, E, State);
    return;
  }
  // 'query.exec("SELECT …")': the result is in the object.
  if (auto Path = Call.Handle ? handle(Call.Handle) : std::nullopt)
    define(*Path, Bits | Given, E, State);
  if (!Call.reads())
    return;
  // What was read comes back in the result and through arguments.
  for (unsigned I = 0; I < Call.Arguments.size(); ++I) {
    if (!Call.isValue(I))
      continue;
    const auto *Cast = dyn_cast<ImplicitCastExpr>(Call.Arguments[I]);
    bool Loaded = Cast && Cast->getCastKind() == CK_LValueToRValue;
    const Expr *Arg = Call.Arguments[I]->IgnoreParenImpCasts();
    // Of what a format is given, only an address is there to be filled.
    bool Variadic = I >= Call.Callee->getNumParams();
    if (Variadic && !isa<UnaryOperator>(Arg))
      continue;
    QualType T =
        Variadic ? Arg->getType() : Call.Callee->getParamDecl(I)->getType();
    QualType Pointee = T->getPointeeType();
    if (Pointee.isNull() || Pointee.isConstQualified())
      continue;
    if (const auto *U = dyn_cast<UnaryOperator>(Arg);
        U && U->getOpcode() == UO_AddrOf)
      assign(U->getSubExpr(), Bits, true, E, State);
    else if (auto Path = Loaded ? handle(Arg) : std::nullopt)
      // The pointer stays; what it points to is what was read.
      State.Variables[*Path].Reads |= Bits;
    else if (Arg->isLValue())
      assign(Arg, Bits, true, E, State);
  }
}
