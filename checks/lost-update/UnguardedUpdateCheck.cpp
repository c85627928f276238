//===- UnguardedUpdateCheck.cpp -----------------------------------------===//
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
    if (R.Kind != RaceKind::UnguardedUpdate)
      continue;
    const SummaryAccess &Update = All.locations().access(R.At);
    bool Both = writes(All.locations().access(*R.Other).Kind);
    std::string Name = Say.location(R.At);
    LinkedFinding F = Say.begin(R.At, "unguarded-update");
    F.Message =
        Name + " is read, changed and written back while another " + "thread " +
        (Both ? "writes" : "reads") + " it, with no lock" +
        (Update.Volatile ? " ('volatile' makes no step of it)" : "") +
        (Both ? "; an update is lost" : "; the reader sees either value");
    F.Evidence = {R.Evidence, R.Level};
    Say.approach(R.At, "thread A", F.Steps);
    Say.approach(*R.Other, "thread B", F.Steps);
    F.Steps.push_back({"thread A", Say.site(R.At), "reads " + Name});
    if (Both) {
      F.Steps.push_back({"thread B", Say.site(*R.Other),
                         Say.does(*R.Other) + Say.under(*R.Other)});
      F.Steps.push_back({"thread A", Say.site(R.At),
                         "writes what it made of its old read: the update of "
                         "thread B is lost"});
    } else {
      F.Steps.push_back({"thread B", Say.site(*R.Other),
                         Say.does(*R.Other) + Say.under(*R.Other) +
                             " while thread A writes it: a data race, which "
                             "has no defined outcome"});
    }
    F.Advice = "make " + Name +
               " atomic and update it in one step, or hold one "
               "lock at every access";
    Out.push_back(std::move(F));
  }
}

namespace racetidy {
extern const CheckInfo UnguardedUpdateCheck;
} // namespace racetidy

const CheckInfo racetidy::UnguardedUpdateCheck{
    "race-unguarded-update",
    "a shared location is updated by several threads with no lock, so an "
    "update in between is lost",
    "lost-update",
    "unreleased",
    "linked",
    /*Default=*/true,
    "362, 366",
    "none",
    /*Options=*/{},
    tell,
};
