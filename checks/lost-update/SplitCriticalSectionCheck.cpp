//===- SplitCriticalSectionCheck.cpp
//-----------------------------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/lost-update/SplitCriticalSectionCheck.h"

#include "checks/analysis/Sharing.h"

using namespace clang;
using namespace racetidy;

const CheckInfo SplitCriticalSectionCheck::Info{
    "race-split-critical-section",
    "a value read under a lock is written back under the same lock taken anew, "
    "so an update in between is lost",
    "lost-update",
    "unreleased",
    "local",
    /*Default=*/true,
    "362, 366, 367",
    "none",
    /*Options=*/{},
};

void SplitCriticalSectionCheck::report() {
  for (const DependentWrite &W : model().dependentWrites()) {
    bool Late = W.Torn == Separation::LateLock;
    if (W.Torn != Separation::CriticalSections &&
        !(Late && W.Kind == DependenceKind::Data))
      continue;
    std::string Name = "'" + W.Name + "'", Lock = "'" + W.Lock + "'";
    bool Tested = W.Kind == DependenceKind::Control;

    Finding F;
    F.Loc = W.Write.Loc;
    F.Message =
        Late ? Name + " is read without " + Lock +
                   " and written under it with a value computed from that "
                   "read; an update in between is lost"
        : Tested
            ? Name + " is tested under " + Lock +
                  " and set under it, but the lock is given back in between; "
                  "two threads may pass the test"
            : Name + " is read under " + Lock +
                  " and written under it with a value computed from that "
                  "read, but the lock is given back in between; an update in "
                  "between is lost";
    F.Evidence = evidenceFor(W);
    F.Steps.push_back({"thread A", W.Read.Loc,
                       (Tested ? "tests " : "reads ") + Name +
                           (Late ? " without the lock" : " under " + Lock)});
    if (!Late && W.TornAt.isValid())
      F.Steps.push_back({"thread A", W.TornAt, "gives " + Lock + " back"});
    if (Tested) {
      F.Steps.push_back(
          {"thread B", W.Read.Loc, "makes the same test, and passes too"});
      F.Steps.push_back({"thread A", W.Write.Loc, "sets " + Name});
      F.Steps.push_back({"thread B", W.Write.Loc,
                         "sets it again: what the test was to keep from "
                         "happening twice happens twice"});
    } else {
      F.Steps.push_back(
          {"thread B", W.Write.Loc,
           "takes " + Lock + " and writes its own update to " + Name});
      F.Steps.push_back({"thread A", W.Write.Loc,
                         "writes what it made of its old read: the update of "
                         "thread B is lost"});
    }
    F.Advice = "hold " + Lock + " from the read to the write, or read " + Name +
               " again under it and start over when it has changed";
    emit(std::move(F));
  }
}
