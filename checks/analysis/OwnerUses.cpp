//===- OwnerUses.cpp - what relies on an answer about owners --------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/analysis/OwnerUses.h"

#include "checks/analysis/FunctionScan.h"

#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace racetidy;

OwnerUses::OwnerUses(const FunctionDecl &Function, RuleIndex &Rules)
    : Function(Function), Rules(Rules), Paths(Function, Rules),
      Parents(Function.getBody()) {
  forEachEvaluated(Function, [&](const Stmt *S) {
    if (const auto *D = dyn_cast<DeclStmt>(S)) {
      for (const Decl *Each : D->decls())
        if (const auto *V = dyn_cast<VarDecl>(Each))
          TakesLock |= Rules.guard(V->getType()) != nullptr;
    } else if (const auto *Call = dyn_cast<CallExpr>(S)) {
      if (const FunctionDecl *F = Call->getDirectCallee())
        TakesLock |= Rules.lockFunction(*F).has_value();
      if (auto Method = methodCall(*Call))
        TakesLock |= Rules.isLock(Method->ObjectType);
    }
  });
}

std::optional<AccessPath> OwnerUses::object(const MethodCall &M) {
  return M.Arrow ? Paths.pointee(M.Object) : Paths.path(M.Object);
}

static const CXXMethodDecl *methodOf(const Expr &E) {
  const auto *Call = dyn_cast<CallExpr>(&E);
  return Call ? dyn_cast_or_null<CXXMethodDecl>(Call->getCalleeDecl())
              : nullptr;
}

//===----------------------------------------------------------------------===//
// Objects that only this function owns
//===----------------------------------------------------------------------===//

/// Whether \p E names a smart pointer that nobody lets go of while this
/// function runs: a local, or a parameter, also by reference, since the caller
/// has it.
bool OwnerUses::isLocalOwner(const Expr *E) {
  const auto *Ref = dyn_cast<DeclRefExpr>(E->IgnoreParenImpCasts());
  const auto *V = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  if (!V || !V->hasLocalStorage())
    return false;
  const PointerRule *Rule = Rules.pointer(V->getType());
  return Rule && !Rule->isWeak();
}

/// The value that a constructor or conversion was given, as deep as it goes.
static const Expr *givenValue(const Expr *E) {
  while (E) {
    E = E->IgnoreImplicit()->IgnoreParenCasts();
    const auto *C = dyn_cast<CXXConstructExpr>(E);
    if (!C || C->getNumArgs() == 0)
      return E;
    E = C->getArg(0);
  }
  return E;
}

bool OwnerUses::isConfined(const OwnerTest &T, const AccessPath &Path) {
  // Nobody else has the object of a constructor or destructor.
  if (T.Asks == OwnerTest::Sole && Path.kind() == RootKind::This &&
      isa<CXXConstructorDecl, CXXDestructorDecl>(Function))
    return true;
  const auto *V = dyn_cast_or_null<VarDecl>(Paths.declaration(Path.root()));
  if (!V || !Path.steps().empty())
    return false;
  if (V->getTLSKind() != VarDecl::TLS_None)
    return T.Asks == OwnerTest::Sole;
  if (Path.kind() != RootKind::Local)
    return false;
  const Expr *Init = V->getInit() ? givenValue(V->getInit()) : nullptr;
  if (T.Asks == OwnerTest::Sole) {
    // A fresh object: others know of it only if this function told them.
    const auto *Call = dyn_cast_or_null<CallExpr>(Init);
    const FunctionDecl *F = Call ? Call->getDirectCallee() : nullptr;
    return isa_and_nonnull<CXXNewExpr>(Init) ||
           (F && Rules.isFreshFunction(*F));
  }
  // 'auto owner = …; std::weak_ptr<T> w = owner;': the owner is here to see.
  bool Owned = Init && isLocalOwner(Init);
  forEachEvaluated(Function, [&](const Stmt *S) {
    const auto *E = dyn_cast<Expr>(S);
    auto Method = E ? methodCall(*E) : std::nullopt;
    if (!Method || Method->Name != "operator=" || Method->Arguments.empty())
      return;
    const auto *Ref = dyn_cast<DeclRefExpr>(Method->Object);
    Owned |= Ref && Ref->getDecl() == V && isLocalOwner(Method->Arguments[0]);
  });
  return Owned;
}

