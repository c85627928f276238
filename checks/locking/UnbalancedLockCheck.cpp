//===- UnbalancedLockCheck.cpp --------------------------------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/CheckInfo.h"
#include "checks/composition/LockEnds.h"
#include "checks/composition/Witness.h"

using namespace racetidy;

static void tell(const Composition &All, std::vector<LinkedFinding> &Out) {
  const SummarySet &Set = All.summaries();
  Witness Say(All);
  for (const UnevenLock &U : LockEnds(All).run()) {
    std::string Name = ("'" + Set.text(U.Text) + "'").str();
    std::string In = Say.function(U.In);
    LinkedFinding Finding;
    Finding.At = U.At;
    auto Step = [&](const char *Who, Site At, std::string What) {
      Finding.Steps.push_back({Who, At, std::move(What)});
    };
    switch (U.Kind) {
    case SummaryImbalance::Kept:
      Finding.Message = Name + " is taken here and still held when " + In +
                        " returns, and nothing gives it back; whoever takes "
                        "it next waits forever";
      Finding.Evidence = {
          "no function gives " + Name + " back that has not taken it", U.Level};
      Step("thread A", U.At, "takes " + Name);
      if (U.End.isValid())
        Step("thread A", U.End, "returns with " + Name + " held");
      Step("thread B", U.At, "waits for " + Name + " and never gets it");
      Finding.Advice = "give " + Name +
                       " back on every way out, or hold it by a guard object";
      break;
    case SummaryImbalance::GivenTwice:
      Finding.Message = Name +
                        " is given back here a second time; a thread that has "
                        "taken it in between goes on without it";
      Finding.Evidence = {"this function has given " + Name + " back before",
                          U.Level};
      Step("thread A", U.At, "has given " + Name + " back already");
      Step("thread B", U.At, "takes " + Name);
      Step("thread A", U.At,
           "gives it back again: thread B goes on unguarded, and what it "
           "writes may be lost");
      Finding.Advice = "give " + Name + " back once, or take it again before";
      break;
    case SummaryImbalance::GivenBare:
      Finding.Message = Name + " is given back here, but nobody has taken it; "
                               "what is done before is not guarded by it";
      Finding.Evidence = {"no function takes " + Name, U.Level};
      Step("thread A", U.At, "gives " + Name + " back without having it");
      Step("thread B", U.At, "does the same at the same time");
      Finding.Advice = "take " + Name + " before what it is to guard";
      break;
    }
    Finding.Id = ("unbalanced-lock|" + Set.text(entityOf(U.Lock)) + "|" +
                  Set.text(Set.functions()[U.In].Key))
                     .str();
    Finding.Entities = Say.entities(U.In, entityOf(U.Lock));
    Out.push_back(std::move(Finding));
  }
}

namespace racetidy {
extern const CheckInfo UnbalancedLockCheck;
} // namespace racetidy

const CheckInfo racetidy::UnbalancedLockCheck{
    "race-unbalanced-lock",
    "a lock is taken and never given back, or given back without being held",
    "locking",
    "unreleased",
    "linked",
    /*Default=*/true,
    "667, 765, 832",
    "none",
    /*Options=*/{},
    tell,
};
