//===- FileCheckThenUseCheck.cpp ------------------------------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/check-then-set/FileCheckThenUseCheck.h"

#include "checks/analysis/Sharing.h"
#include "rules/ResourceRule.h"

using namespace clang;
using namespace racetidy;

const CheckInfo FileCheckThenUseCheck::Info{
    "race-file-check-then-use",
    "a file is made where none was, in two steps, so one that comes in between "
    "is overwritten",
    "check-then-set",
    "unreleased",
    "local",
    /*Default=*/false,
    "362, 367",
    "none",
    /*Options=*/{},
};

void FileCheckThenUseCheck::report() {
  for (const DependentWrite &W : model().dependentWrites()) {
    if (W.Torn != Separation::ResourceCalls ||
        W.Kind != DependenceKind::Control ||
        W.Resource->Kind != ResourceKind::File)
      continue;
    std::string Name = W.Name.empty() ? "the file" : "'" + W.Name + "'";
    Finding F;
    F.Loc = W.Write.Loc;
    F.Message = Name + " is made only where no file is there, but the test and "
                       "the making are two steps; a file that comes in between "
                       "is overwritten";
    F.Evidence = evidenceOfResource(W, model().isConcurrent());
    F.Steps = {{"process A", W.Read.Loc, "finds no file at " + Name},
               {"process B", W.Write.Loc, "makes one, and writes to it"},
               {"process A", W.Write.Loc,
                "makes it again: what process B wrote is lost"}};
    F.Advice = "create it so that this fails where it is there: mode \"wx\", "
               "O_EXCL, 'std::ios::noreplace' or QIODevice::NewOnly; and take "
               "the failure for the test";
    emit(std::move(F));
  }
}
