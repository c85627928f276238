//===- SummaryPaths.cpp - paths as summaries name them --------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/analysis/SummaryPaths.h"

#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace racetidy;

SummaryPaths::SummaryPaths(const FunctionDecl &Function, SummaryNames &Names,
                           PathBuilder &Paths, const LeavingVariables &Leaving)
    : Function(Function), Names(Names), Paths(Paths), Leaving(Leaving) {
  const FunctionDecl *F = &Function;
  while (const CXXRecordDecl *Lambda = F ? lambdaOf(F) : nullptr) {
    F = functionAround(Lambda);
    // In the initialiser of a member.
    if (!F)
      This = dyn_cast<CXXRecordDecl>(Lambda->getDeclContext());
  }
  if (const auto *Method = dyn_cast_or_null<CXXMethodDecl>(F))
    This = Method->getParent();
}

const VarDecl *SummaryPaths::localRoot(const AccessPath &Path) const {
  if (Path.kind() == RootKind::This || Path.kind() == RootKind::Static)
    return nullptr;
  return dyn_cast_or_null<VarDecl>(Paths.declaration(Path.root()));
}

/// Whether some lambda between \p V and this function has a copy of it.
bool SummaryPaths::isCapturedByCopy(const VarDecl *V) const {
  const FunctionDecl *F = &Function;
  while (const CXXRecordDecl *Lambda = F ? lambdaOf(F) : nullptr) {
    for (const LambdaCapture &C : Lambda->captures())
      if (C.capturesVariable() && C.getCapturedVar() == V &&
          C.getCaptureKind() == LCK_ByCopy)
        return true;
    F = functionAround(Lambda);
    if (F && V->getDeclContext() == F)
      return false;
  }
  return false;
}

static bool followsPointer(const AccessPath &Path) {
  return Path.dereferences();
}

bool SummaryPaths::isShared(const AccessPath &Path) const {
  const VarDecl *V = dyn_cast_or_null<VarDecl>(Paths.declaration(Path.root()));
  switch (Path.kind()) {
  case RootKind::This:
    return !Path.steps().empty();
  case RootKind::Static:
    if (!V || V->getTLSKind() != VarDecl::TLS_None || Names.isSystem(V))
      return false;
    return !V->getType().isConstQualified() || followsPointer(Path);
  case RootKind::Parameter:
  case RootKind::Local:
  case RootKind::Captured: {
    if (!V)
      return false;
    bool Foreign = functionAround(V) != &Function;
    if (followsPointer(Path) || (Foreign && !isCapturedByCopy(V)))
      return true;
    return V->getType()->isLValueReferenceType() || Leaving.contains(V);
  }
  }
  return false;
}

std::optional<SummaryPath> SummaryPaths::convert(const AccessPath &Path) {
  SummaryPath Result;
  QualType Root;
  const VarDecl *V = dyn_cast_or_null<VarDecl>(Paths.declaration(Path.root()));
  switch (Path.kind()) {
  case RootKind::This:
    if (!This)
      return std::nullopt;
    Result.Root = SummaryRoot::This;
    Result.Name = Names.record(This);
    break;
  case RootKind::Static:
    // A lock of some object of another class, by its field alone.
    if (const auto *F =
            dyn_cast_or_null<FieldDecl>(Paths.declaration(Path.root()))) {
      Result.Root = SummaryRoot::Global;
      Result.Name = Names.entity(F);
      return Result;
    }
    if (!V)
      return std::nullopt;
    Result.Root = SummaryRoot::Global;
    Result.Name = Names.entity(V);
    Root = V->getType();
    break;
  case RootKind::Parameter:
  case RootKind::Local:
  case RootKind::Captured:
    if (!V)
      return std::nullopt;
    Root = V->getType();
    if (const auto *P = dyn_cast<ParmVarDecl>(V);
        P && functionAround(V) == &Function) {
      Result.Root = SummaryRoot::Parameter;
      Result.Index = P->getFunctionScopeIndex();
    } else {
      Result.Root = SummaryRoot::Local;
      Result.Name = Names.entity(V);
    }
    break;
  }
  auto Follow = [&](QualType T) {
    if (!T.isNull() && T->isReferenceType())
      Result.Steps.push_back({SummaryStep::Deref, 0});
  };
  Follow(Root);
  for (PathStep Step : Path.steps()) {
    if (Step.K == PathStep::Deref) {
      Result.Steps.push_back({SummaryStep::Deref, 0});
    } else if (Step.K == PathStep::Element) {
      Result.Steps.push_back({SummaryStep::Element, 0});
    } else {
      const ValueDecl *Field = Paths.declaration(Step.Id);
      if (!Field)
        return std::nullopt;
      // The unnamed struct or union around a field has no name to go by.
      if (Field->getDeclName().isEmpty())
        continue;
      Result.Steps.push_back({SummaryStep::Field, Names.entity(Field)});
      Follow(Field->getType());
    }
  }
  if (Result.Steps.size() > SummaryPath::MaxSteps)
    return std::nullopt;
  return Result;
}

