//===- ThreadBeforeMembersCheck.cpp -------------------------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/CheckInfo.h"
#include "checks/composition/Witness.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/Twine.h"

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
  Site Use;
  /// "reads 'limit'"
  std::string What;
  /// Where the constructor sets it after the start; else its initialiser does.
  std::optional<Site> SetAt;
  /// It is gone before the handle's destructor waits for the thread.
  bool Destroyed = false;
  /// Not a member but a virtual method, in quotes.
  std::string Method;
};

/// Looks at what a start in a constructor leads to.
class EarlyUses {
public:
  EarlyUses(const Composition &All, SpawnId Start)
      : All(All), Set(All.summaries()), Start(Start),
        Spawn(*All.calls().starts()[Start].Spawn),
        In(All.calls().starts()[Start].In),
        Handle(Set.entity(Spawn.InitialisedField)) {
    // A handle among the members whose destructor alone waits.
    Symbol Kept = ownField(Spawn.Handle);
    if (Spawn.JoinsOnDestruction && Kept && !isJoinedByDestructor(Kept))
      DestroyedWith = Set.entity(Kept);
  }

  /// The first member that the thread uses and that the constructor initialises
  /// after the start.
  std::optional<TooEarly> first() {
    for (FunctionId F = 0; F < Set.functions().size(); ++F)
      for (ContextId Id : All.contexts().of(F))
        if (All.contexts()[Id].Origin == FirstSpawn + Start)
          uses(F, All.contexts()[Id]);
    return First;
  }

private:
  void uses(FunctionId F, const Context &C) {
    const FunctionSummary &Function = Set.functions()[F];
    auto Own = [&](const SummaryPath &Path) {
      return ownField(All.paths()[All.paths().resolve(Path, C.Frame)]);
    };
    Witness Say(All);
    for (const SummaryAccess &A : Function.Accesses)
      if (!isAtomic(A.Kind) || Handle)
        use(Own(A.Path), A.At, writes(A.Kind) ? "changes " : "reads ",
            [&](const Instance &J) { return !commonLock(F, A.Locks, C, J); });
    for (const SummaryCall &Call : Function.Calls) {
      if (Call.Virtual && Call.Object && isThis(Call.Object->Path, C))
        virtualCall(Call.Callee, Call.At);
      llvm::SmallVector<SummaryArgument, 4> Given(Call.Arguments.begin(),
                                                  Call.Arguments.end());
      if (Call.Object)
        Given.push_back(*Call.Object);
      for (const SummaryArgument &A : Given)
        use(Own(A.Path), Call.At, "uses ", [&](const Instance &J) {
          return !commonLock(F, Call.Locks, C, J);
        });
    }
  }

  /// Whether \p Path is the object under construction.
  bool isThis(const SummaryPath &Path, const Context &C) const {
    const SummaryPath &Whole = All.paths()[All.paths().resolve(Path, C.Frame)];
    return Whole.Root == SummaryRoot::This && Whole.Steps.empty() &&
           Whole.Name == Set.functions()[In].Class;
  }

  /// A virtual method that a derived class overrides: while the base is under
  /// construction, the base's is called, or none.
  void virtualCall(Symbol Callee, Site At) {
    Symbol Class = Set.functions()[In].Class;
    auto Derived =
        llvm::find_if(All.calls().targets(Callee, true), [&](FunctionId F) {
          return Set.functions()[F].Class != Class;
        });
    if (Derived == All.calls().targets(Callee, true).end())
      return;
    llvm::StringRef Name = Set.text(Set.functions()[*Derived].Name);
    TooEarly Found;
    Found.Use = At;
    Found.Method = ("'" + Name.substr(Name.rfind(':') + 1) + "'").str();
    Found.What = "calls " + Found.Method;
    if (!First || Found.Use < First->Use)
      First = std::move(Found);
  }

  /// Whether somebody wrote a destructor that sees to the handle \p Kept,
  /// itself or by other methods.
  bool isJoinedByDestructor(Symbol Kept) const {
    return llvm::any_of(Set.functions(), [&](const FunctionSummary &F) {
      return F.Destructor && F.Class == Set.functions()[In].Class &&
             (llvm::any_of(F.Joins,
                           [&](const SummaryJoin &J) {
                             return ownField(J.Handle) == Kept;
                           }) ||
              llvm::any_of(F.Accesses,
                           [&](const SummaryAccess &A) {
                             return ownField(A.Path) == Kept;
                           }) ||
              llvm::any_of(F.Calls, [](const SummaryCall &C) {
                return C.Object && C.Object->Path.Root == SummaryRoot::This &&
                       C.Object->Path.Steps.empty();
              }));
    });
  }

