//===- AsyncLazyInitCheck.cpp
//-----------------------------------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/check-then-set/AsyncLazyInitCheck.h"

#include "checks/analysis/Sharing.h"

using namespace clang;
using namespace racetidy;

const CheckInfo AsyncLazyInitCheck::Info{
    "race-async-lazy-init",
    "something is made by an await if it is not there yet, and put there only "
    "after it, so two activations both make it",
    "check-then-set",
    "unreleased",
    "local",
    /*Default=*/true,
    "362, 366, 367",
    "none",
    /*Options=*/{},
};

void AsyncLazyInitCheck::report() {
  for (const DependentWrite &W : model().dependentWrites()) {
    if (!W.isAsyncLazyInit())
      continue;
    std::string Name = "'" + W.Name + "'";
    Finding F;
    F.Loc = W.Write.Loc;
    F.Message = Name + " is set to what was awaited after the test that it is "
                       "not there; a second activation passes the test "
                       "meanwhile, and both make it";
    F.Evidence = evidenceFor(W);
    F.Steps = {
        {"activation A", W.Read.Loc, "tests " + Name + " and finds nothing"},
        {"activation A", W.TornAt, "is suspended while it is made"},
        {"activation B", W.Read.Loc,
         "makes the same test, finds nothing, and makes it too"},
        {"activation B", W.Write.Loc, "sets " + Name},
        {"activation A", W.Write.Loc,
         "goes on and sets it again: what activation B made is lost, with all "
         "that was done to it"},
    };
    F.Advice = "keep in " + Name +
               " what is under way, before it is awaited, and let the others "
               "await that";
    emit(std::move(F));
  }
}
