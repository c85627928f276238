//===- WriteUnderSharedLockCheck.cpp
//-----------------------------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/lost-update/WriteUnderSharedLockCheck.h"

#include "checks/analysis/Sharing.h"

using namespace clang;
using namespace racetidy;

const CheckInfo WriteUnderSharedLockCheck::Info{
    "race-write-under-shared-lock",
    "state is changed while its lock is held in shared mode only, so two "
    "holders change it at once",
    "lost-update",
    "unreleased",
    "local",
    /*Default=*/true,
    "362, 366, 667",
    "none",
    /*Options=*/{},
};

void WriteUnderSharedLockCheck::report() {
  for (const WriteUnderSharedLock &W : model().writesUnderSharedLock()) {
    std::string Name = "'" + W.Name + "'", Lock = "'" + W.Lock + "'";
    Finding F;
    F.Loc = W.Write.Loc;
    bool Inserts = W.Write.Kind == AccessKind::Insert;
    F.Message = Name +
                (Inserts ? " may grow here, while " : " is changed while ") +
                Lock + " is held in shared mode only; others hold it too";
    F.Evidence = evidenceFor(W);
    F.Steps = {
        {"thread A", W.Taken, "takes " + Lock + " in shared mode"},
        {"thread B", W.Taken, "takes it in shared mode as well"},
        {"thread A", W.Write.Loc, "changes " + Name},
        {"thread B", W.Write.Loc,
         "changes it at the same time: one change is lost, or what is read is "
         "half of each"},
    };
    F.Advice = "take " + Lock + " in exclusive mode for this, or make " + Name +
               " atomic";
    emit(std::move(F));
  }
}
