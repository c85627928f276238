//===- ConflictingAccessCheck.cpp ---------------------------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/CheckInfo.h"
#include "checks/composition/Witness.h"

using namespace racetidy;

static void tell(const Composition &All, std::vector<LinkedFinding> &Out) {
  Witness Say(All);
  for (const Race &R : All.races()) {
    if (R.Kind != RaceKind::Conflict)
      continue;
    bool Both = writes(All.locations().access(*R.Other).Kind);
    std::string Name = Say.location(R.At);
    LinkedFinding F = Say.begin(R.At, "conflicting-access");
    F.Message = Name + " is written while another thread " +
                (Both ? "writes" : "reads") + " it, and no lock is common to " +
                "both; " +
                (Both ? "which value stays is chance"
                      : "the reader may see a half-made value");
    F.Evidence = {R.Evidence, R.Level};
    Say.approach(R.At, "thread A", F.Steps);
    Say.approach(*R.Other, "thread B", F.Steps);
    F.Steps.push_back(
        {"thread A", Say.site(R.At), Say.does(R.At) + Say.under(R.At)});
    F.Steps.push_back(
        {"thread B", Say.site(*R.Other),
         Say.does(*R.Other) + Say.under(*R.Other) + " at the same time: " +
             (Both ? "one of the two writes is lost"
                   : "it may see some of the old value and some of the new")});
    F.Advice = "hold one lock at both accesses, make " + Name +
               " atomic, or wait for the thread before the access";
    Out.push_back(std::move(F));
  }
}

namespace racetidy {
extern const CheckInfo ConflictingAccessCheck;
} // namespace racetidy

const CheckInfo racetidy::ConflictingAccessCheck{
    "race-conflicting-access",
    "one thread writes what another one accesses at the same time, with no "
    "lock between them",
    "lost-update",
    "unreleased",
    "linked",
    /*Default=*/true,
    "362, 366, 820",
    "none",
    /*Options=*/{},
    tell,
};
