//===- SummaryUnit.cpp - what the functions of a unit share ---------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/analysis/SummaryUnit.h"

#include "checks/analysis/FunctionReader.h"
#include "checks/analysis/FunctionScan.h"

#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/SaveAndRestore.h"

using namespace clang;
using namespace racetidy;

/// Whether \p T is a handle, or holds some, as a list of threads does.
static bool holdsHandle(QualType T, RuleIndex &Rules, unsigned Depth = 2) {
  T = T.getNonReferenceType();
  while (const ArrayType *A = T->getAsArrayTypeUnsafe())
    T = A->getElementType();
  if (!T->isRecordType())
    return isa<TypedefType>(T) && Rules.handle(T);
  if (Rules.handle(T) || Rules.originType(T))
    return true;
  const auto *S = dyn_cast_or_null<ClassTemplateSpecializationDecl>(
      T->getAsCXXRecordDecl());
  return S && Depth > 0 &&
         llvm::any_of(S->getTemplateArgs().asArray(),
                      [&](const TemplateArgument &A) {
                        return A.getKind() == TemplateArgument::Type &&
                               holdsHandle(A.getAsType(), Rules, Depth - 1);
                      });
}

llvm::ArrayRef<SummaryJoin> SummaryUnit::joinsOf(const FunctionDecl &F) {
  const FunctionDecl *Body = LockEffects::bodyOf(F);
  if (!Body)
    return {};
  auto [It, New] = Joins.try_emplace(Body);
  if (!New || !shapeOf(*Body).Joins)
    return Joins[Body];
  llvm::DenseMap<Symbol, int> Others = std::move(Taken);
  FunctionReader Reader(*Body, *this);
  std::vector<SummaryJoin> Found;
  if (auto Summary = Reader.read())
    Found = std::move(Summary->Joins);
  Taken = std::move(Others);
  return Joins[Body] = std::move(Found);
}

const BodyShape &SummaryUnit::shapeOf(const FunctionDecl &F) {
  if (auto It = Shapes.find(&F); It != Shapes.end() && It->second)
    return *It->second;
  Shapes[&F] = nullptr;
  auto Shape = std::make_unique<BodyShape>(F, *this);
  return *(Shapes[&F] = std::move(Shape));
}

bool SummaryUnit::mayStart(const FunctionDecl &F) {
  const FunctionDecl *Body = LockEffects::bodyOf(F);
  if (!Body || Depth >= MaxDepth || Names.isSystem(Body))
    return false;
  auto It = Shapes.find(Body);
  // A function on the way to itself starts nothing by that.
  if (It != Shapes.end() && !It->second)
    return false;
  llvm::SaveAndRestore Deeper(Depth, Depth + 1);
  const BodyShape &Shape = shapeOf(*Body);
  return Shape.Starts || Shape.StartsThrough;
}

bool SummaryUnit::startsInMembers(const CXXRecordDecl &R) {
  return R.hasInClassInitializer() &&
         llvm::any_of(R.fields(), [&](const FieldDecl *F) {
           return F->hasInClassInitializer() &&
                  holdsHandle(F->getType(), Rules);
         });
}

bool SummaryUnit::isActive(const CXXRecordDecl *R) {
  R = R ? R->getDefinition() : nullptr;
  if (!R || Names.isSystem(R))
    return false;
  auto [It, New] = ActiveClasses.try_emplace(R, false);
  if (!New)
    return It->second;
  bool Active = llvm::any_of(R->fields(),
                             [&](const FieldDecl *F) {
                               return holdsHandle(F->getType(), Rules);
                             }) ||
                llvm::any_of(R->bases(), [&](const CXXBaseSpecifier &B) {
                  return isActive(B.getType()->getAsCXXRecordDecl());
                });
  return ActiveClasses[R] = Active;
}

/// Whether an object of type \p T may be something to call.
static bool mayBeCalled(QualType T) {
  T = T.getNonReferenceType();
  if (T->isPointerType())
    T = T->getPointeeType();
  return T->isFunctionType() || T->isMemberPointerType() ||
         T->isDependentType() || T->isRecordType();
}

llvm::ArrayRef<ForwardedStart> SummaryUnit::forwards(const FunctionDecl &F) {
  const FunctionDecl *Body = LockEffects::bodyOf(F);
  if (!Body || Body->param_empty())
    return {};
  auto [It, New] = Forwards.try_emplace(Body);
  if (!New)
    return It->second;
  // Most functions that are given something to call just call it.
  bool May = false;
  forEachEvaluated(*Body, [&](const Stmt *S) {
    ArrayRef<const Expr *> Args;
    if (const auto *C = dyn_cast<CallExpr>(S))
      Args = ArrayRef<const Expr *>(C->getArgs(), C->getNumArgs());
    else if (const auto *C = dyn_cast<CXXConstructExpr>(S))
      Args = ArrayRef<const Expr *>(C->getArgs(), C->getNumArgs());
    for (const Expr *A : May ? ArrayRef<const Expr *>() : Args) {
      const Expr *Plain = forwarded(A, Rules);
      const auto *Ref = dyn_cast_or_null<DeclRefExpr>(Plain);
      May |= isa_and_nonnull<LambdaExpr>(Plain) ||
             (Ref && isa<ParmVarDecl>(Ref->getDecl()) &&
              mayBeCalled(Ref->getType()));
    }
  });
  if (!May)
    return {};
  // It is read for its own sake another time.
  llvm::DenseMap<Symbol, int> Others = std::move(Taken);
  FunctionReader Reader(*Body, *this);
  Reader.read();
  Taken = std::move(Others);
  std::vector<ForwardedStart> Found = Reader.forwards();
  return Forwards[Body] = std::move(Found);
}