  /// Whether the constructor's access \p J holds a lock that is held at
  /// \p Locks, too: then one of them waits for the other.
  bool commonLock(FunctionId F, const Lockset &Locks, const Context &C,
                  const Instance &J) const {
    HeldLocks Theirs = All.locks().at(F, Locks, C.Entry, C.Frame, All.paths());
    const HeldLocks &Ours = All.locations().held(J);
    return llvm::any_of(
        Ours.May, [&](const LockTerm &T) { return Theirs.mayHold(T.Entity); });
  }

  void use(Symbol Field, Site At, const char *Verb,
           llvm::function_ref<bool(const Instance &)> Races) {
    const EntitySummary *Used = Field ? Set.entity(Field) : nullptr;
    if (!Used || Used->Parent != Set.functions()[In].Class ||
        Field == Spawn.InitialisedField)
      return;
    TooEarly Found{Field, At, std::string(Verb) + Witness(All).member(Field),
                   std::nullopt};
    if (DestroyedWith && Used->Position > DestroyedWith->Position) {
      Found.Destroyed = !Handle;
    } else if (!Handle || Used->Position <= Handle->Position) {
      if (Used->Lock || Used->Atomic || Used->Synchronising)
        return;
      // In the body: what is set after the start.
      if (const Location *L = All.locations().find(Field))
        for (const Instance &J : L->Instances)
          if (const SummaryAccess &A = All.locations().access(J);
              J.Function == In && !A.Owned && writes(A.Kind) &&
              !All.contexts()
                   .excluded(All.contexts()[J.In], A.Events)
                   .test(Start) &&
              Races(J))
            Found.SetAt = A.At;
      if (!Found.SetAt)
        return;
    }
    if (!First || Found.Use < First->Use)
      First = std::move(Found);
  }

  const Composition &All;
  const SummarySet &Set;
  const SpawnId Start;
  const SummarySpawn &Spawn;
  const FunctionId In;
  const EntitySummary *Handle;
  const EntitySummary *DestroyedWith = nullptr;
  std::optional<TooEarly> First;
};

} // namespace

static void tell(const TooEarly &Early, const Witness &Say,
                 const SummarySet &Set, LinkedFinding &F) {
  std::string Name =
      Early.Method.empty() ? Say.member(Early.Field) : Early.Method;
  F.Steps.push_back({"thread B", Early.Use, Early.What + " at once"});
  if (!Early.Method.empty()) {
    F.Message = "the thread is started in the constructor of a base class and "
                "calls " +
                Name +
                ", which derived classes override; it may find the "
                "base's, or none";
    F.Evidence.What = "the thread runs while the object is made";
    F.Steps.push_back({"thread A", F.At,
                       "makes the derived part only now: what thread B called "
                       "was not its " +
                           Name});
    F.Advice = "start the thread when the object is complete";
    return;
  }
  if (Early.Destroyed) {
    F.Message = "the thread is waited for after " + Name +
                ", which it uses, is destroyed; it may use memory that is no "
                "object any more";
    F.Evidence.What = Name + " is declared after the thread's handle, so it is "
                             "destroyed before the handle waits";
    F.Steps.push_back({"thread A", Set.entity(Early.Field)->At,
                       "destroys " + Name +
                           " before the handle's destructor waits for thread "
                           "B: what that does to it is lost"});
    F.Advice = "declare the handle after everything that the thread uses";
    return;
  }
  const char *How = Early.SetAt ? "set" : "initialised";
  F.Message = "the thread is started before " + Name + ", which it uses, is " +
              How + "; it may see memory that is not an object yet";
  F.Evidence.What =
      Name + " is used by the thread and " + How + " after its start";
  F.Steps.push_back(
      {"thread A", Early.SetAt ? *Early.SetAt : Set.entity(Early.Field)->At,
       "initialises " + Name + " only now: what thread B did to it is lost"});
  F.Advice = "declare the thread after everything that it uses, or start it "
             "when the object is complete";
}

static void tell(const Composition &All, std::vector<LinkedFinding> &Out) {
  Witness Say(All);
  const SummarySet &Set = All.summaries();
  for (SpawnId Start = 0; Start < All.calls().starts().size(); ++Start) {
    auto [In, Spawn] = All.calls().starts()[Start];
    const FunctionSummary &Constructor = Set.functions()[In];
    if (!Constructor.Constructor || Constructor.Test)
      continue;
    auto Early = EarlyUses(All, Start).first();
    if (!Early)
      continue;
    LinkedFinding F;
    F.At = Spawn->At;
    F.Id = ("thread-before-members|" + Set.text(Early->Field) + Early->Method +
            "|" + Set.text(Constructor.Key))
               .str();
    F.Entities = Say.entities(In, Early->Field);
    F.Steps.push_back({"thread A", Spawn->At, "starts thread B"});
    tell(*Early, Say, Set, F);
    F.Evidence.Level = Confidence::High;
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
