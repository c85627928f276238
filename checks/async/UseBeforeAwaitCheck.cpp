//===- UseBeforeAwaitCheck.cpp ------------------------------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/CheckInfo.h"
#include "checks/composition/Pauses.h"
#include "checks/composition/Witness.h"

using namespace racetidy;

static void tell(const Composition &All, std::vector<LinkedFinding> &Out) {
  Witness Say(All);
  for (const Race &R : All.races()) {
    if (R.Kind != RaceKind::BeforeAwait)
      continue;
    const SummarySpawn &Start = *All.calls().starts()[R.Start].Spawn;
    // 'race-sleep-synchronization' tells of these.
    if (pauseBetween(All, R).isValid())
      continue;
    bool Write = writes(All.locations().access(R.At).Kind);
    bool Both = Write && writes(All.locations().access(*R.Other).Kind);
    std::string Name = Say.location(R.At);
    LinkedFinding F = Say.begin(R.At, "use-before-await");
    F.Message =
        Name + " is " + (Write ? "written" : "read") +
        " while the work started before may still " +
        (writes(All.locations().access(*R.Other).Kind) ? "write" : "read") +
        " it; nothing waits for that work in between";
    F.Evidence = {Name + " is given to work that runs at the same time",
                  R.Level};
    F.Steps.push_back({"thread A", Start.At, "starts the work, as thread B"});
    F.Steps.push_back({"thread B", Say.site(*R.Other),
                       Say.does(*R.Other) + Say.under(*R.Other)});
    F.Steps.push_back(
        {"thread A", Say.site(R.At),
         Say.does(R.At) + Say.under(R.At) + " before the work ended: " +
             (Both    ? "one of the two writes is lost"
              : Write ? "the work sees the new value, or the old one, or half"
                      : "it may see what the work has not finished")});
    F.Advice = "wait for the work before the access, or hold one lock at both";
    Out.push_back(std::move(F));
  }
}

namespace racetidy {
extern const CheckInfo UseBeforeAwaitCheck;
} // namespace racetidy

const CheckInfo racetidy::UseBeforeAwaitCheck{
    "race-use-before-await",
    "what started work writes is used before anything has waited for it",
    "async",
    "unreleased",
    "linked",
    /*Default=*/true,
    "362, 366, 820",
    "none",
    /*Options=*/{},
    tell,
};
