//===- PathBuilder.cpp - from expressions to access paths -----------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/analysis/PathBuilder.h"

#include "checks/analysis/AtomicOperations.h"

#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/SaveAndRestore.h"

using namespace clang;
using namespace racetidy;

const VarDecl *racetidy::variableOf(const Expr *E) {
  const auto *Ref = dyn_cast<DeclRefExpr>(E->IgnoreParenImpCasts());
  return Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
}

PathBuilder::PathBuilder(const FunctionDecl &Function, RuleIndex &Rules)
    : Rules(Rules), Function(Function), Context(Function.getASTContext()),
      IndexReads(1) {}

EntityId PathBuilder::entity(const Decl *D) {
  D = D->getCanonicalDecl();
  auto [It, New] = EntityOf.try_emplace(D, Entities.size());
  if (New) {
    const auto *V = dyn_cast<ValueDecl>(D);
    Entities.push_back({V, V ? V->getNameAsString() : "this"});
  }
  return It->second;
}

const ValueDecl *PathBuilder::declaration(EntityId Id) const {
  return Entities[Id].Decl;
}

const ValueDecl *PathBuilder::named(const AccessPath &Path) const {
  EntityId Named = Path.root();
  for (PathStep Step : Path.steps())
    if (Step.K == PathStep::Field)
      Named = Step.Id;
  return declaration(Named);
}

std::string PathBuilder::name(EntityId Id) const { return Entities[Id].Name; }

std::string PathBuilder::str(const AccessPath &Path) const {
  return Path.str([this](EntityId Id) { return name(Id); });
}

bool PathBuilder::indexReads(const AccessPath &Path, EntityId Id) const {
  return llvm::any_of(Path.steps(), [&](PathStep S) {
    return S.K == PathStep::Element && llvm::is_contained(IndexReads[S.Id], Id);
  });
}

bool PathBuilder::hasIndexOutside(const AccessPath &Path) const {
  return llvm::any_of(Path.steps(), [&](PathStep S) {
    return S.K == PathStep::Element &&
           llvm::any_of(IndexReads[S.Id], [&](EntityId Id) {
             const auto *V = dyn_cast_or_null<VarDecl>(Entities[Id].Decl);
             return !V || !V->hasLocalStorage() ||
                    V->getType()->isReferenceType();
           });
  });
}

std::string PathBuilder::constantIndices(const AccessPath &Path) const {
  std::string Text;
  for (PathStep Step : Path.steps()) {
    if (Step.K != PathStep::Element)
      continue;
    auto It = ConstantIndex.find(Step.Id);
    if (It == ConstantIndex.end())
      return "";
    Text += (Text.empty() ? "" : ",") + std::to_string(It->second);
  }
  return Text;
}

std::optional<AccessPath> PathBuilder::step(std::optional<AccessPath> Base,
                                            PathStep::Kind K, uint32_t Id) {
  if (!Base)
    return std::nullopt;
  AccessPath Longer = Base->with(K, Id);
  if (Longer.tooLong())
    return std::nullopt;
  return Longer;
}

/// Whether \p V is assigned, or handed out to be assigned, anywhere but in its
/// declaration. The body is looked through once, whoever asks.
bool PathBuilder::isReassigned(const VarDecl *V) const {
  if (!Reassigned) {
    Reassigned.emplace();
    llvm::SmallVector<const Stmt *, 32> Work{Function.getBody()};
    auto Note = [this](const Expr *E, const Expr *Value = nullptr) {
      const auto *Ref = dyn_cast<DeclRefExpr>(E->IgnoreParenImpCasts());
      if (const auto *Named =
              Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr) {
        // A second time, or by other means than '='.
        bool First = Reassigned->insert(Named).second;
        Assignments[Named] = First ? Value : nullptr;
      }
    };
    while (!Work.empty()) {
      const Stmt *S = Work.pop_back_val();
      if (!S)
        continue;
      if (const auto *B = dyn_cast<BinaryOperator>(S)) {
        if (B->isAssignmentOp())
          Note(B->getLHS(),
               B->getOpcode() == BO_Assign ? B->getRHS() : nullptr);
      } else if (const auto *U = dyn_cast<UnaryOperator>(S)) {
        if (U->isIncrementDecrementOp() || U->getOpcode() == UO_AddrOf)
          Note(U->getSubExpr());
      } else if (const auto *C = dyn_cast<CallExpr>(S)) {
        // Passed by reference: an argument that is no load of the pointer.
        for (const Expr *A : C->arguments())
          if (A->isLValue() && !isa<ImplicitCastExpr>(A))
            Note(A);
      }
      llvm::append_range(Work, S->children());
    }
  }
  return Reassigned->contains(V);
}

