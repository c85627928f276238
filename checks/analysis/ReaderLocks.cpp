//===- ReaderLocks.cpp - the locks of a summary --------------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The part of FunctionReader that names locks.
///
//===----------------------------------------------------------------------===//
#include "checks/analysis/FunctionReader.h"

using namespace clang;
using namespace racetidy;

/// The bit of \p Info in the table of the summary: a new one, or that of a lock
/// that was met before.
LockBits FunctionReader::tableBit(LockFlow &Locks, const LockInfo &Info,
                                  bool Guard) {
  AccessPath Path = Info.Path;
  const VarDecl *V = Known.localRoot(Path);
  if (V && Path.steps().empty()) {
    bool IsGuard = !Unit.Effects.isLock(
        V->getType().getNonReferenceType()->isAnyPointerType()
            ? V->getType().getNonReferenceType()->getPointeeType()
            : V->getType());
    // A guard that a caller lends, and one that holds nobody knows what.
    if (IsGuard)
      return isa<ParmVarDecl>(V) ? CallersLock : UnnamedLock;
  }
  auto Location = Known.convert(Path);
  // The lock that a function of another file takes: nobody knows which it is,
  // until that file is seen.
  const auto *Takes =
      dyn_cast_or_null<FunctionDecl>(Paths.declaration(Path.root()));
  if (!Location && Takes && Path.kind() == RootKind::Static) {
    Location.emplace();
    Location->Name = Names.function(Takes);
  }
  if (!Location)
    return UnnamedLock;
  for (unsigned I = 0; I < Out.Locks.size(); ++I)
    if (Out.Locks[I].Path == *Location)
      return LockBits(1) << I;
  if (Out.Locks.size() >= 62)
    return UnnamedLock;
  SummaryLock L;
  L.Path = std::move(*Location);
  L.Text = Names.intern(Paths.str(Info.Path));
  for (const FunctionDecl *F : Info.Assumed)
    L.Assumed.push_back(Names.function(F));
  Out.Locks.push_back(std::move(L));
  return LockBits(1) << (Out.Locks.size() - 1);
}
