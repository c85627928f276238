//===- StoreLostUpdateCheck.cpp -------------------------------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/lost-update/StoreLostUpdateCheck.h"

#include "checks/analysis/Sharing.h"
#include "rules/ResourceRule.h"

using namespace clang;
using namespace racetidy;

const CheckInfo StoreLostUpdateCheck::Info{
    "race-store-lost-update",
    "a value is read from a store and written back by another call, so an "
    "update in between is lost",
    "lost-update",
    "unreleased",
    "local",
    /*Default=*/true,
    "362, 366, 367",
    "none",
    /*Options=*/{},
};

void StoreLostUpdateCheck::report() {
  for (const DependentWrite &W : model().dependentWrites()) {
    if (W.Torn != Separation::ResourceCalls ||
        W.Resource->Kind == ResourceKind::Object)
      continue;
    bool Tested = W.Kind == DependenceKind::Control;
    // A file that is made where none was found is race-file-check-then-use's.
    if (Tested && W.Resource->Kind == ResourceKind::File)
      continue;
    const std::string &Store = W.Resource->Name;
    std::string Name = W.Name.empty() ? "a value" : "'" + W.Name + "'";
    bool Processes = W.Resource->SharedByProcesses;
    std::string A = Processes ? "process A" : "thread A";
    std::string B = Processes ? "process B" : "thread B";

    Finding F;
    F.Loc = W.Write.Loc;
    F.Message = Tested ? Name + " is looked up in " + Store +
                             " and written there when it is missing, in two "
                             "calls; two may find it missing"
                       : Name + " is read from " + Store +
                             " and written back in another call with a value "
                             "computed from that read; an update in between is "
                             "lost";
    F.Evidence = evidenceOfResource(W, model().isConcurrent());
    F.Steps.push_back({A, W.Read.Loc,
                       Tested ? "finds " + Name + " missing"
                              : "reads " + Name + " from " + Store});
    if (Tested) {
      F.Steps.push_back({B, W.Read.Loc, "finds it missing as well"});
      F.Steps.push_back({A, W.Write.Loc, "writes " + Name});
      F.Steps.push_back(
          {B, W.Write.Loc, "writes it again, over what is there now"});
    } else {
      F.Steps.push_back({B, W.Write.Loc, "writes its own update of " + Name});
      F.Steps.push_back({A, W.Write.Loc,
                         "writes what it made of its old read: the update of " +
                             B + " is lost"});
    }
    F.Advice = W.Resource->Advice;
    emit(std::move(F));
  }
  for (const UnseenOutcome &U : model().unseenOutcomes()) {
    Finding F;
    F.Loc = U.Loc;
    std::string What = U.Resource->Name;
    F.Message = "nobody looks whether " + What +
                " took this; where somebody else came first it did not, and "
                "the update is lost";
    F.Evidence = {"the call is there because others write to " + What,
                  Confidence::Medium};
    F.Steps = {{"thread B", U.Loc, "writes first"},
               {"thread A", U.Loc, "writes nothing, and goes on as if it had"}};
    F.Advice = "look at the result, and start over when it failed";
    emit(std::move(F));
  }
}