/// What the pointer \p V is set to where it is declared without a value, as in
/// C, and set once: whoever follows it comes after that. Null if it is not so.
const Expr *PathBuilder::assignedOnce(const VarDecl *V) const {
  if (V->getInit() || !V->getType()->isPointerType())
    return nullptr;
  auto It = Assignments.find(V);
  return It == Assignments.end() ? nullptr : It->second;
}

/// Whether \p E goes through an index or pointer that the function moves
/// elsewhere: a reference made from it stays with the first object.
bool PathBuilder::movesLater(const Expr *E) const {
  bool Through = false;
  llvm::SmallVector<const Stmt *, 8> Work{E};
  llvm::SmallVector<const VarDecl *, 4> Variables;
  while (!Work.empty()) {
    const Stmt *S = Work.pop_back_val();
    if (!S)
      continue;
    if (const auto *Ref = dyn_cast<DeclRefExpr>(S)) {
      const auto *V = dyn_cast<VarDecl>(Ref->getDecl());
      if (V && !V->getType()->isReferenceType() && !V->getType()->isArrayType())
        Variables.push_back(V);
    }
    const auto *U = dyn_cast<UnaryOperator>(S);
    const auto *M = dyn_cast<MemberExpr>(S);
    Through |= isa<ArraySubscriptExpr, CXXOperatorCallExpr>(S) ||
               (U && U->getOpcode() == UO_Deref) || (M && M->isArrow());
    llvm::append_range(Work, S->children());
  }
  return Through && llvm::any_of(Variables, [&](const VarDecl *V) {
           return isReassigned(V);
         });
}

const Expr *PathBuilder::standsFor(const VarDecl *V) const {
  if (!V->hasLocalStorage() || isa<ParmVarDecl>(V) || !V->getInit())
    return nullptr;
  if (V->getType()->isReferenceType())
    return movesLater(V->getInit()) ? nullptr : V->getInit();
  // 'auto *m = &mu_;' is the member as long as nobody moves the pointer.
  if (V->getType()->isPointerType()) {
    const Expr *Init = V->getInit()->IgnoreParenImpCasts();
    const auto *Address = dyn_cast<UnaryOperator>(Init);
    bool Names = Address && Address->getOpcode() == UO_AddrOf;
    // 'auto *p = owner.get();'
    if (auto Method = methodCall(*Init))
      if (const PointerRule *Rule = Rules.pointer(Method->ObjectType))
        Names = llvm::is_contained(Rule->Get, Method->Name);
    if (Names && !isReassigned(V))
      return Init;
  }
  // A view: the location is what it was made from.
  if (const AtomicRule *Rule = Rules.atomic(V->getType());
      Rule && Rule->RefersTo >= 0) {
    const Expr *Init = V->getInit()->IgnoreImplicit();
    ArrayRef<const Expr *> Args;
    if (const auto *C = dyn_cast<CXXConstructExpr>(Init))
      Args = ArrayRef<const Expr *>(C->getArgs(), C->getNumArgs());
    if (static_cast<size_t>(Rule->RefersTo) < Args.size())
      return Args[Rule->RefersTo];
  }
  return nullptr;
}

