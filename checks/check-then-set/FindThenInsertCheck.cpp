//===- FindThenInsertCheck.cpp --------------------------------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/check-then-set/FindThenInsertCheck.h"

#include "checks/analysis/Sharing.h"
#include "rules/ResourceRule.h"

using namespace clang;
using namespace racetidy;

const CheckInfo FindThenInsertCheck::Info{
    "race-find-then-insert",
    "something is looked up in an object that locks for itself, and put there "
    "in another call when it is missing",
    "check-then-set",
    "unreleased",
    "local",
    /*Default=*/false,
    "362, 367",
    "none",
    /*Options=*/{},
};

void FindThenInsertCheck::report() {
  for (const DependentWrite &W : model().dependentWrites()) {
    if (W.Torn != Separation::ResourceCalls ||
        W.Kind != DependenceKind::Control ||
        W.Resource->Kind != ResourceKind::Object)
      continue;
    std::string Name = "'" + W.Name + "'";
    Finding F;
    F.Loc = W.Write.Loc;
    F.Message = Name +
                " is asked and, when nothing is there, set, in two calls "
                "that each lock for themselves; two threads may find "
                "nothing there";
    F.Evidence = evidenceOfResource(W, model().isConcurrent());
    F.Steps = {{"thread A", W.Read.Loc, "finds nothing in " + Name},
               {"thread B", W.Read.Loc, "finds nothing there either"},
               {"thread A", W.Write.Loc, "puts its own there"},
               {"thread B", W.Write.Loc,
                "puts another in its place: what thread A put there is lost"}};
    F.Advice = W.Resource->Advice;
    emit(std::move(F));
  }
}
