//===- GuardedEscapeCheck.cpp -------------------------------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/CheckInfo.h"
#include "checks/composition/Witness.h"

using namespace racetidy;

/// Whether some caller of \p F can use what it returns without \p Lock: one
/// that does not hold it, or that can't be seen.
static bool leavesLock(const Composition &All, FunctionId F, Symbol Lock) {
  for (ContextId Id : All.contexts().of(F)) {
    const Context &C = All.contexts()[Id];
    if (!C.ThisOwned && !C.Entry.mayHold(Lock))
      return true;
  }
  return false;
}

static void tell(const Composition &All, std::vector<LinkedFinding> &Out) {
  Witness Say(All);
  const SummarySet &Set = All.summaries();
  for (FunctionId F = 0; F < Set.functions().size(); ++F) {
    const FunctionSummary &Function = Set.functions()[F];
    for (const SummaryEscape &E : Function.Escapes) {
      const Location *L = All.locations().find(entityOf(E.Path));
      if (!L || !L->Guard || Function.Test ||
          !leavesLock(All, F, L->Guard->Lock))
        continue;
      // Held where it was made: else it is an access without the guard.
      HeldLocks Held = All.locks().at(F, E.Locks, {}, {}, All.paths());
      if (!Held.mustHoldAny(L->Guard->Lock))
        continue;
      std::string Name = ("'" + Set.text(E.Text) + "'").str();
      std::string Lock = Say.entity(L->Guard->Lock);
      std::string What = Set.text(E.What).str();
      LinkedFinding Finding;
      Finding.At = E.At;
      Finding.Id = ("guarded-escape|" + Set.text(L->Entity) + "|" +
                    Set.text(Function.Key))
                       .str();
      Finding.Message = std::string("a ") + What + " to " + Name + " is " +
                        (E.Stored ? "stored" : "returned") + " from under " +
                        Lock + "; whoever uses it does so without the lock";
      Confidence Level = L->Guard->Level;
      Finding.Evidence = {Name + " is guarded by " + Lock, Level};
      const Instance *Writer = nullptr;
      for (const Instance &I : L->Instances)
        if (!I.Owned && writes(All.locations().access(I).Kind) &&
            (!Writer || Say.site(I) < Say.site(*Writer)))
          Writer = &I;
      Finding.Steps.push_back(
          {"thread A", E.At,
           "gets a " + What + " to " + Name + ", and the lock is given back"});
      if (Writer)
        Finding.Steps.push_back({"thread B", Say.site(*Writer),
                                 Say.does(*Writer) + Say.under(*Writer) +
                                     " while thread A uses it: what thread A "
                                     "sees changes or is gone"});
      Finding.Advice = "return a copy, or let the caller pass what is to be "
                       "done under the lock";
      Out.push_back(std::move(Finding));
    }
  }
}

namespace racetidy {
extern const CheckInfo GuardedEscapeCheck;
} // namespace racetidy

const CheckInfo racetidy::GuardedEscapeCheck{
    "race-guarded-escape",
    "a reference, pointer or view of guarded data leaves the lock's section, "
    "so it is used without the lock",
    "locking",
    "unreleased",
    "linked",
    /*Default=*/true,
    "362, 366, 820",
    "none",
    /*Options=*/{},
    tell,
};
