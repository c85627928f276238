//===- Sharing.cpp - why a location is believed shared -------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/analysis/Sharing.h"

#include "rules/ResourceRule.h"

#include "clang/AST/Expr.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace racetidy;

/// Who picks memory orders by hand knows 'fetch_add', and splits an update
/// where only one thread writes: ring buffers, statistics, sequence locks. One
/// order is enough: the other operation is often the plain conversion.
static bool ordersByHand(const DependentWrite &W) {
  return W.Read.Order != Ordering::Strong || W.Write.Order != Ordering::Strong;
}

/// Whether it tells something that others update the location in one step.
static bool mayHaveWriters(const DependentWrite &W) {
  return W.Torn == Separation::AtomicOperations && ordersByHand(W) &&
         !W.ByMode && W.Kind == DependenceKind::Data;
}

bool racetidy::needsOtherWriters(const DependentWrite &W) {
  return mayHaveWriters(W) && !W.UpdatedElsewhere && W.Written;
}

Evidence racetidy::evidenceOfWriters(llvm::StringRef Name) {
  return {("'" + Name +
           "' is updated in one step elsewhere, so it has several writers")
              .str(),
          Confidence::Medium};
}

static Evidence ofAtomicOperations(const DependentWrite &W) {
  std::string Name = "'" + W.Name + "'";
  if (mayHaveWriters(W) && W.UpdatedElsewhere)
    return evidenceOfWriters(W.Name);
  if (ordersByHand(W))
    return {Name + " is atomic, but its memory orders are chosen by hand, as "
                   "with a single writer",
            Confidence::Low};
  // A local that threads were given is mostly used by its own function before
  // they start and after they ended, which can't be told here.
  if (W.Write.Path.kind() == RootKind::Local && !W.Write.Path.dereferences())
    return {Name + " is a local that others were given, but may no longer use",
            Confidence::Low};
  // A maximum kept by hand is mostly found where nobody else writes.
  return {Name + " is atomic, so it is meant to be shared",
          W.Kind == DependenceKind::Bound ? Confidence::Low : Confidence::High};
}

/// Code takes a lock for the location twice.
static Evidence ofCriticalSections(const DependentWrite &W) {
  std::string Name = "'" + W.Name + "'", Lock = "'" + W.Lock + "'";
  if (W.WrittenBetween)
    return {Name + " is written before " + Lock +
                " is given back, as by somebody who owns it",
            Confidence::Low};
  if (W.Kind == DependenceKind::Control) {
    // 'queue.empty()' tested in one section and an element taken in the next is
    // how a single consumer works.
    if (W.Write.Kind == AccessKind::Update)
      return {Name + " is tested and changed under " + Lock +
                  ", as a single consumer does",
              Confidence::Low};
    // Set twice to the same by the same function loses nothing by itself.
    if (W.Constant && !W.WrittenElsewhere)
      return {Name + " is only ever set to one value here", Confidence::Low};
    // Cleared twice is cleared.
    if (W.Clears)
      return {Name + " is read and cleared under " + Lock, Confidence::Low};
  }
  return {Name + " is read and written under " + Lock, Confidence::Medium};
}

static Evidence ofLateLock(const DependentWrite &W) {
  std::string Name = "'" + W.Name + "'";
  // A thread that alone writes may read without the lock, and takes it for the
  // sake of those who read.
  if (W.Kind != DependenceKind::Control)
    return {Name + " is written under '" + W.Lock + "', and read without it",
            Confidence::Low};
  bool Atomic = isAtomic(W.Read.Kind);
  Confidence Level = Confidence::High;
  // Setting a flag again to the same value loses nothing by itself; what else
  // happens beside it may.
  if (!W.Rechecked && W.Constant)
    Level = Atomic ? Confidence::Low : Confidence::Medium;
  else if (W.Rechecked && Atomic)
    Level = Confidence::Medium;
  return {"a lock is taken to set " + Name, Level};
}

