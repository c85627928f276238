//===- LazyInitCheck.cpp ------------------------------------------------===//
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
    if (R.Kind != RaceKind::LazyInit)
      continue;
    const SummaryAccess &Set = All.locations().access(R.At);
    if (Set.Flag)
      continue; // race-flag-guarded-init
    std::string Name = Say.location(R.At);
    LinkedFinding F = Say.begin(R.At, "lazy-init");
    F.Message = Name + " is tested and then set with no lock; two threads may "
                       "both find it unset and both set it";
    F.Evidence = {R.Evidence, R.Level};
    Say.approach(R.At, "thread A", F.Steps);
    F.Steps.push_back({"thread A", Set.Test, "finds " + Name + " unset"});
    F.Steps.push_back({"thread B", Set.Test, "finds it unset too"});
    F.Steps.push_back({"thread A", Set.At, "sets " + Name});
    F.Steps.push_back({"thread B", Set.At,
                       "sets it again: what thread A made is lost, and may "
                       "already be in use"});
    F.Advice =
        "make it in the initialiser of a static local, or through a once "
        "flag, or hold a lock from the test to the set";
    Out.push_back(std::move(F));
  }
}

namespace racetidy {
extern const CheckInfo LazyInitCheck;
} // namespace racetidy

const CheckInfo racetidy::LazyInitCheck{
    "race-lazy-init",
    "something is made by the first who needs it, and two threads may both be "
    "the first",
    "check-then-set",
    "unreleased",
    "linked",
    /*Default=*/true,
    "362, 367, 543",
    "none",
    /*Options=*/{},
    tell,
};
