//===- SingleCheckWaitCheck.cpp
//---------------------------------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/async/SingleCheckWaitCheck.h"

using namespace clang;
using namespace racetidy;

const CheckInfo SingleCheckWaitCheck::Info{
    "race-single-check-wait",
    "something is tested once, waited for, and then taken as given, though "
    "several may wake up",
    "async",
    "unreleased",
    "local",
    /*Default=*/true,
    "362, 367, 691",
    "none",
    /*Options=*/{},
};

static void tellSuspended(const SingleCheckWait &W, Finding &F) {
  std::string Name = "'" + W.Name + "'";
  F.Loc = W.Use;
  F.Message = Name + " is tested before the wait and not after it; of two "
                     "activations that wait, both go on and set it";
  F.Evidence = {
      W.K == SingleCheckWait::Pending
          ? Name + " is awaited by whoever comes while it is set"
          : Name + " is set over a suspension and cleared again, as a lock is",
      W.K == SingleCheckWait::Pending ? Confidence::High : Confidence::Medium};
  F.Steps = {
      {"activation A", W.Test, "finds " + Name + " set"},
      {"activation A", W.Wait, "waits"},
      {"activation B", W.Wait, "has found the same, and waits too"},
      {"activation A", W.Use, "wakes up and sets " + Name},
      {"activation B", W.Use,
       "wakes up and sets it again: what activation A put there is lost"},
  };
  F.Advice = "test in a loop: 'while' instead of 'if'";
}

static void tellCondition(const SingleCheckWait &W, Finding &F) {
  std::string Name =
      W.Name.empty() ? std::string("the condition") : "'" + W.Name + "'";
  F.Loc = W.Wait;
  F.Message = Name + " is tested once before this wait and not after it; a "
                     "thread may wake up though nothing has changed, or after "
                     "another one was faster";
  F.Evidence = {"a condition variable wakes threads without a reason, too",
                Confidence::High};
  F.Steps = {
      {"thread A", W.Test, "tests " + Name},
      {"thread A", W.Wait, "waits"},
      {"thread B", W.Test,
       "comes by, finds what thread A waits for, and takes "
       "it"},
      {"thread A", W.Wait,
       "wakes up and goes on as if it were there: what it does is lost, or "
       "wrong"},
  };
  F.Advice = "test in a loop: 'while' instead of 'if', or give the wait a "
             "predicate";
}

static void tellUntested(const SingleCheckWait &W, Finding &F) {
  std::string Name = W.Name.empty() ? std::string("it") : "'" + W.Name + "'";
  F.Loc = W.Wait;
  F.Message = "nothing is tested around this wait on " + Name +
              "; a thread may wake up though nothing has happened, and what "
              "happened before the wait is missed";
  F.Evidence = {"a condition variable wakes threads without a reason, and "
                "remembers nothing",
                Confidence::Medium};
  F.Steps = {
      {"thread B", W.Wait, "wakes whoever waits on " + Name + ": nobody yet"},
      {"thread A", W.Wait, "waits: that wake-up is lost"},
      {"thread A", W.Wait,
       "wakes up for no reason, and goes on as if something had happened"},
  };
  F.Advice =
      "keep what is waited for in a variable under the lock, and wait in "
      "a loop that tests it";
}

void SingleCheckWaitCheck::report() {
  for (const SingleCheckWait &W : model().singleCheckWaits()) {
    Finding F;
    if (W.K == SingleCheckWait::Condition)
      tellCondition(W, F);
    else if (W.K == SingleCheckWait::Untested)
      tellUntested(W, F);
    else
      tellSuspended(W, F);
    emit(std::move(F));
  }
}
