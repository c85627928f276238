//===- ReaderCallables.cpp - where functions go that are values -----------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Function pointers and their like, by field and variable and without regard to
// order: whatever is ever put into a slot may be what a call through it runs.
// After Heintze and Tardieu, "Ultra-fast aliasing analysis using CLA" (PLDI
// 2001), and field-based call graphs as RacerD and Goblint's users know them.
//
//===----------------------------------------------------------------------===//
#include "checks/analysis/FunctionReader.h"

#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace racetidy;

/// Whether objects of the type are called: pointers to functions, and a
/// library's wrapper of a signature ('std::function<void()>').
static bool isCallable(QualType T, SummaryNames &Names) {
  if (T.isNull())
    return false;
  T = T.getNonReferenceType();
  while (const ArrayType *A = T->getAsArrayTypeUnsafe())
    T = A->getElementType();
  while (T->isPointerType() && T->getPointeeType()->isPointerType())
    T = T->getPointeeType();
  if (T->isFunctionPointerType() || T->isFunctionType())
    return true;
  const auto *Class = dyn_cast_or_null<ClassTemplateSpecializationDecl>(
      T->getAsCXXRecordDecl());
  if (!Class || !Names.isSystem(Class) || Class->getTemplateArgs().size() == 0)
    return false;
  const TemplateArgument &First = Class->getTemplateArgs()[0];
  return First.getKind() == TemplateArgument::Type &&
         First.getAsType()->isFunctionProtoType();
}

/// The slot that \p E names, or 0.
Symbol SummaryUnit::slotOf(const Expr *E) {
  while (E) {
    E = forwarded(E, Names.rules());
    if (const auto *U = dyn_cast_or_null<UnaryOperator>(E);
        U && U->getOpcode() == UO_Deref)
      E = U->getSubExpr();
    else if (const auto *A = dyn_cast_or_null<ArraySubscriptExpr>(E))
      E = A->getBase();
    else
      break;
  }
  if (const auto *M = dyn_cast_or_null<MemberExpr>(E)) {
    const auto *Field = dyn_cast<FieldDecl>(M->getMemberDecl());
    return Field && isCallable(Field->getType(), Names) ? Names.slot(Field) : 0;
  }
  const auto *Ref = dyn_cast_or_null<DeclRefExpr>(E);
  const auto *V = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  return V && isCallable(V->getType(), Names) ? Names.slot(V) : 0;
}

/// Which argument of the bound call \p E stands for ('_1'), from 1; 0 if none.
static unsigned placeholder(const Expr *E, SummaryNames &Names) {
  const auto *Ref = dyn_cast<DeclRefExpr>(E->IgnoreImplicit());
  const auto *V = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  unsigned Number = 0;
  StringRef Name = V && V->getIdentifier() ? V->getName() : StringRef();
  return Name.consume_front("_") && !Name.getAsInteger(10, Number) &&
                 V->hasGlobalStorage() && Names.isSystem(V)
             ? Number
             : 0;
}