std::optional<AccessPath> PathBuilder::variable(const VarDecl *V,
                                                bool EnclosingScope) {
  if (auto It = Bound.find(V); It != Bound.end())
    return It->second;
  // 'const auto &x = f();' extends a temporary: x itself is the location.
  if (const Expr *Init = standsFor(V);
      Init && !isa<MaterializeTemporaryExpr>(Init->IgnoreParenImpCasts())) {
    if (V->getType()->isPointerType())
      return AccessPath(RootKind::Local, entity(V)); // see pointee()
    return path(Init);
  }
  RootKind Kind = RootKind::Static;
  if (V->hasLocalStorage()) {
    if (EnclosingScope)
      Kind = RootKind::Captured;
    else
      Kind = isa<ParmVarDecl>(V) ? RootKind::Parameter : RootKind::Local;
  }
  return AccessPath(Kind, entity(V));
}

std::optional<AccessPath> PathBuilder::member(const Expr *Base, bool Arrow,
                                              EntityId Field) {
  std::optional<AccessPath> P = Arrow ? pointee(Base) : path(Base);
  return step(P, PathStep::Field, Field);
}

IndexId PathBuilder::index(const Expr *E) {
  E = E->IgnoreParenImpCasts();
  llvm::SmallVector<EntityId, 2> Reads;
  // An index with an effect or a call may differ every time.
  if (!E->HasSideEffects(Context)) {
    llvm::SmallVector<const Stmt *, 8> Work{E};
    bool Simple = true;
    while (!Work.empty()) {
      const Stmt *S = Work.pop_back_val();
      if (const auto *Ref = dyn_cast<DeclRefExpr>(S))
        Reads.push_back(entity(Ref->getDecl()));
      else if (const auto *M = dyn_cast<MemberExpr>(S))
        Reads.push_back(entity(M->getMemberDecl()));
      else if (isa<CallExpr>(S))
        Simple = false;
      llvm::append_range(Work, S->children());
    }
    if (Simple) {
      llvm::FoldingSetNodeID Profile;
      E->Profile(Profile, Context, /*Canonical=*/true);
      auto [It, New] = IndexOf.try_emplace(Profile, IndexReads.size());
      if (New) {
        Expr::EvalResult Value;
        if (Reads.empty() && !E->isValueDependent() &&
            E->EvaluateAsInt(Value, Context) &&
            Value.Val.getInt().isRepresentableByInt64())
          ConstantIndex[IndexReads.size()] = Value.Val.getInt().getExtValue();
        IndexReads.push_back(std::move(Reads));
      }
      return It->second;
    }
  }
  IndexReads.emplace_back();
  return IndexReads.size() - 1;
}

std::optional<AccessPath> PathBuilder::element(std::optional<AccessPath> Base,
                                               const Expr *Index) {
  return step(Base, PathStep::Element, index(Index));
}

std::optional<AccessPath> PathBuilder::element(std::optional<AccessPath> Base,
                                               const std::string &Key,
                                               ArrayRef<EntityId> Reads) {
  auto [It, New] = IndexOfKey.try_emplace(Key, IndexReads.size());
  if (New)
    IndexReads.emplace_back(Reads.begin(), Reads.end());
  return step(Base, PathStep::Element, It->second);
}

