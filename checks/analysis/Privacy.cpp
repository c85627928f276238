//===- Privacy.cpp - locations that nobody else can reach yet -------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/analysis/Privacy.h"

#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"

using namespace clang;
using namespace racetidy;

bool racetidy::isFreshObject(const Expr *Init, RuleIndex &Rules) {
  Init = Init->IgnoreImplicit()->IgnoreParenCasts();
  if (isa<CXXNewExpr>(Init))
    return true;
  if (const auto *C = dyn_cast<CXXConstructExpr>(Init)) {
    // 'std::unique_ptr<T> p(new T)', and the copy of such a temporary.
    return C->getNumArgs() >= 1 && isFreshObject(C->getArg(0), Rules);
  }
  if (const auto *Call = dyn_cast<CallExpr>(Init))
    if (const FunctionDecl *F = Call->getDirectCallee())
      return Rules.isFreshFunction(*F);
  return false;
}

bool racetidy::beginsPrivate(const VarDecl *V, bool Dereferenced,
                             RuleIndex &Rules) {
  if (!V->hasLocalStorage() || V->getType()->isReferenceType())
    return false;
  if (!Dereferenced)
    return true;
  if (isa<ParmVarDecl>(V))
    return false;
  // 'S *s; s = new S;': nothing to begin with, and what is assigned later is
  // looked at there.
  if (!V->getInit() || V->getInit()->isNullPointerConstant(
                           const_cast<ASTContext &>(V->getASTContext()),
                           Expr::NPC_ValueDependentIsNotNull))
    return true;
  if (const auto *C =
          dyn_cast<CXXConstructExpr>(V->getInit()->IgnoreImplicit()))
    if (C->getNumArgs() == 0)
      return Rules.pointer(V->getType()) != nullptr;
  return isFreshObject(V->getInit(), Rules);
}

Privacy::Privacy(const FunctionDecl &Function, RuleIndex &Rules,
                 FunctionScan &Scan)
    : Function(Function), Rules(Rules), Scan(Scan) {
  for (const Expr *Access : Scan.all()) {
    const AccessPath &Path = Scan.operation(Access)->Path;
    if (Path.kind() != RootKind::Local && Path.kind() != RootKind::Parameter)
      continue;
    const auto *V =
        dyn_cast_or_null<VarDecl>(Scan.paths().declaration(Path.root()));
    if (V && Tracked.size() < 64 &&
        beginsPrivate(V, Path.dereferences(), Rules))
      Tracked.try_emplace(Path.root(), Tracked.size());
  }
}

bool Privacy::isPrivate(const AccessPath &Path, Escaped Gone) const {
  switch (Path.kind()) {
  case RootKind::This:
    // Nobody else has the object before its constructor ends or after its
    // destructor began. What it points to may be anybody's.
    return isa<CXXConstructorDecl, CXXDestructorDecl>(Function) &&
           !Path.dereferences();
  case RootKind::Static: {
    const auto *V =
        dyn_cast_or_null<VarDecl>(Scan.paths().declaration(Path.root()));
    return V && V->getTLSKind() != VarDecl::TLS_None;
  }
  case RootKind::Captured:
    return false;
  case RootKind::Local:
  case RootKind::Parameter: {
    auto It = Tracked.find(Path.root());
    return It != Tracked.end() && !(Gone >> It->second & 1);
  }
  }
  return false;
}

