//===- LockAcrossSuspensionCheck.cpp
//-----------------------------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/async/LockAcrossSuspensionCheck.h"

#include "checks/analysis/Sharing.h"

using namespace clang;
using namespace racetidy;

const CheckInfo LockAcrossSuspensionCheck::Info{
    "race-lock-across-suspension",
    "a thread's lock is held where a coroutine is suspended, so the next one "
    "in may wait for ever",
    "async",
    "unreleased",
    "local",
    /*Default=*/true,
    "667, 833",
    "none",
    /*Options=*/{},
};

void LockAcrossSuspensionCheck::report() {
  for (const LockAcrossSuspension &L : model().locksAcrossSuspension()) {
    std::string Lock = "'" + L.Lock + "'";
    Finding F;
    F.Loc = L.Suspension;
    F.Message = Lock + (L.OnSomePath ? " may still be held" : " is held") +
                " while the function is suspended here; others wait for it as "
                "long, and whoever resumes may be another thread";
    F.Evidence = evidenceFor(L);
    F.Steps = {
        {"activation A", L.Taken, "takes " + Lock},
        {"activation A", L.Suspension, "is suspended and keeps " + Lock},
        {"activation B", L.Taken,
         "runs on the same thread and waits for " + Lock +
             ": activation A can't resume there to give it back"},
    };
    F.Advice = "give " + Lock +
               " back before the suspension, or use a lock "
               "that is awaited";
    emit(std::move(F));
  }
}
