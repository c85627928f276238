//===- GetThenSetCheck.cpp ------------------------------------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/lost-update/GetThenSetCheck.h"

#include "checks/analysis/Sharing.h"
#include "rules/ResourceRule.h"

using namespace clang;
using namespace racetidy;

const CheckInfo GetThenSetCheck::Info{
    "race-get-then-set",
    "an object that locks for itself is asked and then set in two calls, so an "
    "update in between is lost",
    "lost-update",
    "unreleased",
    "local",
    /*Default=*/false,
    "362, 366, 367",
    "none",
    /*Options=*/{},
};

void GetThenSetCheck::report() {
  for (const DependentWrite &W : model().dependentWrites()) {
    if (W.Torn != Separation::ResourceCalls || W.Kind != DependenceKind::Data ||
        W.Resource->Kind != ResourceKind::Object)
      continue;
    std::string Name = "'" + W.Name + "'";
    Finding F;
    F.Loc = W.Write.Loc;
    F.Message = Name + " is got and set again with a value computed from that, "
                       "in two calls that each lock for themselves; an update "
                       "in between is lost";
    F.Evidence = evidenceOfResource(W, model().isConcurrent());
    F.Steps = {{"thread A", W.Read.Loc, "gets " + Name},
               {"thread B", W.Write.Loc, "sets " + Name + " to its own value"},
               {"thread A", W.Write.Loc,
                "sets what it made of its old value: the update of thread B is "
                "lost"}};
    F.Advice = W.Resource->Advice;
    emit(std::move(F));
  }
}