bool racetidy::letsOut(const Expr *Use, bool IsPointer, RuleIndex &Rules,
                       const UseContext &Around) {
  // A use of a part, 's->name', tells nobody where the whole is.
  bool ThroughField = false;
  const Stmt *S = Use;
  while (const Stmt *Parent = Around.parent(S)) {
    if (const auto *E = dyn_cast<Expr>(Parent))
      if (auto Value = Around.atomicValue(E))
        // The atomic operations themselves keep their object; what they are
        // given as a value they may publish.
        return *Value && (*Value)->IgnoreParenImpCasts() ==
                             cast<Expr>(S)->IgnoreParenImpCasts();
    if (isa<ParenExpr, ArraySubscriptExpr>(Parent)) {
      S = Parent;
      continue;
    }
    if (const auto *Cast = dyn_cast<ImplicitCastExpr>(Parent)) {
      // Reading a value lets nothing out, unless it is the pointer's.
      if (Cast->getCastKind() == CK_LValueToRValue &&
          (!IsPointer || ThroughField))
        return false;
      S = Parent;
      continue;
    }
    if (const auto *M = dyn_cast<MemberExpr>(Parent)) {
      // A method may do anything with 'this', unless it is the atomic
      // operation itself, or can't change anything, or is a smart pointer's.
      if (const auto *Method = dyn_cast<CXXMethodDecl>(M->getMemberDecl())) {
        const auto *Call = dyn_cast_or_null<Expr>(Around.parent(M));
        if (Call && Around.isOperation(Call))
          return false;
        if (ThroughField || Method->isConst())
          return false;
        return !(IsPointer && !M->isArrow() && Rules.pointer(Use->getType()));
      }
      IsPointer = IsPointer && !M->isArrow();
      ThroughField = true;
      S = Parent;
      continue;
    }
    if (const auto *U = dyn_cast<UnaryOperator>(Parent)) {
      if (U->getOpcode() == UO_Deref)
        IsPointer = false;
      else if (U->getOpcode() != UO_AddrOf)
        return false;
      // '&x' that goes straight into an atomic operation stays here.
      S = Parent;
      continue;
    }
    if (const auto *Call = dyn_cast<CXXOperatorCallExpr>(Parent)) {
      if ((Call->getOperator() == OO_Arrow || Call->getOperator() == OO_Star) &&
          Rules.pointer(Use->getType())) {
        IsPointer = false;
        S = Parent;
        continue;
      }
      // 's->name = x', 'v[i]': the object of the operator stays where it is.
      bool IsObject = Call->getNumArgs() > 0 && Call->getArg(0) == S;
      if (IsObject && Call->getOperator() == OO_Subscript) {
        S = Parent;
        continue;
      }
      return !(IsObject && (ThroughField || Call->isAssignmentOp()));
    }
    if (const auto *Binary = dyn_cast<BinaryOperator>(Parent)) {
      if (!Binary->isAssignmentOp())
        return false;
      // Assigning to the pointer makes it somebody else's, unless it is
      // somebody new; assigning to the object changes it where it is.
      if (Binary->getLHS() == S)
        return IsPointer && !ThroughField &&
               !isFreshObject(Binary->getRHS(), Rules);
      return !ThroughField || !isa<UnaryOperator>(S);
    }
    if (const auto *Construct = dyn_cast<CXXConstructExpr>(Parent)) {
      // A view of the location is another name for it.
      const AtomicRule *Rule = Rules.atomic(Construct->getType());
      return !ThroughField && !(Rule && Rule->RefersTo >= 0);
    }
    if (isa<CallExpr>(Parent))
      return !ThroughField;
    if (const auto *Declaration = dyn_cast<DeclStmt>(Parent)) {
      // 'auto &r = *s;' is another name, which paths look through.
      const auto *V = Declaration->isSingleDecl()
                          ? dyn_cast<VarDecl>(Declaration->getSingleDecl())
                          : nullptr;
      return !V || !V->getType()->isReferenceType();
    }
    if (isa<CXXDeleteExpr>(Parent))
      return false;
    return !isa<CompoundStmt>(Parent);
  }
  return false;
}

namespace {

/// The surroundings as a scan of the function knows them.
class ScannedContext : public UseContext {
public:
  explicit ScannedContext(const FunctionScan &Scan) : Scan(Scan) {}
  const Stmt *parent(const Stmt *S) const override {
    return Scan.parents().getParent(S);
  }
  bool isOperation(const Expr *E) const override { return Scan.operation(E); }
  std::optional<const Expr *> atomicValue(const Expr *E) const override {
    const auto *Op = Scan.atomic(E);
    return Op ? std::optional(Op->Atomic.Value) : std::nullopt;
  }

private:
  const FunctionScan &Scan;
};

} // namespace

Privacy::Escaped Privacy::escapes(const Stmt *S) const {
  if (Tracked.empty())
    return 0;
  Escaped Gone = 0;
  auto Lost = [&](const ValueDecl *D) {
    auto It = Tracked.find(Scan.paths().entity(D));
    if (It != Tracked.end())
      Gone |= Escaped(1) << It->second;
  };
  if (const auto *Lambda = dyn_cast<LambdaExpr>(S)) {
    for (const LambdaCapture &C : Lambda->captures())
      if (C.capturesVariable())
        Lost(C.getCapturedVar());
  } else if (const auto *Ref = dyn_cast<DeclRefExpr>(S)) {
    const auto *V = dyn_cast<VarDecl>(Ref->getDecl());
    if (V && Tracked.count(Scan.paths().entity(V))) {
      bool IsPointer =
          V->getType()->isPointerType() || Rules.pointer(V->getType());
      if (letsOut(Ref, IsPointer, Rules, ScannedContext(Scan)))
        Lost(V);
    }
  }
  return Gone;
}
