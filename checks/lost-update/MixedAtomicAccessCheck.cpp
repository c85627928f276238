//===- MixedAtomicAccessCheck.cpp -----------------------------------------===//
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

/// An atomic access and a plain one of the same location.
struct Mixed {
  const Instance *Atomic = nullptr, *Plain = nullptr;
  Overlap How = Overlap::Never;
};

} // namespace

/// How much is lost: an update, a write, a look.
static unsigned weightOf(AccessKind Plain) {
  return Plain == AccessKind::Update ? 2 : writes(Plain) ? 1 : 0;
}

/// The pair that meets most surely, and of those the one that loses most.
static Mixed worstPair(const Composition &All, const Location &L) {
  const SummarySet &Set = All.summaries();
  Mixed Worst;
  for (const Instance &A : L.Instances) {
    if (!isAtomic(All.locations().access(A).Kind) || A.Within)
      continue;
    for (const Instance &B : L.Instances) {
      const SummaryAccess &Y = All.locations().access(B);
      if (isAtomic(Y.Kind) || Y.Harmless || B.Within ||
          Set.functions()[B.Function].Test)
        continue;
      Overlap How = All.overlaps().conflict(A, B);
      if (How == Overlap::Never)
        continue;
      bool Worse = !Worst.Plain || How > Worst.How ||
                   (How == Worst.How &&
                    weightOf(Y.Kind) >
                        weightOf(All.locations().access(*Worst.Plain).Kind));
      if (Worse)
        Worst = {&A, &B, How};
    }
  }
  return Worst;
}

static void report(const Composition &All, std::vector<LinkedFinding> &Found) {
  Witness Say(All);
  for (const Location &L : All.locations().all()) {
    const EntitySummary *E = All.summaries().entity(L.Entity);
    // Of an atomic type every access is one.
    if (E && E->Atomic)
      continue;
    Mixed M = worstPair(All, L);
    if (!M.Plain)
      continue;
    AccessKind Kind = All.locations().access(*M.Plain).Kind;
    std::string Name = Say.location(*M.Plain);
    LinkedFinding F = Say.begin(*M.Plain, "mixed-atomic-access");
    const char *Does = Kind == AccessKind::Update ? "updated"
                       : writes(Kind)             ? "written"
                                                  : "read";
    F.Message = Name + " is " + Does +
                " plainly here, and atomically by another thread; " +
                (Kind == AccessKind::Update ? "the update of the other is lost"
                 : writes(Kind) ? "it may undo what the other did"
                                : "the two are a data race all the same");
    // A look at a word that others count is what many mean to be harmless.
    F.Evidence = {Name + " is accessed atomically elsewhere: somebody knows "
                         "that threads share it",
                  M.How == Overlap::Yes && writes(Kind)   ? Confidence::High
                  : M.How == Overlap::Yes || writes(Kind) ? Confidence::Medium
                                                          : Confidence::Low};
    Say.approach(*M.Plain, "thread A", F.Steps);
    Say.approach(*M.Atomic, "thread B", F.Steps);
    if (Kind == AccessKind::Update)
      F.Steps.push_back({"thread A", Say.site(*M.Plain), "reads " + Name});
    F.Steps.push_back(
        {"thread B", Say.site(*M.Atomic), Say.does(*M.Atomic) + " atomically"});
    F.Steps.push_back(
        {"thread A", Say.site(*M.Plain),
         Kind == AccessKind::Update
             ? "writes what it made of its old read: the update of thread B is "
               "lost"
         : writes(Kind)
             ? Say.does(*M.Plain) + ": what thread B did may be lost"
             : Say.does(*M.Plain) +
                   " without an atomic load: a data race, in which the "
                   "compiler may use an older value"});
    F.Advice = "access " + Name +
               " atomically everywhere, best by making it a 'std::atomic' or "
               "'_Atomic'";
    Found.push_back(std::move(F));
  }
}

namespace racetidy {
extern const CheckInfo MixedAtomicAccessCheck;
} // namespace racetidy

const CheckInfo racetidy::MixedAtomicAccessCheck{
    "race-mixed-atomic-access",
    "something is accessed atomically in one place and plainly in another",
    "lost-update",
    "unreleased",
    "linked",
    /*Default=*/true,
    "362, 366",
    "none",
    /*Options=*/{},
    report,
};