//===----------------------------------------------------------------------===//
// Owners that are dereferenced untested
//===----------------------------------------------------------------------===//

/// The parent that does something with the value of \p S. On the way \p S
/// becomes what that parent has as its child.
static const Stmt *user(const ParentMap &Parents, const Stmt *&S) {
  while (const Stmt *Parent = Parents.getParent(S)) {
    const auto *C = dyn_cast<CXXConstructExpr>(Parent);
    bool Passes = isa<ParenExpr, ImplicitCastExpr, MaterializeTemporaryExpr,
                      CXXBindTemporaryExpr, ExprWithCleanups>(Parent) ||
                  // Before C++17 a copy stands between a call and the variable.
                  (C && C->isElidable());
    if (!Passes)
      return Parent;
    S = Parent;
  }
  return nullptr;
}

bool OwnerUses::isDereferenced(const Expr *E, bool &ByArrow) const {
  const Stmt *S = E;
  for (unsigned Depth = 0; Depth < 2; ++Depth) {
    const Stmt *User = user(Parents, S);
    if (!User)
      return false;
    if (const auto *Call = dyn_cast<CXXOperatorCallExpr>(User)) {
      ByArrow = Depth == 0 && Call->getOperator() == OO_Arrow;
      return (Call->getOperator() == OO_Arrow ||
              (Call->getOperator() == OO_Star && Call->getNumArgs() == 1)) &&
             Call->getArg(0) == S;
    }
    if (const auto *U = dyn_cast<UnaryOperator>(User))
      return U->getOpcode() == UO_Deref;
    if (const auto *A = dyn_cast<ArraySubscriptExpr>(User))
      return A->getBase() == S;
    bool Arrow = false;
    std::string Name;
    if (const auto *M = dyn_cast<MemberExpr>(User)) {
      Arrow = M->isArrow();
      Name = M->getMemberDecl()->getNameAsString();
    } else if (const auto *D = dyn_cast<CXXDependentScopeMemberExpr>(User)) {
      Arrow = D->isArrow();
      Name = D->getMember().getAsString();
    } else {
      return false;
    }
    if (Arrow) {
      ByArrow = Depth == 0;
      return true;
    }
    // 'w.lock().get()->go()'
    bool Plain =
        llvm::any_of(Rules.rules().Pointers, [&](const PointerRule &R) {
          return llvm::is_contained(R.Get, Name);
        });
    const Stmt *Call = Parents.getParent(User);
    if (!Plain || !isa_and_nonnull<CallExpr>(Call))
      return false;
    S = Call;
  }
  return false;
}

/// Where \p V is dereferenced, if that is the first thing that happens to it:
/// whatever else does may be a test, by whatever name.
SourceLocation OwnerUses::firstDereference(const VarDecl &V) {
  if (FirstMentions.empty()) {
    const SourceManager &SM = V.getASTContext().getSourceManager();
    forEachEvaluated(Function, [&](const Stmt *S) {
      const auto *Ref = dyn_cast<DeclRefExpr>(S);
      if (!Ref || !isa<VarDecl>(Ref->getDecl()))
        return;
      const DeclRefExpr *&First = FirstMentions[Ref->getDecl()];
      if (!First || SM.isBeforeInTranslationUnit(Ref->getLocation(),
                                                 First->getLocation()))
        First = Ref;
    });
  }
  const DeclRefExpr *First = FirstMentions.lookup(&V);
  bool ByArrow = false;
  return First && isDereferenced(First, ByArrow) ? First->getLocation()
                                                 : SourceLocation();
}

