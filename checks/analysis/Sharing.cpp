//===- Sharing.cpp - why a location is believed shared -------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/analysis/Sharing.h"

using namespace racetidy;

Evidence racetidy::evidenceFor(const DependentWrite &W) {
  std::string Name = "'" + W.Name + "'";
  // Who picks memory orders by hand knows 'fetch_add', and splits an update
  // where only one thread writes: ring buffers, statistics, sequence locks.
  // One order is enough: the other operation is often the plain conversion.
  if (W.Read.Order != Ordering::Strong || W.Write.Order != Ordering::Strong)
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
