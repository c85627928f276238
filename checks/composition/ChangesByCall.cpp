//===- ChangesByCall.cpp - what calls change of what they are given -------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/composition/ChangesByCall.h"

#include "checks/composition/LockTable.h"

#include "llvm/ADT/STLExtras.h"

using namespace racetidy;

ChangesByCall::ChangesByCall(const SummarySet &Set, const CallGraph &Calls)
    : Set(Set), Calls(Calls), By(Set.functions().size()),
      Found(Set.functions().size()) {
  summarise();
  collect();
}

void ChangesByCall::Changed::note(const SummaryPath &Path) {
  auto Derefs = llvm::count_if(Path.Steps, [](const SummaryStep &S) {
    return S.K == SummaryStep::Deref;
  });
  if (Path.Root == SummaryRoot::This && Derefs == 0)
    This = true;
  if (Path.Root == SummaryRoot::Parameter && Path.Index < 32 && Derefs <= 1)
    Parameters |= 1u << Path.Index;
}

/// Callees first; a cycle of calls is not followed twice.
void ChangesByCall::summarise() {
  for (FunctionId F : Calls.bottomUp()) {
    const FunctionSummary &Function = Set.functions()[F];
    Changed &Mine = By[F];
    auto Note = [&](const SummaryPath &Path) {
      if (!isKept(Path))
        Mine.note(Path);
    };
    for (const SummaryAccess &A : Function.Accesses)
      if (!isAtomic(A.Kind) && A.Kind != AccessKind::Read && !A.Owned)
        Note(A.Path);
    for (const SummaryCall &C : Function.Calls)
      for (FunctionId To : Calls.targets(C.Callee, C.Virtual)) {
        const Changed &Its = By[To];
        if (Its.This && C.Object)
          Note(C.Object->Path);
        // On its own object, said or not.
        Mine.This |= Its.This && !C.Object && Function.Class;
        for (unsigned I = 0; I < C.Arguments.size() && I < 32; ++I)
          if (C.Arguments[I].Pointee && (Its.Parameters >> I & 1))
            Note(C.Arguments[I].Path);
      }
  }
}

/// Whether \p Path is a field or variable, or what a global points to: a
/// pointer that is a field mostly leads to what somebody else sees to.
static bool isWhole(const SummaryPath &Path) {
  if (!Path.known() || Path.Root == SummaryRoot::Local)
    return false;
  if (Path.Root == SummaryRoot::Global &&
      (Path.Steps.empty() ||
       (Path.Steps.size() == 1 && Path.Steps[0].K == SummaryStep::Deref)))
    return true;
  return !Path.Steps.empty() && Path.Steps.back().K == SummaryStep::Field;
}

/// Whether \p Path is inside of an object with a lock of its own, which sees to
/// its parts itself.
bool ChangesByCall::isKept(const SummaryPath &Path) const {
  return llvm::any_of(Path.Steps, [&](const SummaryStep &S) {
    const EntitySummary *Field =
        S.K == SummaryStep::Field ? Set.entity(S.Field_) : nullptr;
    const ClassSummary *Class = Field ? Set.classOf(Field->Parent) : nullptr;
    return Class && (!Class->Locks.empty() || Class->ThreadSafe);
  });
}

void ChangesByCall::collect() {
  for (FunctionId F = 0; F < Set.functions().size(); ++F) {
    const FunctionSummary &Function = Set.functions()[F];
    for (const SummaryCall &C : Function.Calls) {
      auto Add = [&](const SummaryArgument &A) {
        const EntitySummary *E = Set.entity(entityOf(A.Path));
        if (!E || !isWhole(A.Path) ||
            llvm::any_of(Found[F], [&](const SummaryAccess &Known) {
              return Known.At == C.At && Known.Path == A.Path;
            }))
          return;
        SummaryAccess Change;
        Change.Path = A.Path;
        Change.Kind = AccessKind::Update;
        Change.Locks = C.Locks;
        Change.At = C.At;
        Change.Text = E->Name;
        Change.Events = C.Events;
        // What a constructor sets up, and a destructor takes down, is its own.
        Change.Owned =
            A.Owned || C.OnOwned ||
            ((Function.Constructor || Function.Destructor) &&
             A.Path.Root == SummaryRoot::This && !A.Path.dereferences());
        Change.MultiWord = true;
        Found[F].push_back(std::move(Change));
      };
      for (FunctionId To : Calls.targets(C.Callee, C.Virtual)) {
        const FunctionSummary &Callee = Set.functions()[To];
        // That a callee is called without the lock that it asks for is told of
        // the call itself.
        if (Callee.Constructor || Callee.Destructor || Callee.Needs)
          continue;
        if (C.Object && By[To].This)
          Add(*C.Object);
        for (unsigned I = 0; I < C.Arguments.size() && I < 32; ++I)
          if (C.Arguments[I].Pointee && (By[To].Parameters >> I & 1))
            Add(C.Arguments[I]);
      }
    }
  }
}
