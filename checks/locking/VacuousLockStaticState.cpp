//===- VacuousLockStaticState.cpp --------------------------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The one shape of VacuousLockCheck that looks at what stands under the lock:
/// state of the class under a lock of the object.
///
//===----------------------------------------------------------------------===//
#include "checks/locking/VacuousLockCheck.h"

#include "checks/analysis/FunctionScan.h"

#include "clang/AST/Attr.h"
#include "clang/AST/ExprCXX.h"

using namespace clang;
using namespace racetidy;

/// Whether all code uses one object of the class: then its lock does guard
/// static state.
static bool isSingleton(const CXXRecordDecl &Record) {
  bool PublicConstructor = !Record.hasUserDeclaredConstructor();
  for (const CXXConstructorDecl *C : Record.ctors())
    PublicConstructor |= !C->isCopyOrMoveConstructor() && !C->isDeleted() &&
                         C->getAccess() == AS_public;
  if (!PublicConstructor)
    return true;
  // 'static Registry &instance();'
  return llvm::any_of(Record.methods(), [&](const CXXMethodDecl *M) {
    QualType Result = M->getReturnType()->getPointeeType();
    return M->isStatic() && !Result.isNull() &&
           Result->getAsCXXRecordDecl() == Record.getCanonicalDecl();
  });
}

/// The static variable that \p S updates, reading its old value, or null.
static const VarDecl *updatedStatic(const Stmt *S) {
  const Expr *Target = nullptr;
  if (const auto *U = dyn_cast<UnaryOperator>(S)) {
    if (U->isIncrementDecrementOp())
      Target = U->getSubExpr();
  } else if (const auto *B = dyn_cast<BinaryOperator>(S)) {
    if (B->isCompoundAssignmentOp())
      Target = B->getLHS();
  }
  if (!Target)
    return nullptr;
  Target = Target->IgnoreParenImpCasts();
  const ValueDecl *D = nullptr;
  if (const auto *Ref = dyn_cast<DeclRefExpr>(Target))
    D = Ref->getDecl();
  else if (const auto *M = dyn_cast<MemberExpr>(Target))
    D = M->getMemberDecl();
  const auto *V = dyn_cast_or_null<VarDecl>(D);
  if (!V || !(V->isStaticDataMember() || V->isStaticLocal()) ||
      V->getTLSKind() != VarDecl::TLS_None || V->getType()->isAtomicType() ||
      V->hasAttr<GuardedByAttr>())
    return nullptr;
  return V;
}

/// How often \p F mentions locks and guards. Counted once a function: one with
/// thousands of guards would be walked as often.
unsigned VacuousLockCheck::lockUses(const FunctionDecl &F) {
  if (LockUses)
    return *LockUses;
  unsigned Uses = 0;
  forEachEvaluated(F, [&](const Stmt *S) {
    if (const auto *D = dyn_cast<DeclStmt>(S)) {
      for (const Decl *Each : D->decls())
        if (const auto *V = dyn_cast<VarDecl>(Each))
          Uses += rules().guard(V->getType()) != nullptr ||
                  rules().isNamedLikeGuard(V->getType());
    } else if (const auto *E = dyn_cast<Expr>(S)) {
      Uses += rules().isLock(E->getType()) &&
              isa<DeclRefExpr, MemberExpr, CallExpr>(E);
      if (const auto *Call = dyn_cast<CallExpr>(E))
        if (const FunctionDecl *Callee = Call->getDirectCallee())
          Uses += rules().lockEffectByName(*Callee) == LockEffect::TryAcquire;
    }
  });
  LockUses = Uses;
  return Uses;
}

/// std::lock_guard<std::mutex> l(m_); ++total_;    // static int total_;
void VacuousLockCheck::staticState(const VarDecl &Guard,
                                   ArrayRef<const Stmt *> Rest,
                                   const CXXMethodDecl &Method) {
  if (!Guard.hasLocalStorage() || !Guard.getInit() ||
      isSingleton(*Method.getParent()) ||
      rules().isCalledWithLockHeld(Method) ||
      Method.hasAttr<RequiresCapabilityAttr>())
    return;
  // The guard's lock: a member of this object.
  const auto *Construct =
      dyn_cast<CXXConstructExpr>(Guard.getInit()->IgnoreImplicit());
  if (!Construct || Construct->getNumArgs() == 0)
    return;
  const auto *Lock =
      dyn_cast<MemberExpr>(Construct->getArg(0)->IgnoreParenImpCasts());
  if (!Lock || !isa<FieldDecl>(Lock->getMemberDecl()) ||
      !isa<CXXThisExpr>(Lock->getBase()->IgnoreParenImpCasts()))
    return;
  // Another lock anywhere in the function may be the one that counts. Besides
  // the guard at hand there is only the mention of its lock.
  if (lockUses(Method) != 1u + rules().isLock(Lock->getType()))
    return;

  for (const Stmt *S : Rest) {
    llvm::SmallVector<const Stmt *, 16> Work{S};
    while (!Work.empty()) {
      const Stmt *Each = Work.pop_back_val();
      if (!Each || isa<LambdaExpr>(Each))
        continue;
      if (const VarDecl *State = updatedStatic(Each)) {
        std::string Name = "'" + State->getNameAsString() + "'";
        std::string LockName =
            "'" + Lock->getMemberDecl()->getNameAsString() + "'";
        SourceLocation Loc = Each->getBeginLoc();
        found(Loc,
              Name + " is shared by all objects, but " + LockName +
                  " is another lock in each of them",
              {{"thread A", Lock->getBeginLoc(),
                "takes " + LockName + " of one object"},
               {"thread B", Lock->getBeginLoc(),
                "takes " + LockName + " of another object and is not kept out"},
               {"thread A", Loc,
                "reads and writes " + Name +
                    " while thread B does: one update is lost"}},
              "guard static state with a static lock, or make it atomic",
              Confidence::Medium);
      }
      llvm::append_range(Work, Each->children());
    }
  }
}