static Evidence ofSuspension(const DependentWrite &W) {
  std::string Name = "'" + W.Name + "'";
  // 'old = x; x = mine; co_await …; x = old;' is put back on purpose.
  if (W.WrittenBetween)
    return {Name + " is also written before the suspension, as by somebody who "
                   "owns it",
            Confidence::Low};
  // What is done beside it is done once for each who passed the test.
  if (W.Kind == DependenceKind::Control && W.ChangedBeside.isValid())
    return {Name + " outlives the coroutine, and decides what else is changed",
            Confidence::Medium};
  if (W.Kind == DependenceKind::Control &&
      ((W.Clears && !W.Awaited) || W.Write.Kind == AccessKind::Update ||
       // Set to the same by whoever comes: 'if (!ready) …; ready = true;'.
       (W.Constant && !W.WrittenElsewhere)))
    return {Name + " outlives the coroutine, but may belong to one activation",
            Confidence::Low};
  return {Name + " outlives the coroutine, and another activation may run "
                 "while this one is suspended",
          Confidence::Medium};
}

Evidence racetidy::evidenceOfResource(const DependentWrite &W,
                                      bool Concurrent) {
  const std::string &Store = W.Resource->Name;
  // Helpers that are called inside of a transaction look like any function.
  if (W.CalledInside)
    return {"a caller holds a lock or a transaction around it",
            Confidence::Low};
  bool Tested = W.Kind == DependenceKind::Control;
  if (W.Resource->Kind == ResourceKind::Object)
    return {"the object's methods lock for themselves, so several threads call "
            "them",
            Confidence::Medium};
  if (W.Resource->SharedByProcesses) {
    if (W.Resource->Kind == ResourceKind::File)
      return {"other processes may write " + Store, Confidence::Medium};
    return {"other processes write to " + Store,
            Tested ? Confidence::Medium : Confidence::High};
  }
  // One process has it open, and threads share it or nobody does.
  if (W.Opened)
    return {Store + " is opened here, and nothing shows that threads share it",
            Confidence::Low};
  if (Concurrent)
    return {Store + " comes from outside, where locks or threads are",
            Tested ? Confidence::Medium : Confidence::High};
  return {Store + " comes from outside, so others have it as well",
          Tested ? Confidence::Low : Confidence::Medium};
}

Evidence racetidy::evidenceFor(const DependentWrite &W) {
  switch (W.Torn) {
  case Separation::AtomicOperations:
    break;
  case Separation::LateLock:
    return ofLateLock(W);
  case Separation::CriticalSections:
    return ofCriticalSections(W);
  case Separation::Suspension:
    return ofSuspension(W);
  case Separation::ResourceCalls:
    return evidenceOfResource(W, /*Concurrent=*/false);
  }
  return ofAtomicOperations(W);
}

Evidence racetidy::evidenceFor(const WriteUnderSharedLock &W) {
  std::string Name = "'" + W.Name + "'";
  // One of many elements may be the caller's own slot.
  if (!isa<CallExpr>(W.Write.Node) &&
      llvm::any_of(W.Write.Path.steps(),
                   [](PathStep S) { return S.K == PathStep::Element; }))
    return {Name + " is one of many, which each may have its own user",
            Confidence::Low};
  return {Name + " stands beside '" + W.Lock +
              "', which is taken for reading because others take it",
          Confidence::Medium};
}

Evidence racetidy::evidenceFor(const LockAcrossSuspension &L) {
  return {"'" + L.Lock + "' belongs to the thread that takes it",
          L.OnSomePath ? Confidence::Medium : Confidence::High};
}

Evidence racetidy::evidenceFor(const AtomicMisuse &M) {
  std::string Name = "'" + M.Name + "'";
  if (M.Path.kind() == RootKind::Local && !M.Path.dereferences())
    return {Name + " is a local that others were given, but may no longer use",
            Confidence::Low};
  switch (M.Kind) {
  case MisuseKind::DoubleRead:
  case MisuseKind::TestedThenReloaded:
    // A thread that reads what it alone writes needs no order, and may read as
    // often as it likes.
    if (M.First.Weak || M.Second.Weak)
      return {Name + " is atomic, but its memory orders are chosen by hand, as "
                     "by its only writer",
              Confidence::Low};
    break;
  case MisuseKind::IgnoredFailure:
    // A hint that may be lost is written like this.
    if (M.Second.Weak)
      return {Name + " is atomic, but its memory orders are chosen by hand, as "
                     "for a hint that may be lost",
              Confidence::Low};
    break;
  case MisuseKind::StaleDesired:
  case MisuseKind::SeparateLoads:
  case MisuseKind::UpdateThenTest:
    // Nobody compares and exchanges, or counts down atomically, what one
    // thread alone writes: the orders say nothing here.
    break;
  }
  return {Name + " is atomic, so it is meant to be shared", M.Most};
}
