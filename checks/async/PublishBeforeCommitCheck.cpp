//===- PublishBeforeCommitCheck.cpp
//-----------------------------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/async/PublishBeforeCommitCheck.h"

using namespace clang;
using namespace racetidy;

const CheckInfo PublishBeforeCommitCheck::Info{
    "race-publish-before-commit",
    "something is told to others before it is so, or later than something "
    "newer",
    "async",
    "unreleased",
    "local",
    /*Default=*/true,
    "362, 696",
    "none",
    /*Options=*/{},
};

static void tellEarly(const EarlyPublication &E, Finding &F) {
  std::string Call = "'" + E.Call + "'", Write = "'" + E.Written + "'";
  bool Begun = E.K == EarlyPublication::WhileUnderWay;
  F.Message =
      Call + " is called " +
      (Begun ? "while " + Write + " is under way, and nothing has waited for it"
             : "before " + Write) +
      "; whoever acts on it in between finds what was there before, and "
      "may keep that";
  F.Evidence = {"the rules say that " + Call + " comes after " + Write,
                Confidence::High};
  if (Begun)
    F.Steps.push_back({"activation A", E.Write, "begins " + Write});
  F.Steps.push_back({"activation A", E.Published, "calls " + Call});
  F.Steps.push_back({"activation B", E.Published,
                     "acts on it at once, and takes what is there: the old"});
  F.Steps.push_back({"activation A", E.Write,
                     Begun
                         ? Write + " ends only now: what activation B made of "
                                   "the old stays"
                         : "does " + Write +
                               " only now: what activation B made of the old "
                               "stays"});
  F.Advice = "call " + Call + " when " + Write + " has ended";
}

static void tellOld(const EarlyPublication &E, Finding &F) {
  std::string Call = "'" + E.Call + "'", Name = "'" + E.Written + "'";
  F.Message = Call + " is told a value of " + Name +
              " from before a suspension; whoever came later may have been "
              "faster, and told a newer one";
  F.Evidence = {"the rules say that who hears " + Call +
                    " keeps what comes last",
                Confidence::High};
  F.Steps = {
      {"activation A", E.Write, "takes " + Name},
      {"activation A", E.Between, "is suspended"},
      {"activation B", E.Write, "takes a newer " + Name},
      {"activation B", E.Published, "is done first, and tells it"},
      {"activation A", E.Published,
       "tells the older one: what activation B told is lost to all who hear "
       "it"},
  };
  F.Advice =
      "take " + Name +
      " after the suspension, or compare it there and tell nothing where "
      "it is no longer the newest";
}

void PublishBeforeCommitCheck::report() {
  for (const EarlyPublication &E : model().earlyPublications()) {
    // 'race-sleep-synchronization' tells of these.
    if (E.K == EarlyPublication::AfterPause)
      continue;
    Finding F;
    F.Loc = E.Published;
    if (E.K == EarlyPublication::OldOrder)
      tellOld(E, F);
    else
      tellEarly(E, F);
    emit(std::move(F));
  }
}
