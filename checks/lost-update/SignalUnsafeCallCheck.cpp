//===- SignalUnsafeCallCheck.cpp ------------------------------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/CheckInfo.h"
#include "checks/composition/Witness.h"

#include <set>

using namespace racetidy;

static void tell(const Composition &All, std::vector<LinkedFinding> &Out) {
  // A handler that does much mostly comes from a place of its own choice, or
  // never comes back.
  static constexpr unsigned SureDepth = 2;
  const SummarySet &Set = All.summaries();
  Witness Say(All);
  std::set<FunctionId> Told;
  for (FunctionId F = 0; F < Set.functions().size(); ++F) {
    const FunctionSummary &Function = Set.functions()[F];
    if (!Function.SignalUnsafe.Callee || Function.Test)
      continue;
    for (ContextId Id : All.contexts().of(F)) {
      const Context &C = All.contexts()[Id];
      if (C.Origin < FirstSpawn)
        continue;
      const CallGraph::Start &Start =
          All.calls().starts()[C.Origin - FirstSpawn];
      if (Start.Spawn->Kind != SpawnKind::Signal || !Told.insert(F).second)
        continue;
      std::string Callee =
          ("'" + Set.text(Function.SignalUnsafe.Callee) + "'").str();
      LinkedFinding Finding;
      Finding.At = Function.SignalUnsafe.At;
      Finding.Message =
          Callee + " is called in a signal handler, and changes what the "
                   "interrupted code may be in the middle of changing by it or "
                   "its like; what either did is lost, or both wait forever";
      Finding.Evidence = {Say.function(F) + " runs in " + Say.origin(C.Origin),
                          C.Depth > SureDepth ? Confidence::Low
                                              : Confidence::Medium};
      Finding.Steps = {
          {Say.function(Start.In), Start.Spawn->At, "installs the handler"},
          {"the code", Finding.At,
           "is inside of " + Callee + ", or of what shares its state"},
          {"the handler", Finding.At,
           "interrupts it and calls " + Callee +
               ": it finds the state half changed"},
      };
      Finding.Advice = "let the handler only set a 'volatile sig_atomic_t' or "
                       "write to a pipe, and do the work where the code looks "
                       "at it";
      Finding.Id =
          ("signal-unsafe-call|" + Set.text(Function.SignalUnsafe.Callee) +
           "|" + Set.text(Function.Key))
              .str();
      Finding.Entities = Say.entities(F, 0);
      Out.push_back(std::move(Finding));
    }
  }
}

namespace racetidy {
extern const CheckInfo SignalUnsafeCallCheck;
} // namespace racetidy

const CheckInfo racetidy::SignalUnsafeCallCheck{
    "race-signal-unsafe-call",
    "a signal handler calls what changes a library's own state, in the middle "
    "of whatever the interrupted code does to it",
    "lost-update",
    "unreleased",
    "linked",
    /*Default=*/true,
    "364, 479, 828",
    "none",
    /*Options=*/{},
    tell,
};
