//===- StaleAfterSuspensionCheck.cpp
//-----------------------------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/lost-update/StaleAfterSuspensionCheck.h"

#include "checks/analysis/Sharing.h"

using namespace clang;
using namespace racetidy;

const CheckInfo StaleAfterSuspensionCheck::Info{
    "race-stale-after-suspension",
    "shared state is read before a suspension and written after it from what "
    "was read, so an update in between is lost",
    "lost-update",
    "unreleased",
    "local",
    /*Default=*/true,
    "362, 366, 367",
    "none",
    /*Options=*/{},
};

void StaleAfterSuspensionCheck::report() {
  for (const DependentWrite &W : model().dependentWrites()) {
    if (W.Torn != Separation::Suspension)
      continue;
    std::string Name = "'" + W.Name + "'";
    bool Tested = W.Kind == DependenceKind::Control;
    bool ByHandle = !Tested && isa<CallExpr>(W.Write.Node) &&
                    W.Write.Kind == AccessKind::Update &&
                    !(W.Read.Path == W.Write.Path);

    Finding F;
    F.Loc = W.Write.Loc;
    F.Message =
        ByHandle ? Name + " is changed with what was looked up in it before a "
                          "suspension, and may no longer be there"
        : Tested ? Name + " is tested before a suspension and set after it; "
                          "another activation may pass the test meanwhile"
                 : Name + " is read before a suspension and written after it "
                          "with a value computed from that read; an update in "
                          "between is lost";
    F.Evidence = evidenceFor(W);
    F.Steps = {
        {"activation A", W.Read.Loc, (Tested ? "tests " : "reads ") + Name},
        {"activation A", W.TornAt, "is suspended"},
    };
    if (Tested) {
      F.Steps.push_back(
          {"activation B", W.Read.Loc, "makes the same test, and passes too"});
      F.Steps.push_back({"activation B", W.Write.Loc, "sets " + Name});
      F.Steps.push_back({"activation A", W.Write.Loc,
                         "goes on and sets it again: what activation B did is "
                         "lost"});
    } else {
      F.Steps.push_back(
          {"activation B", W.Write.Loc,
           (ByHandle ? "changes " : "writes its own update to ") + Name});
      F.Steps.push_back(
          {"activation A", W.Write.Loc,
           ByHandle ? "goes on with what it found before: it is gone, or "
                      "somebody else's"
                    : "writes what it made of its old read: the update of "
                      "activation B is lost"});
    }
    F.Advice = ByHandle
                   ? "look it up again after the suspension"
                   : "await first and then read and write in one go, or set " +
                         Name + " before the suspension";
    emit(std::move(F));
  }
}
