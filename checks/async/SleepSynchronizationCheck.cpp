//===- SleepSynchronizationCheck.cpp
//----------------------------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/async/SleepSynchronizationCheck.h"

#include "checks/composition/Pauses.h"
#include "checks/composition/Witness.h"

using namespace clang;
using namespace racetidy;

/// Threads and futures: what they write is used after a pause.
static void tellLinked(const Composition &All,
                       std::vector<LinkedFinding> &Out) {
  Witness Say(All);
  for (const Race &R : All.races()) {
    Site Pause =
        R.Kind == RaceKind::BeforeAwait ? pauseBetween(All, R) : Site();
    if (!Pause.isValid())
      continue;
    const SummarySpawn &Start = *All.calls().starts()[R.Start].Spawn;
    std::string Name = Say.location(R.At);
    LinkedFinding F = Say.begin(R.At, "sleep-synchronization");
    F.At = Pause;
    F.Message =
        "this pause stands in for waiting until the work started before "
        "is done with " +
        Name + "; on a slow day it is too short";
    F.Evidence = {Name + " is given to work that runs at the same time",
                  R.Level};
    F.Steps.push_back({"thread A", Start.At, "starts the work, as thread B"});
    F.Steps.push_back({"thread A", Pause, "sleeps"});
    F.Steps.push_back({"thread A", Say.site(R.At),
                       Say.does(R.At) + ": thread B has not come so far yet"});
    F.Steps.push_back({"thread B", Say.site(*R.Other),
                       Say.does(*R.Other) + " only now: that is lost to thread "
                                            "A"});
    F.Advice = "wait for the work itself";
    Out.push_back(std::move(F));
  }
}

const CheckInfo SleepSynchronizationCheck::Info{
    "race-sleep-synchronization",
    "a pause stands in for waiting: work is begun, the code sleeps, and then "
    "takes the work as done",
    "async",
    "unreleased",
    "local",
    /*Default=*/true,
    "362, 821",
    "none",
    /*Options=*/{},
    tellLinked,
};

void SleepSynchronizationCheck::report() {
  for (const EarlyPublication &E : model().earlyPublications()) {
    if (E.K != EarlyPublication::AfterPause)
      continue;
    std::string Call = "'" + E.Call + "'", Write = "'" + E.Written + "'";
    Finding F;
    F.Loc = E.Between;
    F.Message = "this pause stands in for waiting until " + Write +
                " has ended; on a slow day it is too short, and " + Call +
                " comes first";
    F.Evidence = {"the rules say that " + Call + " comes after " + Write,
                  Confidence::High};
    F.Steps = {
        {"activation A", E.Write, "begins " + Write},
        {"activation A", E.Between, "sleeps, and wakes before it has ended"},
        {"activation A", E.Published, "calls " + Call},
        {"activation B", E.Published,
         "acts on it and takes what is there, the old: the change that " +
             Write + " makes is lost to it"},
    };
    F.Advice = "wait for " + Write + " itself";
    emit(std::move(F));
  }
}