Symbol SummaryUnit::bound(const CallableEntry &Entry) {
  // Which argument of ours goes where; 0 for what nobody can tell.
  llvm::SmallVector<unsigned, 4> Given;
  for (const Expr *B : Entry.Bound)
    Given.push_back(placeholder(B, Names));
  const auto &Takes = *Entry.Function;
  unsigned Expected = Takes.getNumParams() + Entry.ObjectIsArgument;
  if (Entry.Bound.empty())
    for (unsigned I = 0; I < Expected; ++I)
      Given.push_back(I + 1);
  auto Argument = [](unsigned Number, QualType T) -> SummaryArgument {
    if (!Number || !(T->isPointerType() || T->isReferenceType()))
      return {};
    SummaryArgument A{{SummaryRoot::Parameter, Number - 1, 0, {}}, true, false};
    if (T->isPointerType())
      A.Path.Steps.push_back({SummaryStep::Deref, 0});
    return A;
  };
  SummaryCall Call;
  Call.Callee = Names.function(Entry.Function);
  Call.Virtual = Entry.Virtual;
  Call.Foreign = !LockEffects::bodyOf(Takes);
  Call.At = Names.site(Takes.getLocation());
  FunctionSummary F;
  std::string Key = Names.text(Call.Callee) + "#bound";
  for (unsigned I = 0; I < Given.size() && I < Expected; ++I) {
    Key += ":" + std::to_string(Given[I]);
    F.Parameters = std::max(F.Parameters, Given[I]);
    if (Entry.ObjectIsArgument && I == 0) {
      QualType This = cast<CXXMethodDecl>(Takes).getThisType();
      if (auto Object = Argument(Given[I], This); Object.Path.known())
        Call.Object = std::move(Object);
      continue;
    }
    const ParmVarDecl *P = Takes.getParamDecl(I - Entry.ObjectIsArgument);
    Call.Arguments.push_back(Argument(Given[I], P->getType()));
  }
  while (!Call.Arguments.empty() && !Call.Arguments.back().Path.known())
    Call.Arguments.pop_back();
  F.Key = Names.intern(Key);
  F.Name =
      Names.intern("binding of '" + Names.text(Names.readable(&Takes)) + "'");
  F.At = Call.At;
  F.Lambda = true;
  F.Visible = false;
  F.Calls.push_back(std::move(Call));
  Symbol Made = F.Key;
  Bindings.try_emplace(Made, std::move(F));
  return Made;
}

void SummaryUnit::flows(Symbol Into, const Expr *Value, bool Again) {
  if (!Into || !Value || Value->isTypeDependent())
    return;
  auto Put = [&](Symbol From) {
    auto [It, New] = Callables.try_emplace({Into, From}, Again);
    It->second |= !New;
  };
  if (auto Entry = resolveEntry(Value, Rules)) {
    // What it is called on, the call through the slot can't say.
    if (Names.isSystem(Entry->Function) || Entry->Object)
      return;
    Put(Entry->Bound.empty() && !Entry->ObjectIsArgument
            ? Names.function(Entry->Function)
            : bound(*Entry));
    return;
  }
  if (const auto *C = dyn_cast<ConditionalOperator>(
          Value->IgnoreImplicit()->IgnoreParenCasts())) {
    flows(Into, C->getTrueExpr(), Again);
    flows(Into, C->getFalseExpr(), Again);
    return;
  }
  if (Symbol From = slotOf(Value); From && From != Into)
    Put(From);
}

/// 'struct ops o = {.read = f, .write = g}', an array of them.
void SummaryUnit::initialises(QualType T, const Expr *Value, Symbol Into) {
  if (!Value || T.isNull() || T->isDependentType())
    return;
  Value = Value->IgnoreImplicit();
  const auto *List = dyn_cast<InitListExpr>(Value);
  if (!List)
    return isCallable(T, Names) ? flows(Into, Value) : void();
  if (const ArrayType *A = T->getAsArrayTypeUnsafe()) {
    for (const Expr *Each : List->inits())
      initialises(A->getElementType(), Each, Into);
    return;
  }
  const RecordDecl *R = T->getAsRecordDecl();
  if (!R) {
    if (List->getNumInits() == 1)
      initialises(T, List->getInit(0), Into);
    return;
  }
  if (R->isUnion()) {
    if (const FieldDecl *F = List->getInitializedFieldInUnion();
        F && List->getNumInits() == 1)
      initialises(F->getType(), List->getInit(0), Names.slot(F));
    return;
  }
  unsigned I = 0;
  if (const auto *Class = dyn_cast<CXXRecordDecl>(R))
    I = Class->getNumBases();
  for (const FieldDecl *F : R->fields()) {
    if (F->isUnnamedBitField())
      continue;
    if (I >= List->getNumInits())
      break;
    initialises(F->getType(), List->getInit(I++), Names.slot(F));
  }
}

/// The variable and the last field of 'action.sa_handler'; null if it is none.
static std::pair<const VarDecl *, const FieldDecl *> fieldOf(const Expr *E) {
  const auto *M = dyn_cast<MemberExpr>(E->IgnoreParenImpCasts());
  const auto *Field = M ? dyn_cast<FieldDecl>(M->getMemberDecl()) : nullptr;
  while (M) {
    if (M->isArrow())
      return {};
    E = M->getBase()->IgnoreParenImpCasts();
    M = dyn_cast<MemberExpr>(E);
  }
  const auto *Ref = dyn_cast<DeclRefExpr>(E->IgnoreParenImpCasts());
  return {Field && Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr, Field};
}