std::optional<AccessPath> PathBuilder::path(const Expr *E) {
  // References that stand for references can go in circles in broken code.
  if (!E || Depth > 16)
    return std::nullopt;
  llvm::SaveAndRestore Deeper(Depth, Depth + 1);
  E = E->IgnoreParenImpCasts();

  if (const auto *Ref = dyn_cast<DeclRefExpr>(E)) {
    if (const auto *V = dyn_cast<VarDecl>(Ref->getDecl()))
      return variable(V, Ref->refersToEnclosingVariableOrCapture());
    if (const auto *B = dyn_cast<BindingDecl>(Ref->getDecl()))
      return B->getBinding() ? path(B->getBinding()) : std::nullopt;
    return std::nullopt;
  }
  if (isa<CXXThisExpr>(E))
    // A CXXThisExpr is the pointer; as a location it is *this.
    return pointee(E);
  if (const auto *M = dyn_cast<MemberExpr>(E)) {
    if (const auto *V = dyn_cast<VarDecl>(M->getMemberDecl()))
      return AccessPath(RootKind::Static, entity(V));
    return member(M->getBase(), M->isArrow(), entity(M->getMemberDecl()));
  }
  if (const auto *D = dyn_cast<CXXDependentScopeMemberExpr>(E)) {
    std::string Name = D->getMember().getAsString();
    auto [It, New] = EntityOfName.try_emplace(Name, Entities.size());
    if (New)
      Entities.push_back({nullptr, Name});
    if (D->isImplicitAccess())
      return std::nullopt;
    return member(D->getBase(), D->isArrow(), It->second);
  }
  if (const auto *U = dyn_cast<UnaryOperator>(E)) {
    if (U->getOpcode() == UO_Deref)
      return pointee(U->getSubExpr());
    if (U->getOpcode() == UO_Extension)
      return path(U->getSubExpr());
    return std::nullopt;
  }
  if (const auto *A = dyn_cast<ArraySubscriptExpr>(E)) {
    const Expr *Base = A->getBase()->IgnoreParenImpCasts();
    if (Base->getType()->isArrayType())
      return element(path(Base), A->getIdx());
    return element(pointee(Base), A->getIdx());
  }
  if (const auto *Cast = dyn_cast<ExplicitCastExpr>(E))
    return Cast->isLValue() ? path(Cast->getSubExpr()) : std::nullopt;

  if (auto Method = methodCall(*E)) {
    if (Method->Name == "operator*" && Method->Arguments.empty() &&
        Rules.pointer(Method->ObjectType))
      return step(path(Method->Object), PathStep::Deref);
    if (Method->Name == "operator[]" && Method->Arguments.size() == 1 &&
        !Method->Arrow)
      return element(path(Method->Object), Method->Arguments[0]);
  }
  return std::nullopt;
}

std::optional<AccessPath> PathBuilder::followed(const VarDecl *V) {
  if (!FollowsPointers || !V->hasLocalStorage() || isa<ParmVarDecl>(V))
    return std::nullopt;
  const Expr *Value = isReassigned(V) ? assignedOnce(V) : V->getInit();
  if (!Value)
    return std::nullopt;
  const Expr *Init = Value->IgnoreParenCasts();
  const auto *Address = dyn_cast<UnaryOperator>(Init);
  bool Names = isa<DeclRefExpr, MemberExpr, CXXThisExpr>(Init) ||
               (Address && Address->getOpcode() == UO_AddrOf);
  if (!Names ||
      !(Init->getType()->isPointerType() || Init->getType()->isArrayType()))
    return std::nullopt;
  return pointee(Init);
}

std::optional<AccessPath> PathBuilder::pointee(const Expr *E) {
  if (!E || Depth > 16)
    return std::nullopt;
  llvm::SaveAndRestore Deeper(Depth, Depth + 1);
  E = E->IgnoreParenImpCasts();

  if (const auto *This = dyn_cast<CXXThisExpr>(E)) {
    const CXXRecordDecl *Record = This->getType()->getPointeeCXXRecordDecl();
    return AccessPath(RootKind::This, Record ? entity(Record) : 0);
  }
  if (const auto *U = dyn_cast<UnaryOperator>(E))
    if (U->getOpcode() == UO_AddrOf)
      return path(U->getSubExpr());
  if (const auto *Ref = dyn_cast<DeclRefExpr>(E))
    if (const auto *V = dyn_cast<VarDecl>(Ref->getDecl()))
      if (V->getType()->isPointerType()) {
        if (const Expr *Init = standsFor(V))
          return pointee(Init);
        if (auto Followed = followed(V))
          return Followed;
      }
  // C programmers cast freely: the location stays the same.
  if (const auto *Cast = dyn_cast<ExplicitCastExpr>(E))
    if (Cast->getType()->isPointerType() &&
        Cast->getSubExpr()->getType()->isPointerType())
      return pointee(Cast->getSubExpr());
  if (auto Method = methodCall(*E))
    if (const PointerRule *Rule = Rules.pointer(Method->ObjectType))
      if (Method->Name == "operator->" ||
          llvm::is_contained(Rule->Get, Method->Name))
        return step(path(Method->Object), PathStep::Deref);
  if (E->getType()->isArrayType())
    return path(E);
  return step(path(E), PathStep::Deref);
}