const Expr *racetidy::forwarded(const Expr *E, RuleIndex &Rules) {
  while (E) {
    E = E->IgnoreImplicit()->IgnoreParenCasts();
    if (const auto *Full = dyn_cast<FullExpr>(E)) {
      E = Full->getSubExpr();
    } else if (const auto *T = dyn_cast<MaterializeTemporaryExpr>(E)) {
      E = T->getSubExpr();
    } else if (const auto *T = dyn_cast<CXXBindTemporaryExpr>(E)) {
      E = T->getSubExpr();
    } else if (const auto *C = dyn_cast<CXXConstructExpr>(E);
               C && C->getNumArgs() >= 1 &&
               (C->getNumArgs() == 1 || isa<CXXDefaultArgExpr>(C->getArg(1)))) {
      E = C->getArg(0);
    } else if (const auto *Call = dyn_cast<CallExpr>(E)) {
      const FunctionDecl *F = Call->getDirectCallee();
      if (!F || Call->getNumArgs() != 1 || !Rules.isForwarder(*F))
        return E;
      E = Call->getArg(0);
    } else {
      return E;
    }
  }
  return E;
}

SummaryArgument SummaryPaths::object(const Expr *E) {
  SummaryArgument Result;
  if (!E)
    return Result;
  bool Pointer = E->getType()->isAnyPointerType();
  auto Path = Pointer ? Paths.pointee(E) : Paths.path(E);
  auto Known = Path ? convert(*Path) : std::nullopt;
  if (Known)
    Result.Path = std::move(*Known);
  Result.Pointee = Known.has_value();
  return Result;
}

SummaryArgument SummaryPaths::argument(const Expr *E, QualType Type) {
  SummaryArgument Result;
  const Expr *Plain = forwarded(E, Names.rules());
  if (!Plain || Plain->getType().isNull())
    return Result;
  QualType T = Plain->getType();
  std::optional<AccessPath> Path;
  if (T->isAnyPointerType() || T->isArrayType()) {
    Path = Paths.pointee(Plain);
    Result.Pointee = Path.has_value();
    if (!Path && Plain->isLValue())
      Path = Paths.path(Plain);
    // A reference to the pointer itself.
    if (!Type.isNull() && Type->isReferenceType() &&
        Type->getPointeeType()->isAnyPointerType() && Plain->isLValue())
      Path = Paths.path(Plain);
  } else if (Plain->isLValue() || T->isRecordType()) {
    Path = Paths.path(Plain);
    bool ByReference = Type.isNull()
                           ? Plain != E->IgnoreImplicit()->IgnoreParenCasts()
                           : Type->isReferenceType();
    Result.Pointee = Path && ByReference;
  }
  if (auto Known = Path ? convert(*Path) : std::nullopt)
    Result.Path = std::move(*Known);
  else
    Result.Pointee = false;
  return Result;
}
