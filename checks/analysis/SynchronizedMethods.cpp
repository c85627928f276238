//===- SynchronizedMethods.cpp - methods that lock for themselves ---------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/analysis/SynchronizedMethods.h"

#include "checks/analysis/FunctionScan.h"
#include "checks/analysis/LockEffects.h"
#include "checks/analysis/PlainAccesses.h"

#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace racetidy;

SynchronizedMethods::SynchronizedMethods(RuleIndex &Rules) : Rules(Rules) {
  Value.Kind = ResourceKind::Object;
  Value.Name = "the object";
  Value.SharedByProcesses = false;
  Value.Advice = "give the class one method that does both under its lock";
  Table = Value;
  Table.Key = 0;
}

bool SynchronizedMethods::hasLock(const CXXRecordDecl &Class) {
  auto [It, New] = Locked.try_emplace(&Class, false);
  if (New)
    It->second = llvm::any_of(Class.fields(), [&](const FieldDecl *F) {
      return Rules.isLock(F->getType());
    });
  return It->second;
}

/// The field of the method's own object that \p E is, or is a part of.
static const FieldDecl *ownField(const Expr *E) {
  llvm::SmallVector<const Stmt *, 4> Work{E};
  while (!Work.empty()) {
    const Stmt *S = Work.pop_back_val();
    if (!S)
      continue;
    if (const auto *M = dyn_cast<MemberExpr>(S);
        M && isa<CXXThisExpr>(M->getBase()->IgnoreParenImpCasts()))
      if (const auto *F = dyn_cast<FieldDecl>(M->getMemberDecl()))
        return F;
    // Of 'table_[key]' and 'table_.find(key)' the object, not the key.
    if (const auto *C = dyn_cast<CXXOperatorCallExpr>(S)) {
      if (C->getNumArgs())
        Work.push_back(C->getArg(0));
    } else if (const auto *C = dyn_cast<CXXMemberCallExpr>(S)) {
      Work.push_back(C->getImplicitObjectArgument());
    } else {
      llvm::append_range(Work, S->children());
    }
  }
  return nullptr;
}

static bool mentionsParameter(const Expr *E) {
  llvm::SmallVector<const Stmt *, 4> Work{E};
  while (!Work.empty()) {
    const Stmt *S = Work.pop_back_val();
    if (!S)
      continue;
    if (const auto *Ref = dyn_cast<DeclRefExpr>(S);
        Ref && isa<ParmVarDecl>(Ref->getDecl()))
      return true;
    llvm::append_range(Work, S->children());
  }
  return false;
}

SynchronizedMethods::Method
SynchronizedMethods::read(const CXXMethodDecl &F, const FunctionDecl &Body) {
  bool Locks = false, Sets = false, Updates = false;
  llvm::DenseSet<const FieldDecl *> Read, Written;
  llvm::DenseSet<const Expr *> Targets;
  forEachEvaluated(Body, [&](const Stmt *S) {
    if (const auto *D = dyn_cast<DeclStmt>(S))
      for (const Decl *Each : D->decls())
        if (const auto *V = dyn_cast<VarDecl>(Each);
            V && V->getInit() && Rules.guard(V->getType())) {
          const FieldDecl *Lock = ownField(V->getInit());
          Locks |= Lock && Rules.isLock(Lock->getType());
        }
    const auto *E = dyn_cast<Expr>(S);
    auto Access = E ? plainAccess(*E, Rules) : std::nullopt;
    const FieldDecl *Field = Access ? ownField(Access->Object) : nullptr;
    if (!Field || Rules.isLock(Field->getType()))
      return;
    if (Access->Kind == AccessKind::Read) {
      Read.insert(Field);
    } else if (Access->Kind == AccessKind::Write) {
      Written.insert(Field);
      Sets |= mentionsParameter(Access->Value);
    } else if (Access->Key && Access->Node != E) {
      Written.insert(Field);
    } else {
      Written.insert(Field);
      // 'table_[key] = value' first makes the element, and is a set.
      const auto *Call = dyn_cast<CXXOperatorCallExpr>(E);
      Updates |= !Call || Call->getOperator() != OO_Subscript;
    }
  });
  if (!Locks)
    return {};
  if (Written.empty())
    return Read.size() == 1 && !F.getReturnType()->isVoidType()
               ? Method{ResourceEffect::Read, *Read.begin()}
               : Method{};
  // One that looks at what is there decides under its lock.
  bool Looks = Written.size() == 1 && Read.count(*Written.begin());
  if (Written.size() != 1 || Updates || Looks || !Sets)
    return {};
  return {ResourceEffect::Write, *Written.begin()};
}

const SynchronizedMethods::Method &
SynchronizedMethods::of(const CXXMethodDecl &F) {
  auto [It, New] = Known.try_emplace(F.getCanonicalDecl());
  if (!New)
    return It->second;
  const FunctionDecl *Body = F.isInstance() && F.getIdentifier() &&
                                     !isOfLibrary(F) && hasLock(*F.getParent())
                                 ? LockEffects::bodyOf(F)
                                 : nullptr;
  Method M = Body ? read(F, *Body) : Method{};
  return Known[F.getCanonicalDecl()] = M;
}

std::optional<ResourceCall> SynchronizedMethods::call(const Expr &E) {
  const auto *Member = dyn_cast<CXXMemberCallExpr>(&E);
  const CXXMethodDecl *F = Member ? Member->getMethodDecl() : nullptr;
  if (!F)
    return std::nullopt;
  const Method &M = of(*F);
  if (!M.Field)
    return std::nullopt;
  ResourceCall Call;
  bool IsTable = Rules.container(M.Field->getType()) && F->getNumParams() > 0;
  Call.Rule = IsTable ? &Table : &Value;
  Call.Effect = M.Effect;
  Call.Node = &E;
  Call.Callee = F;
  Call.Object = Member->getImplicitObjectArgument();
  Call.Arguments = {Member->getArgs(), Member->getNumArgs()};
  Call.Key = Call.Rule->Key;
  Call.Part = M.Field;
  return Call;
}
