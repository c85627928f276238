//===- LockNames.cpp - which lock an expression is ------------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/analysis/LockFlow.h"

#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"

using namespace clang;
using namespace racetidy;

LockBits LockFlow::bit(AccessPath Path) {
  // The lock that a lock is made of goes by the name of the whole: one of its
  // methods may be a body here and another one only a name.
  while (!Path.steps().empty() && Path.steps().back().K == PathStep::Field) {
    const ValueDecl *Field = Paths.declaration(Path.steps().back().Id);
    const auto *Class =
        Field ? dyn_cast<CXXRecordDecl>(Field->getDeclContext()) : nullptr;
    if (!Class || !Rules.isLockClass(Class))
      break;
    Path = Path.withoutLast(1);
  }
  unsigned Next = std::min<size_t>(Infos.size(), MaxLocks - 1);
  auto [It, New] = Bits.try_emplace(Path, LockBits(1) << Next);
  if (New && Infos.size() < MaxLocks) {
    Infos.emplace_back();
    Infos.back().Path = Path;
  }
  return It->second;
}

const LockInfo *LockFlow::info(LockBits Lock) const {
  unsigned Number = llvm::countr_zero(Lock);
  // The last bit may stand for many.
  return Number + 1 < MaxLocks && Number < Infos.size() ? &Infos[Number]
                                                        : nullptr;
}

LockBits LockFlow::chosen() const {
  LockBits Chosen = 0;
  for (size_t Number = 0; Number < Infos.size(); ++Number)
    if (Infos[Number].OneOfMany)
      Chosen |= LockBits(1) << Number;
  return Chosen;
}

/// The lock that a method without arguments gives out and does nothing else:
/// 'Mutex *mu() { return &mu_; }'.
std::optional<AccessPath> LockFlow::givenOut(const Expr *E) {
  if (const auto *U = dyn_cast<UnaryOperator>(E);
      U && U->getOpcode() == UO_Deref)
    E = U->getSubExpr()->IgnoreParenImpCasts();
  const auto *Call = dyn_cast<CXXMemberCallExpr>(E);
  const CXXMethodDecl *Method = Call ? Call->getMethodDecl() : nullptr;
  if (!Method || Call->getNumArgs() || Method->isVirtual())
    return std::nullopt;
  const FunctionDecl *Body = LockEffects::bodyOf(*Method);
  const auto *Block =
      Body ? dyn_cast_or_null<CompoundStmt>(Body->getBody()) : nullptr;
  const auto *Return = Block && Block->size() == 1
                           ? dyn_cast<ReturnStmt>(Block->body_front())
                           : nullptr;
  const Expr *Value = Return ? Return->getRetValue() : nullptr;
  if (!Value)
    return std::nullopt;
  Value = Value->IgnoreParenImpCasts();
  const auto *AddressOf = dyn_cast<UnaryOperator>(Value);
  if (AddressOf && AddressOf->getOpcode() == UO_AddrOf)
    Value = AddressOf->getSubExpr()->IgnoreParenImpCasts();
  const auto *M = dyn_cast<MemberExpr>(Value);
  if (!M || !isa<FieldDecl>(M->getMemberDecl()) ||
      !isa<CXXThisExpr>(M->getBase()->IgnoreParenImpCasts()))
    return std::nullopt;
  const Expr *Object = Call->getImplicitObjectArgument();
  auto Base = Object->getType()->isAnyPointerType() ? Paths.pointee(Object)
                                                    : Paths.path(Object);
  if (!Base)
    return std::nullopt;
  AccessPath Path =
      Base->with(PathStep::Field, Paths.entity(M->getMemberDecl()));
  return M->getType()->isAnyPointerType() ? Path.with(PathStep::Deref) : Path;
}

LockBits LockFlow::lockOf(const Expr *E) {
  E = E->IgnoreParenImpCasts();
  QualType T = E->getType();
  bool Pointer = T->isAnyPointerType();
  auto Path = Pointer ? Paths.pointee(E) : Paths.path(E);
  if (!Path)
    Path = givenOut(E);
  if (!Path)
    return Unnamed;
  LockBits Lock = bit(*Path);
  if (Pointer)
    T = T->getPointeeType();
  if (unsigned Number = llvm::countr_zero(Lock); Number < Infos.size()) {
    const LockRule *Rule = Rules.lock(T);
    Infos[Number].ThreadBound = Rules.isThreadBound(T);
    Infos[Number].Recursive = Rule && Rule->Recursive;
  }
  return Lock;
}

/// How much of two names is the same at their beginnings and ends:
/// 'stats_lock' and 'stats_unlock'.
static size_t likeness(StringRef A, StringRef B) {
  size_t Least = std::min(A.size(), B.size()), Front = 0, Back = 0;
  while (Front < Least && A[Front] == B[Front])
    ++Front;
  while (Back < Least - Front &&
         A[A.size() - Back - 1] == B[B.size() - Back - 1])
    ++Back;
  return Front + Back;
}

/// The lock that a function takes or gives back, by its name alone:
/// 'stats_lock(); …; stats_unlock();'. It goes by the function that takes it,
/// until that one's file says which it is. Which of many it is, arguments may
/// say ('item_lock(hash)'): one for all is coarse, and quiet.
LockBits LockFlow::ofFunction(const CallExpr &Call, const FunctionDecl &F,
                              LockEffect Effect, const LockState &State) {
  if (isa<CXXMethodDecl>(F) || !Effects.isAssumed(F))
    return Unnamed;
  if (Effect != LockEffect::Release) {
    LockBits Lock = bit(AccessPath(RootKind::Static, Paths.entity(&F)));
    if (unsigned Number = llvm::countr_zero(Lock);
        Number < Infos.size() && Call.getNumArgs())
      Infos[Number].OneOfMany = true;
    return Lock;
  }
  LockBits Best = Unnamed;
  size_t Most = 0;
  for (unsigned Number = 0; Number < Infos.size(); ++Number) {
    LockBits Bit = LockBits(1) << Number;
    const AccessPath &Path = Infos[Number].Path;
    const auto *Takes =
        Path.kind() == RootKind::Static && Path.steps().empty()
            ? dyn_cast_or_null<FunctionDecl>(Paths.declaration(Path.root()))
            : nullptr;
    if (!Takes || !(State.Held.May & Bit))
      continue;
    size_t Same = likeness(Takes->getName(), F.getName());
    if (Same > Most) {
      Most = Same;
      Best = Bit;
    }
  }
  return Best;
}