SourceLocation OwnerUses::dereference(const Expr &Made, bool &ByArrow) {
  if (isDereferenced(&Made, ByArrow))
    return Made.getBeginLoc();
  const Stmt *S = &Made;
  const auto *Declaration = dyn_cast_or_null<DeclStmt>(user(Parents, S));
  if (!Declaration)
    return {};
  for (const Decl *D : Declaration->decls()) {
    const auto *V = dyn_cast<VarDecl>(D);
    if (V && V->getInit() == S && V->hasLocalStorage())
      return firstDereference(*V);
  }
  return {};
}

std::optional<OwnerUse> OwnerUses::lockUse(const Expr &E) {
  auto Method = methodCall(E);
  if (!Method)
    return std::nullopt;
  const PointerRule *Rule = Rules.pointer(Method->ObjectType);
  if (!Rule || !llvm::is_contained(Rule->Lock, Method->Name))
    return std::nullopt;
  auto Path = Paths.path(Method->Object);
  if (!Path)
    return std::nullopt;
  OwnerUse Use;
  Use.Asks = OwnerTest::Alive;
  Use.Use = &E;
  Use.Path = *Path;
  Use.Dereference = dereference(E, Use.ByArrow);
  if (Use.Dereference.isInvalid())
    return std::nullopt;
  return Use;
}

//===----------------------------------------------------------------------===//
// Changes of an object
//===----------------------------------------------------------------------===//

/// Whether \p M only gives access: 'begin', 'at' and their like come in pairs,
/// one of them const, and change nothing themselves.
static bool isAccessor(const CXXMethodDecl &M) {
  return M.getOverloadedOperator() == OO_Subscript ||
         llvm::any_of(M.getParent()->methods(),
                      [&](const CXXMethodDecl *Other) {
                        return Other->isConst() &&
                               Other->getDeclName() == M.getDeclName();
                      });
}

std::optional<AccessPath> OwnerUses::changed(const Expr &E) {
  auto IsOwnBusiness = [&](QualType T) {
    return T->isAtomicType() || Rules.atomic(T) || Rules.isLock(T);
  };
  const Expr *Target = nullptr;
  if (const auto *B = dyn_cast<BinaryOperator>(&E); B && B->isAssignmentOp())
    Target = B->getLHS();
  else if (const auto *U = dyn_cast<UnaryOperator>(&E);
           U && U->isIncrementDecrementOp())
    Target = U->getSubExpr();
  else if (const auto *Call = dyn_cast<CallExpr>(&E);
           Call && Call->isCallToStdMove())
    Target = Call->getArg(0);
  if (Target)
    return IsOwnBusiness(Target->getType()) ? std::nullopt : Paths.path(Target);
  const CXXMethodDecl *M = methodOf(E);
  if (!M || M->isConst() || M->isStatic() || isAccessor(*M))
    return std::nullopt;
  auto Method = methodCall(E);
  if (!Method || IsOwnBusiness(Method->ObjectType))
    return std::nullopt;
  return object(*Method);
}

std::optional<OwnerUse> OwnerUses::changeUse(const Expr &E) {
  std::optional<AccessPath> Path = changed(E);
  if (!Path)
    return std::nullopt;
  // The owner is what the path goes through last: what is changed lies in its
  // object, not in another that it points to.
  ArrayRef<PathStep> Steps = Path->steps();
  while (!Steps.empty() && Steps.back().K != PathStep::Deref)
    Steps = Steps.drop_back();
  if (Steps.empty())
    return std::nullopt;
  OwnerUse Use;
  Use.Asks = OwnerTest::Sole;
  Use.Use = &E;
  Use.Path = AccessPath(Path->kind(), Path->root());
  Use.Declaration = Paths.declaration(Path->root());
  for (PathStep Step : Steps.drop_back()) {
    Use.Path = Use.Path.with(Step.K, Step.Id);
    if (Step.K == PathStep::Field)
      Use.Declaration = Paths.declaration(Step.Id);
  }
  return Use;
}

std::optional<OwnerUse> OwnerUses::use(const Expr &E) {
  if (auto Lock = lockUse(E))
    return Lock;
  return changeUse(E);
}

//===----------------------------------------------------------------------===//
// New values
//===----------------------------------------------------------------------===//

