//===- RegionPlaces.cpp - which object a name in a region is --------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/analysis/RegionWalker.h"

#include "checks/analysis/AtomicOperations.h"

#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace racetidy;

bool RegionPlace::goesThroughPointer() const {
  return llvm::any_of(Steps, [](const auto &S) { return S.first == '*'; });
}

std::optional<RegionPlace> RegionWalker::resolve(const AccessPath &Path) {
  RegionPlace Place;
  for (PathStep Step : Path.steps())
    switch (Step.K) {
    case PathStep::Field:
      Place.Steps.push_back({'.', Current->Paths.declaration(Step.Id)});
      break;
    case PathStep::Deref:
      Place.Steps.push_back({'*', nullptr});
      break;
    case PathStep::Element:
      Place.Steps.push_back({'[', nullptr});
      break;
    }
  bool Inner = Active.size() > 1;
  auto Prepend = [&](const RegionPlace &Outer, size_t Drop) {
    RegionPlace Whole = Outer;
    Whole.Steps.append(Place.Steps.begin() + Drop, Place.Steps.end());
    return Whole;
  };
  if (Path.kind() == RootKind::This) {
    if (Inner)
      return Current->This ? std::optional(Prepend(*Current->This, 0))
                           : std::nullopt;
    const auto *Method = dyn_cast<CXXMethodDecl>(&Current->Function);
    if (!Method)
      return std::nullopt;
    Place.Root = Method->getParent();
    return Place;
  }
  const ValueDecl *Root = Current->Paths.declaration(Path.root());
  const auto *V = dyn_cast_or_null<VarDecl>(Root);
  if (!V || V->getTLSKind() != VarDecl::TLS_None ||
      V->hasAttr<OMPThreadPrivateDeclAttr>())
    return std::nullopt;
  Place.Root = V;
  const auto *P = dyn_cast<ParmVarDecl>(V);
  if (!P)
    return Place;
  bool Reference = P->getType()->isReferenceType();
  bool Through = !Place.Steps.empty() && Place.Steps.front().first == '*';
  if (auto It = Current->Given.find(P); It != Current->Given.end()) {
    if (Reference)
      return Prepend(It->second, 0);
    if (Through)
      return Prepend(It->second, 1);
    return Place;
  }
  if (Inner && (Reference || Through))
    return std::nullopt;
  return Place;
}

std::optional<RegionWalker::Where> RegionWalker::where(const Expr *E) {
  auto Path = Current->Paths.path(E);
  auto Place = Path ? resolve(*Path) : std::nullopt;
  if (!Place)
    return std::nullopt;
  return Where{std::move(*Place), Current->Paths.str(*Path)};
}

std::optional<RegionPlace> RegionWalker::pointee(const Expr *E) {
  auto Path = Current->Paths.pointee(E);
  return Path ? resolve(*Path) : std::nullopt;
}

unsigned RegionWalker::level(const RegionPlace &Place) const {
  const auto *V = dyn_cast_or_null<ValueDecl>(Place.Root);
  // A field of '*this' can be copied as well.
  if (!V && !Place.Steps.empty())
    V = Place.Steps.front().second;
  if (!V)
    return 0;
  bool Through = !Place.Steps.empty() && Place.Steps.front().first == '*' &&
                 !Assigned.contains(V);
  const auto *Variable = dyn_cast<VarDecl>(V);
  unsigned From =
      Variable && Variable->hasLocalStorage() ? Declared.lookup(V) : 0;
  for (unsigned L = Stack.size(); L > From; --L) {
    // What the name stands for in the team around, which tasks ask.
    bool Shared = Stack[L - 1]->InTeam;
    for (unsigned T = L - 1; Shared && T > 0; --T) {
      if (T <= From || Stack[T - 1]->Names.of(*V, true) != Sharing::Outer)
        Shared = false;
      if (Stack[T - 1]->K == Construct::Team)
        break;
    }
    Sharing S = Stack[L - 1]->Names.of(*V, Shared);
    if (S == Sharing::Own || (S == Sharing::Copy && !Through))
      return L;
  }
  return From;
}

