//===- ThreadBeforeMembersCheck.cpp -------------------------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/CheckInfo.h"
#include "checks/composition/Witness.h"

using namespace racetidy;

/// The field of the object itself that \p Path begins with; 0 for none.
static Symbol ownField(const SummaryPath &Path) {
  return Path.Root == SummaryRoot::This && !Path.Steps.empty() &&
                 Path.Steps[0].K == SummaryStep::Field
             ? Path.Steps[0].Field_
             : 0;
}

namespace {

/// What a thread uses that is not there yet.
struct TooEarly {
  Symbol Field = 0;
  Instance Use;
  /// Where the constructor sets it after the start; else its initialiser does.
  std::optional<Site> SetAt;
};

} // namespace

/// The first member that the thread \p Start uses and that its constructor
/// initialises later.
static std::optional<TooEarly> usedTooEarly(const Composition &All,
                                            SpawnId Start) {
  const SummarySet &Set = All.summaries();
  auto [In, Spawn] = All.calls().starts()[Start];
  const FunctionSummary &Constructor = Set.functions()[In];
  const EntitySummary *Handle = Set.entity(Spawn->InitialisedField);
  std::optional<TooEarly> First;
  for (const Location &L : All.locations().all())
    for (const Instance &I : L.Instances) {
      if (All.contexts()[I.In].Origin != FirstSpawn + Start)
        continue;
      Symbol Field = ownField(All.paths()[I.Path]);
      const EntitySummary *Used = Set.entity(Field);
      if (!Used || (Used->Parent != Constructor.Class))
        continue;
      TooEarly Found{Field, I, std::nullopt};
      if (!Handle || Used->Position <= Handle->Position) {
        for (const SummaryAccess &A : Constructor.Accesses)
          if (!A.Owned && writes(A.Kind) && ownField(A.Path) == Field &&
              Spawn->Event != NoEvent && (A.Events.Running >> Spawn->Event & 1))
            Found.SetAt = A.At;
        if (!Found.SetAt)
          continue;
      }
      if (!First ||
          All.locations().access(I).At < All.locations().access(First->Use).At)
        First = Found;
    }
  return First;
}

static void tell(const Composition &All, std::vector<LinkedFinding> &Out) {
  Witness Say(All);
  const SummarySet &Set = All.summaries();
  for (SpawnId Start = 0; Start < All.calls().starts().size(); ++Start) {
    auto [In, Spawn] = All.calls().starts()[Start];
    const FunctionSummary &Constructor = Set.functions()[In];
    if (!Constructor.Constructor || Constructor.Test)
      continue;
    auto Early = usedTooEarly(All, Start);
    if (!Early)
      continue;
    std::string Name = Say.entity(Early->Field);
    LinkedFinding F;
    F.At = Spawn->At;
    F.Id = ("thread-before-members|" + Set.text(Early->Field) + "|" +
            Set.text(Constructor.Key))
               .str();
    F.Message = "the thread is started before " + Name +
                ", which it uses, is " +
                (Early->SetAt ? "set" : "initialised") +
                "; it may see memory that is not an object yet";
    F.Evidence = {Name + " is used by the thread and " +
                      (Early->SetAt ? "set" : "initialised") +
                      " after its start",
                  Confidence::High};
    F.Steps.push_back({"thread A", Spawn->At, "starts thread B"});
    F.Steps.push_back(
        {"thread B", Say.site(Early->Use), Say.does(Early->Use) + " at once"});
    Site Later = Early->SetAt ? *Early->SetAt : Set.entity(Early->Field)->At;
    F.Steps.push_back(
        {"thread A", Later,
         "initialises " + Name + " only now: what thread B did to it is lost"});
    F.Advice = "declare the thread after everything that it uses, or start it "
               "when the object is complete";
    Out.push_back(std::move(F));
  }
}

namespace racetidy {
extern const CheckInfo ThreadBeforeMembersCheck;
} // namespace racetidy

const CheckInfo racetidy::ThreadBeforeMembersCheck{
    "race-thread-before-members",
    "a thread is started before the members that it uses are there, or "
    "outlives them",
    "async",
    "unreleased",
    "linked",
    /*Default=*/true,
    "362, 366, 908",
    "none",
    /*Options=*/{},
    tell,
};
