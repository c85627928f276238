//===- SleepSynchronizationCheck.cpp
//----------------------------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/async/SleepSynchronizationCheck.h"

using namespace clang;
using namespace racetidy;

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