std::optional<LinearForm> RegionWalker::form(const Expr *E, unsigned Depth) {
  const ASTContext &Context = Current->Function.getASTContext();
  return linearForm(
      E, Context, [&](const VarDecl &V) -> std::optional<LinearForm> {
        LinearForm Itself;
        Itself.Factors[&V] = 1;
        auto Counts = [&](const Induction &I) { return I.Variable == &V; };
        if (llvm::any_of(Own, Counts))
          return Itself;
        for (const Construct *C : Stack)
          if (llvm::any_of(C->Inductions, Counts))
            return Itself;
        bool Inner = Active.size() > 1;
        if (const auto *P = dyn_cast<ParmVarDecl>(&V); P && Inner) {
          auto It = Current->Values.find(P);
          if (It == Current->Values.end() || Assigned.contains(P))
            return std::nullopt;
          return It->second;
        }
        // 'int n = 100;' for good
        if (!Inner && V.hasLocalStorage() && V.getInit() &&
            !EverAssigned.contains(&V) && Depth < 4) {
          auto Form = form(V.getInit(), Depth + 1);
          if (Form && Form->Factors.empty())
            return Form;
        }
        if (Assigned.contains(&V))
          return std::nullopt;
        // The same for all: nobody changes it.
        if (!V.hasLocalStorage() || (!Inner && Declared.lookup(&V) == 0))
          return Itself;
        if (V.getInit() && Depth < 4)
          return form(V.getInit(), Depth + 1);
        return std::nullopt;
      });
}

/// The indices on the way of \p E, outermost dimension first.
static llvm::SmallVector<const Expr *, 2> indices(const Expr *E) {
  llvm::SmallVector<const Expr *, 2> List;
  while (E) {
    E = E->IgnoreParenImpCasts();
    if (const auto *A = dyn_cast<ArraySubscriptExpr>(E)) {
      List.push_back(A->getIdx());
      E = A->getBase();
    } else if (const auto *M = dyn_cast<MemberExpr>(E)) {
      E = M->getBase();
    } else if (const auto *O = dyn_cast<CXXOperatorCallExpr>(E);
               O && O->getOperator() == OO_Subscript && O->getNumArgs() == 2) {
      List.push_back(O->getArg(1));
      E = O->getArg(0);
    } else if (const auto *U = dyn_cast<UnaryOperator>(E);
               U && U->getOpcode() == UO_Deref) {
      E = U->getSubExpr();
    } else {
      break;
    }
  }
  std::reverse(List.begin(), List.end());
  return List;
}

/// Whether \p Value is the same whoever computes it: a literal.
static std::optional<int64_t> constant(const Expr *Value,
                                       const ASTContext &Context) {
  if (!Value || Value->isValueDependent())
    return std::nullopt;
  Expr::EvalResult Result;
  if (!Value->EvaluateAsRValue(Result, Context) || Result.HasSideEffects)
    return std::nullopt;
  if (Result.Val.isInt())
    return Result.Val.getInt().trySExtValue();
  if (Result.Val.isFloat())
    return static_cast<int64_t>(
        Result.Val.getFloat().bitcastToAPInt().getLimitedValue());
  return std::nullopt;
}

void RegionWalker::access(const Expr *E, const Expr *Lvalue, bool Write,
                          bool Update, const Expr *Value,
                          llvm::StringRef Operator) {
  QualType T = Lvalue->getType();
  if (Out.All.size() >= MaxAccesses || T.isConstQualified() ||
      Rules.atomic(T) || T->isAtomicType() || Rules.isLock(T) ||
      Rules.isThreadSafe(T))
    return;
  auto At = where(Lvalue);
  if (!At)
    return;
  RegionAccess A;
  A.Node = E;
  A.Name = At->Name;
  A.Place = std::move(At->Place);
  A.Level = level(A.Place);
  A.Write = Write;
  A.Update = Update;
  A.Operator = Operator.str();
  A.Atomic = AtomicPlace && *AtomicPlace == A.Place;
  if (Write && !Update)
    A.Constant = constant(Value, Current->Function.getASTContext());
  A.Stack.assign(Stack.begin(), Stack.end());
  A.Phases.assign(Phases.begin(), Phases.end());
  A.Time = ++Time;
  A.Own.assign(Own.begin(), Own.end());
  for (const Held &H : Guards)
    A.Guards.insert(H.Name);
  if (Active.size() > 1)
    A.Function = Current->Function.getNameAsString();
  auto Elements = llvm::count_if(A.Place.Steps,
                                 [](const auto &S) { return S.first == '['; });
  A.IndicesKnown = true;
  auto Found = indices(Lvalue);
  if (static_cast<size_t>(Elements) != Found.size())
    A.IndicesKnown = false;
  for (const Expr *Index : Found)
    if (auto Form = form(Index))
      A.Indices.push_back(std::move(*Form));
    else
      A.IndicesKnown = false;
  Out.All.push_back(std::move(A));
}