static const VarDecl *ownVariable(const Expr *E) {
  E = E->IgnoreParenCasts();
  while (const auto *M = dyn_cast<MemberExpr>(E)) {
    if (M->isArrow())
      return nullptr;
    E = M->getBase()->IgnoreParenCasts();
  }
  while (const auto *A = dyn_cast<ArraySubscriptExpr>(E))
    E = A->getBase()->IgnoreParenCasts();
  const auto *Ref = dyn_cast<DeclRefExpr>(E);
  const auto *V = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  return V && V->hasLocalStorage() && !V->getType()->isReferenceType() &&
                 !Ref->refersToEnclosingVariableOrCapture()
             ? V
             : nullptr;
}

BodyShape::BodyShape(const FunctionDecl &Function, SummaryUnit &Unit) {
  RuleIndex &Rules = Unit.Rules;
  LeavingVariables Addressed;
  auto NoteArguments = [&](ArrayRef<const Expr *> Args) {
    for (const Expr *A : Args) {
      const Expr *Plain = forwarded(A, Rules);
      if (const auto *U = dyn_cast_or_null<UnaryOperator>(Plain);
          U && U->getOpcode() == UO_AddrOf)
        Plain = U->getSubExpr();
      else if (!Plain || (Plain == A->IgnoreImplicit()->IgnoreParenCasts() &&
                          !A->getType()->isArrayType() &&
                          !Plain->getType()->isArrayType()))
        continue;
      if (const VarDecl *V = ownVariable(Plain))
        Addressed.insert(V);
    }
  };
  forEachEvaluated(Function, [&](const Stmt *S) {
    if (const auto *L = dyn_cast<LambdaExpr>(S)) {
      for (const LambdaCapture &C : L->captures())
        if (C.capturesVariable() && C.getCaptureKind() == LCK_ByRef)
          if (const auto *V = dyn_cast<VarDecl>(C.getCapturedVar()))
            Leaving.insert(V);
      return;
    }
    if (const auto *D = dyn_cast<DeclStmt>(S)) {
      for (const Decl *Each : D->decls())
        if (const auto *V = dyn_cast<VarDecl>(Each); V && V->hasLocalStorage())
          Locks = Locks || Unit.Effects.maybeGuard(*V);
      return;
    }
    if (const auto *C = dyn_cast<CXXConstructExpr>(S)) {
      if (C->getNumArgs() > 0 && C->getType()->isRecordType() &&
          Rules.originType(C->getType())) {
        Starts = true;
        NoteArguments(llvm::ArrayRef(C->getArgs(), C->getNumArgs()));
      }
      return;
    }
    const auto *Call = dyn_cast<CallExpr>(S);
    if (!Call)
      return;
    Locks = Locks || Unit.Effects.touches(*Call);
    const FunctionDecl *F = Call->getDirectCallee();
    if (const auto *Member = dyn_cast<CXXMemberCallExpr>(Call)) {
      const CXXMethodDecl *Method = Member->getMethodDecl();
      const Expr *Object = Member->getImplicitObjectArgument();
      if (Method && !Method->isConst())
        if (const VarDecl *V = ownVariable(Object))
          if (Unit.isActive(V->getType()->getAsCXXRecordDecl()))
            Leaving.insert(V);
      QualType T = Member->getObjectType();
      Joins = Joins || Rules.handle(T) || Rules.ordering(T);
      Starts = Starts || holdsHandle(T, Rules);
      if (holdsHandle(T, Rules))
        NoteArguments(llvm::ArrayRef(Call->getArgs(), Call->getNumArgs()));
    }
    if (!F)
      return;
    if (Rules.handleFunction(*F) || Rules.waitsForAll(*F))
      Joins = true;
    const OriginRule *Origin =
        Rules.origin(*F, llvm::ArrayRef(Call->getArgs(), Call->getNumArgs()));
    if ((Origin && Origin->Kind != OriginKind::Now) ||
        (Unit.Names.isSystem(F) && holdsHandle(Call->getType(), Rules))) {
      Starts = true;
      NoteArguments(llvm::ArrayRef(Call->getArgs(), Call->getNumArgs()));
    }
    // A function elsewhere may start what it is given to call.
    StartsThrough = StartsThrough || Unit.mayStart(*F) ||
                    (!LockEffects::bodyOf(*F) && !Unit.Names.isSystem(F) &&
                     llvm::any_of(Call->arguments(), [&](const Expr *A) {
                       return A->getType()->isFunctionPointerType() &&
                              resolveEntry(A, Rules);
                     }));
  });
  if (Starts)
    Leaving.insert(Addressed.begin(), Addressed.end());
}
