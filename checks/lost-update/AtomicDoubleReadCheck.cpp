//===- AtomicDoubleReadCheck.cpp
//---------------------------------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/lost-update/AtomicDoubleReadCheck.h"

#include "checks/analysis/Sharing.h"

using namespace clang;
using namespace racetidy;

const CheckInfo AtomicDoubleReadCheck::Info{
    "race-atomic-double-read",
    "an atomic is read twice for one decision, so it may change in between",
    "lost-update",
    "unreleased",
    "local",
    /*Default=*/true,
    "362, 367",
    "none",
    /*Options=*/{},
};

void AtomicDoubleReadCheck::report() {
  for (const AtomicMisuse &M : model().atomicMisuses()) {
    bool Pointer = M.Kind == MisuseKind::TestedThenReloaded;
    if (!Pointer && M.Kind != MisuseKind::DoubleRead)
      continue;
    Finding F;
    F.Loc = M.Second.Loc;
    std::string Name = "'" + M.Name + "'";
    F.Evidence = evidenceFor(M);
    if (Pointer) {
      F.Message = Name + " is tested by one load and dereferenced through "
                         "another; it may have become null in between";
      F.Steps = {
          {"thread A", M.First.Loc, "loads " + Name + ", which is not null"},
          {"thread B", M.Second.Loc, "sets " + Name + " to null"},
          {"thread A", M.Second.Loc,
           "loads it again and goes through the null pointer"},
      };
    } else {
      std::string What = M.Decides ? "decision" : "computation";
      F.Message = Name + " is loaded twice in one " + What +
                  "; when it changes in between, the " + What +
                  " is right for neither value";
      F.Steps = {
          {"thread A", M.First.Loc, "loads " + Name},
          {"thread B", M.Second.Loc, "changes " + Name},
          {"thread A", M.Second.Loc,
           "loads it again: what comes of the two values was never so"},
      };
    }
    F.Advice = "load it once, into a local variable, and use that";
    emit(std::move(F));
  }
}
