//===- InconsistentGuardCheck.cpp ---------------------------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/CheckInfo.h"
#include "checks/composition/Witness.h"

using namespace racetidy;

/// A race of an access that should hold the guard of its location.
static void bare(const Witness &Say, const Composition &All, const Race &R,
                 LinkedFinding &F) {
  const Guard &G = *R.Where->Guard;
  bool Write = writes(All.locations().access(R.At).Kind);
  std::string Name = Say.location(R.At), Lock = Say.entity(G.Lock);
  const HeldLocks &Held = All.locations().held(R.At);
  const EntitySummary *Of = All.summaries().entity(G.Lock);
  // What runs on a strand holds nothing, and is kept apart as if it did.
  bool Executor = Of && Of->Executor;
  std::string Without = (Executor ? " off " : " without ") + Lock;
  F.Message =
      Name + " is " + (Write ? "written" : "read") + Without +
      (Held.Must.empty() ? std::string() : "," + Say.under(R.At)) +
      (G.Why == Guard::Inferred
           ? (Executor ? ", on which it is used by " : ", which is held in ") +
                 std::to_string(G.HeldIn) + " of " +
                 std::to_string(G.HeldIn + G.BareIn) +
                 (Executor ? " functions" : " functions that use it")
           : std::string(", which guards it")) +
      (Write ? "; an update may be lost"
             : "; a value that is being changed may be seen");
  if (R.Other) {
    bool OtherWrites = writes(All.locations().access(*R.Other).Kind);
    F.Steps.push_back({"thread A", Say.site(*R.Other),
                       (Executor ? "runs on " : "takes ") + Lock + " and " +
                           Say.does(*R.Other)});
    Say.approach(R.At, "thread B", F.Steps);
    F.Steps.push_back(
        {"thread B", Say.site(R.At),
         Say.does(R.At) + " meanwhile," + Without + ": " +
             (!Write        ? "it sees a value that thread A is changing"
              : OtherWrites ? "one of the two updates is lost"
                            : "what thread A reads changes under its hands")});
  } else {
    F.Steps.push_back({"thread A", Say.site(R.At),
                       Say.does(R.At) + Without +
                           ", while a thread that holds it relies on it"});
  }
  F.Advice = Executor
                 ? "hand this to " + Lock + " as well"
                 : "hold " + Lock + " here, or say that the callers hold it";
}

static void differentLocks(const Witness &Say, const Race &R,
                           LinkedFinding &F) {
  std::string Name = Say.location(R.At);
  F.Message = Name + " is accessed" + Say.under(R.At) + " here and" +
              Say.under(*R.Other) +
              " elsewhere; the locks don't keep the two apart";
  Say.approach(R.At, "thread A", F.Steps);
  Say.approach(*R.Other, "thread B", F.Steps);
  F.Steps.push_back(
      {"thread A", Say.site(R.At), Say.does(R.At) + Say.under(R.At)});
  F.Steps.push_back({"thread B", Say.site(*R.Other),
                     Say.does(*R.Other) + Say.under(*R.Other) +
                         " at the same time: one of the two is lost"});
  F.Advice = "hold the same lock at both";
}

/// A call without the lock that the callee says it needs.
static void bareCall(const Witness &Say, const Composition &All,
                     const BareCall &B, LinkedFinding &F) {
  const SummarySet &Set = All.summaries();
  FunctionId From = All.contexts()[B.From].Function;
  const FunctionSummary &Callee = Set.functions()[B.Callee];
  std::string Name = Say.function(B.Callee), Lock = Say.entity(B.Lock);
  F.At = Set.functions()[From].Calls[B.Call].At;
  F.Id = ("inconsistent-guard|" + Set.text(Callee.Key) + "|" +
          Set.text(Set.functions()[From].Key))
             .str();
  bool Writes = writes(All.locations().access(B.Mine).Kind);
  F.Message = Name + " is called without " + Lock +
              ", which it needs its callers to hold" +
              (Writes ? "; an update may be lost"
                      : "; a value that is being changed may be seen");
  F.Evidence = {Name + " says that " + Lock + " is held", B.Level};
  F.Steps = {{"thread A", Say.site(B.Theirs),
              "takes " + Lock + " and " + Say.does(B.Theirs)},
             {"thread B", F.At, "calls " + Name + " without " + Lock},
             {"thread B", Say.site(B.Mine),
              Say.does(B.Mine) + " meanwhile: " +
                  (!Writes ? "it sees a value that thread A is changing"
                   : writes(All.locations().access(B.Theirs).Kind)
                       ? "one of the two updates is lost"
                       : "what thread A reads changes under its hands")}};
  F.Advice = "hold " + Lock + " here, or say that the callers hold it";
}

static void tell(const Composition &All, std::vector<LinkedFinding> &Out) {
  Witness Say(All);
  for (const Race &R : All.races()) {
    if (R.Kind != RaceKind::Bare && R.Kind != RaceKind::DifferentLocks)
      continue;
    LinkedFinding F = Say.begin(R.At, "inconsistent-guard");
    F.Evidence = {R.Evidence, R.Level};
    if (R.Kind == RaceKind::Bare)
      bare(Say, All, R, F);
    else
      differentLocks(Say, R, F);
    Out.push_back(std::move(F));
  }
  for (const BareCall &B : All.bareCalls())
    bareCall(Say, All, B, Out.emplace_back());
}

namespace racetidy {
extern const CheckInfo InconsistentGuardCheck;
} // namespace racetidy

const CheckInfo racetidy::InconsistentGuardCheck{
    "race-inconsistent-guard",
    "a location that a lock guards elsewhere is accessed without it",
    "lost-update",
    "unreleased",
    "linked",
    /*Default=*/true,
    "362, 366, 667",
    "none",
    /*Options=*/{},
    tell,
};