/// What was put last, up to here, into one of the \p Fields of the variable
/// that
/// \p Structure points to.
std::optional<CallableEntry>
FunctionReader::putInto(const Expr *Structure,
                        llvm::ArrayRef<std::string> Fields) {
  const auto *Address =
      dyn_cast<UnaryOperator>(Structure->IgnoreParenImpCasts());
  const auto *Ref =
      Address && Address->getOpcode() == UO_AddrOf
          ? dyn_cast<DeclRefExpr>(Address->getSubExpr()->IgnoreParenImpCasts())
          : nullptr;
  auto It = Ref ? Kept.find(dyn_cast<VarDecl>(Ref->getDecl())) : Kept.end();
  if (It != Kept.end())
    for (const auto &[Field, Value] : llvm::reverse(It->second))
      if (llvm::is_contained(Fields, Field->getName()))
        return resolveEntry(Value, Rules);
  return std::nullopt;
}

/// What is put into slots by \p E itself.
void FunctionReader::keepsCallables(const Expr *E) {
  auto Assigns = [&](const Expr *To, const Expr *Value) {
    if (isCallable(To->getType(), Names))
      if (auto [V, Field] = fieldOf(To); V)
        Kept[V].push_back({Field, Value});
    if (isCallable(To->getType(), Names))
      Unit.flows(Unit.slotOf(To), Value, !Loops.empty());
  };
  if (const auto *B = dyn_cast<BinaryOperator>(E)) {
    if (B->getOpcode() == BO_Assign)
      Assigns(B->getLHS(), B->getRHS());
    return;
  }
  if (const auto *C = dyn_cast<CXXOperatorCallExpr>(E);
      C && C->getOperator() == OO_Equal && C->getNumArgs() == 2)
    return Assigns(C->getArg(0), C->getArg(1));
  const FunctionDecl *F = nullptr;
  ArrayRef<const Expr *> Args;
  if (const auto *Call = dyn_cast<CallExpr>(E)) {
    F = Call->getDirectCallee();
    if (!isa<CXXOperatorCallExpr>(Call))
      Args = ArrayRef<const Expr *>(Call->getArgs(), Call->getNumArgs());
  } else if (const auto *C = dyn_cast<CXXConstructExpr>(E)) {
    F = C->getConstructor();
    Args = ArrayRef<const Expr *>(C->getArgs(), C->getNumArgs());
  }
  if (!F || Names.isSystem(F))
    return;
  for (unsigned I = 0; I < Args.size() && I < F->getNumParams(); ++I) {
    const ParmVarDecl *P = F->getParamDecl(I);
    // What the callee starts is told where it is called.
    if (isCallable(P->getType(), Names) &&
        llvm::none_of(Unit.forwards(*F), [&](const ForwardedStart &Start) {
          return Start.Parameter == I;
        }))
      Unit.flows(Names.slot(P), Args[I], !Loops.empty());
  }
}

/// 'hook(x)', 'ops->read(x)': what is called is a value.
void FunctionReader::callsThrough(const CallExpr *Call, const Expr *Callee,
                                  ArrayRef<const Expr *> Args) {
  Symbol Slot = Unit.slotOf(Callee);
  if (!Slot || Out.Calls.size() >= MaxCalls)
    return;
  SummaryCall C;
  C.Callee = Slot;
  C.Foreign = true;
  C.At = Names.site(Call->getExprLoc());
  for (const Expr *A : Args)
    C.Arguments.push_back(argument(A, A->getType()));
  while (!C.Arguments.empty() && !C.Arguments.back().Path.known() &&
         !C.Arguments.back().Owned)
    C.Arguments.pop_back();
  CallPlace Place;
  Place.Node = Call;
  Out.Calls.push_back(std::move(C));
  Place.Loop = Loops.empty() ? nullptr : Loops.front();
  CallAt.push_back(std::move(Place));
}
