//===- FlagGuardedInitCheck.cpp -------------------------------------------===//
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
    const SummaryAccess &Set = All.locations().access(R.At);
    if (R.Kind != RaceKind::LazyInit || !Set.Flag)
      continue;
    std::string Name = Say.location(R.At);
    LinkedFinding F = Say.begin(R.At, "flag-guarded-init");
    F.Message = Name + " is tested and then set with no lock; two threads may "
                       "both find it unset, and what it guards is done twice";
    F.Evidence = {R.Evidence, R.Level};
    Say.approach(R.At, "thread A", F.Steps);
    F.Steps.push_back({"thread A", Set.Test, "finds " + Name + " unset"});
    F.Steps.push_back({"thread B", Set.Test, "finds it unset too"});
    F.Steps.push_back(
        {"thread A", Set.At, "has done what " + Name + " guards, and sets it"});
    F.Steps.push_back({"thread B", Set.At,
                       "does it again: what thread A did is lost, or stands "
                       "there twice"});
    F.Advice = "do it in 'std::call_once' or the like, in the initialiser of a "
               "static local, or hold a lock from the test to the set";
    Out.push_back(std::move(F));
  }
}

namespace racetidy {
extern const CheckInfo FlagGuardedInitCheck;
} // namespace racetidy

const CheckInfo racetidy::FlagGuardedInitCheck{
    "race-flag-guarded-init",
    "a plain flag is to see to it that something is done once, and two threads "
    "may both find it unset",
    "check-then-set",
    "unreleased",
    "linked",
    /*Default=*/true,
    "362, 367, 543",
    "none",
    /*Options=*/{},
    tell,
};
