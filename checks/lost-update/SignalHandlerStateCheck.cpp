//===- SignalHandlerStateCheck.cpp ----------------------------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/CheckInfo.h"
#include "checks/composition/Witness.h"

#include "llvm/ADT/STLExtras.h"

using namespace racetidy;

namespace {

/// What the handler does to what it interrupts.
enum class Harm {
  None,
  /// A plain word that is set by one and read by the other: the compiler need
  /// not write it, or read it again.
  Unseen,
  /// More than a word: half of it is changed.
  Half,
  /// Between the read and the write of an update.
  Lost,
};

} // namespace

/// \p A is the handler's, \p B what it interrupts.
static Harm harmOf(const Composition &All, const Location &L, const Instance &A,
                   const Instance &B) {
  const SummaryAccess &X = All.locations().access(A),
                      &Y = All.locations().access(B);
  const EntitySummary *E = All.summaries().entity(L.Entity);
  if (isAtomic(X.Kind) || isAtomic(Y.Kind) || X.Harmless || Y.Harmless ||
      (E && E->Atomic) || A.Within || B.Within)
    return Harm::None;
  if (writes(X.Kind) && Y.Kind == AccessKind::Update && !Y.MultiWord)
    return Harm::Lost;
  if (X.MultiWord || Y.MultiWord)
    return Harm::Half;
  // 'volatile sig_atomic_t' is for just this.
  bool Volatile = (E && E->Volatile) || (X.Volatile && Y.Volatile);
  return Volatile ? Harm::None : Harm::Unseen;
}

/// Whether the handler reads only where something else says so that the code
/// writes: what it reads is not touched while that does not hold.
static bool asksFirst(const Composition &All, const Instance &Handler) {
  const SummaryAccess &A = All.locations().access(Handler);
  const Location *Asked = A.Kind == AccessKind::Read && A.Asked
                              ? All.locations().find(A.Asked)
                              : nullptr;
  auto Changes = [&](const Instance &I, const Instance &Test) {
    return writes(All.locations().access(I).Kind) &&
           All.overlaps().interrupts(Test, I);
  };
  return Asked && llvm::any_of(Asked->Instances, [&](const Instance &Test) {
           return Test.In == Handler.In &&
                  llvm::any_of(Asked->Instances, [&](const Instance &I) {
                    return Changes(I, Test);
                  });
         });
}

/// A handler that does much reaches everything, and mostly never comes back, or
/// comes from a place of its own choice.
static Confidence levelOf(const Composition &All, const Instance &Handler,
                          Harm Worst) {
  static constexpr unsigned SureDepth = 2;
  if (All.contexts()[Handler.In].Depth > SureDepth || asksFirst(All, Handler))
    return Confidence::Low;
  return Worst == Harm::Lost ? Confidence::High : Confidence::Medium;
}

static void report(const Composition &All, std::vector<LinkedFinding> &Found) {
  const Contexts &Ways = All.contexts();
  Witness Say(All);
  for (const Location &L : All.locations().all()) {
    const Instance *Handler = nullptr, *Other = nullptr;
    Harm Worst = Harm::None;
    for (const Instance &A : L.Instances) {
      OriginId O = Ways[A.In].Origin;
      if (O < FirstSpawn ||
          All.calls().starts()[O - FirstSpawn].Spawn->Kind != SpawnKind::Signal)
        continue;
      for (const Instance &B : L.Instances)
        if (Harm H = harmOf(All, L, A, B);
            H > Worst && All.overlaps().interrupts(A, B)) {
          Worst = H;
          Handler = &A;
          Other = &B;
        }
    }
    if (Worst == Harm::None)
      continue;
    std::string Name = Say.location(*Other);
    bool HandlerWrites = writes(All.locations().access(*Handler).Kind);
    LinkedFinding F = Say.begin(*Other, "signal-handler-state");
    F.Evidence = {"the signal handler " + Say.function(Handler->Function) +
                      (HandlerWrites ? " writes " : " reads ") + Name +
                      ", and is installed by then",
                  levelOf(All, *Handler, Worst)};
    Say.approach(*Handler, "the handler", F.Steps);
    if (Worst == Harm::Lost) {
      F.Message = Name + " is read, changed and written back while a signal "
                         "handler may change it in between; what the handler "
                         "did is lost";
      F.Steps.push_back({"the code", Say.site(*Other), "reads " + Name});
      F.Steps.push_back({"the handler", Say.site(*Handler),
                         "interrupts it and " + Say.does(*Handler)});
      F.Steps.push_back({"the code", Say.site(*Other),
                         "writes what it made of its old read: what the "
                         "handler did is lost"});
      F.Advice = "block the signal around it, update a lock-free atomic in one "
                 "step, or let the handler only set a 'volatile sig_atomic_t'";
    } else if (Worst == Harm::Half) {
      F.Message =
          Name + " is " +
          (writes(All.locations().access(*Other).Kind) ? "changed" : "read") +
          " while a signal handler may " + (HandlerWrites ? "change" : "use") +
          " it in between; one of the two finds it half changed";
      F.Steps.push_back(
          {"the code", Say.site(*Other), "begins: " + Say.does(*Other)});
      F.Steps.push_back(
          {"the handler", Say.site(*Handler),
           "interrupts it and " + Say.does(*Handler) + ": it is half changed"});
      F.Advice = "let the handler only set a flag, or write to a pipe, and do "
                 "the work where the code looks at it";
    } else {
      F.Message =
          Name + " is " +
          (writes(All.locations().access(*Other).Kind) ? "written" : "read") +
          " here and " + (HandlerWrites ? "written" : "read") +
          " by a signal handler, and is neither atomic nor 'volatile "
          "sig_atomic_t'; the change may never be seen, or half of it";
      if (HandlerWrites) {
        F.Steps.push_back({"the handler", Say.site(*Handler),
                           "interrupts the code and " + Say.does(*Handler)});
        F.Steps.push_back(
            {"the code", Say.site(*Other),
             Say.does(*Other) + ": it may still have the old value at hand"});
      } else {
        F.Steps.push_back(
            {"the code", Say.site(*Other), "is about: " + Say.does(*Other)});
        F.Steps.push_back({"the handler", Say.site(*Handler),
                           "interrupts it and " + Say.does(*Handler) +
                               ": what it sees may be gone, or not there yet"});
      }
      F.Advice = "make it a 'volatile sig_atomic_t' or a lock-free atomic, or "
                 "block the signal around the change";
    }
    Found.push_back(std::move(F));
  }
}

namespace racetidy {
extern const CheckInfo SignalHandlerStateCheck;
} // namespace racetidy

const CheckInfo racetidy::SignalHandlerStateCheck{
    "race-signal-handler-state",
    "a signal handler and the code that it interrupts change the same thing",
    "lost-update",
    "unreleased",
    "linked",
    /*Default=*/true,
    "362, 364, 828",
    "none",
    /*Options=*/{},
    report,
};