/// Whether a parameter of type \p T lets a function change its argument.
static bool isOutput(QualType T) {
  if (T.isNull() || T->isDependentType())
    return true;
  if (T->isReferenceType() || T->isPointerType())
    return !T->getPointeeType().isConstQualified();
  return false;
}

void OwnerUses::assigned(const Stmt &S, llvm::SmallVectorImpl<AccessPath> &Into,
                         bool &AnyGlobal) {
  auto Add = [&](std::optional<AccessPath> Path) {
    if (Path)
      Into.push_back(std::move(*Path));
  };
  auto Argument = [&](const Expr *A, QualType Parameter) {
    if (!isOutput(Parameter))
      return;
    Add(A->getType()->isPointerType() ? Paths.pointee(A) : Paths.path(A));
  };
  if (const auto *D = dyn_cast<DeclStmt>(&S)) {
    for (const Decl *Each : D->decls())
      if (const auto *V = dyn_cast<VarDecl>(Each))
        Into.push_back(AccessPath(RootKind::Local, Paths.entity(V)));
    return;
  }
  if (const auto *B = dyn_cast<BinaryOperator>(&S)) {
    if (B->isAssignmentOp())
      Add(Paths.path(B->getLHS()));
    return;
  }
  if (const auto *U = dyn_cast<UnaryOperator>(&S)) {
    if (U->isIncrementDecrementOp())
      Add(Paths.path(U->getSubExpr()));
    return;
  }
  if (const auto *L = dyn_cast<LambdaExpr>(&S)) {
    // What a lambda holds by reference it may assign, whenever it is called.
    auto Init = L->capture_init_begin();
    for (const LambdaCapture &Capture : L->captures()) {
      if (*Init && Capture.getCaptureKind() == LCK_ByRef)
        Add(Paths.path(*Init));
      ++Init;
    }
    return;
  }
  if (const auto *C = dyn_cast<CXXConstructExpr>(&S)) {
    for (unsigned I = 0; I < C->getNumArgs(); ++I)
      Argument(C->getArg(I),
               I < C->getConstructor()->getNumParams()
                   ? C->getConstructor()->getParamDecl(I)->getType()
                   : QualType());
    return;
  }
  const auto *Call = dyn_cast<CallExpr>(&S);
  if (!Call)
    return;
  const FunctionDecl *F = Call->getDirectCallee();
  const CXXMethodDecl *M = methodOf(*Call);
  auto Method = methodCall(*Call);
  const PointerRule *Rule =
      Method ? Rules.pointer(Method->ObjectType) : nullptr;
  if (Method) {
    // An owner that is kept keeps the object: from here on it is there.
    bool ByArrow = false;
    if (Rule && llvm::is_contained(Rule->Lock, Method->Name) &&
        !isDereferenced(Call, ByArrow))
      Add(Paths.path(Method->Object));
    bool Keeps = M && (M->isConst() || M->isStatic() || isAccessor(*M));
    // In a template the rules say which methods leave a pointer as it is.
    if (!M && Rule)
      for (const std::vector<std::string> &Names :
           {Rule->Get,
            Rule->Lock,
            Rule->Expired,
            Rule->Count,
            Rule->Unique,
            {"operator->", "operator*", ConversionMethod}})
        Keeps |= llvm::is_contained(Names, Method->Name);
    if (!Keeps)
      Add(object(*Method));
  }
  // The object of an operator is an argument as well.
  unsigned Skip = M && isa<CXXOperatorCallExpr>(Call) ? 1 : 0;
  for (unsigned I = Skip; I < Call->getNumArgs(); ++I) {
    unsigned Parameter = I - Skip;
    Argument(Call->getArg(I), F && Parameter < F->getNumParams()
                                  ? F->getParamDecl(Parameter)->getType()
                                  : QualType());
  }
  // A function of the project may assign what it can reach by name.
  const SourceManager &SM = Function.getASTContext().getSourceManager();
  bool IsLibrary =
      F && (F->getBuiltinID() || SM.isInSystemHeader(F->getLocation()));
  AnyGlobal |= !Rule && !IsLibrary;
}
