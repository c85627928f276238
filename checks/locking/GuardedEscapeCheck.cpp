//===- GuardedEscapeCheck.cpp -------------------------------------------===//
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

/// Whether some caller of \p F can use what it returns without \p Lock: one
/// that does not hold it, or that can't be seen.
static bool leavesLock(const Composition &All, FunctionId F, Symbol Lock) {
  const FunctionSummary &Function = All.summaries().functions()[F];
  auto Holds = [&](LockBits Must, LockBits Shared, const HeldLocks &Entry) {
    Lockset Word{Must, Must, Shared, Shared};
    return All.locks().at(F, Word, Entry, {}, All.paths()).mayHold(Lock);
  };
  // It goes out with the lock held, for the caller to give back.
  if (Holds(Function.Acquired, Function.AcquiredShared, {}))
    return false;
  return llvm::any_of(All.contexts().of(F), [&](ContextId Id) {
    const Context &C = All.contexts()[Id];
    return !C.ThisOwned && !Holds(Function.Entry.mayAny(), 0, C.Entry);
  });
}

/// Whether the location is set once, when it is first needed: what is returned
/// stays.
static bool isSetOnce(const Composition &All, const Location &L) {
  return llvm::all_of(L.Instances, [&](const Instance &I) {
    const SummaryAccess &A = All.locations().access(I);
    return I.Owned || !writes(A.Kind) || A.Test.isValid();
  });
}

/// Whether all who use what \p F returns hold another lock, without which
/// nobody changes \p L: the lock inside is one too many.
static bool isKeptOutside(const Composition &All, FunctionId F,
                          const Location &L) {
  const SummarySet &Set = All.summaries();
  auto Uses = All.calls().callers(F);
  auto AllUsesHold = [&](Symbol Lock) {
    return !Uses.empty() && llvm::all_of(Uses, [&](const CallGraph::Caller &C) {
      const FunctionSummary &Caller = Set.functions()[C.Function];
      return !C.Starts &&
             llvm::all_of(All.contexts().of(C.Function), [&](ContextId Id) {
               const Context &In = All.contexts()[Id];
               return All.locks()
                   .at(C.Function, Caller.Calls[C.Number].Locks, In.Entry,
                       In.Frame, All.paths())
                   .mustHoldAny(Lock);
             });
    });
  };
  auto AllWritesHold = [&](Symbol Lock) {
    return llvm::all_of(L.Instances, [&](const Instance &I) {
      return I.Owned || !writes(All.locations().access(I).Kind) ||
             All.locations().held(I).mustHold(Lock);
    });
  };
  for (const Instance &I : L.Instances)
    if (!I.Owned && writes(All.locations().access(I).Kind))
      return llvm::any_of(All.locations().held(I).Must, [&](const LockTerm &T) {
        return T.Entity != L.Guard->Lock && AllWritesHold(T.Entity) &&
               AllUsesHold(T.Entity);
      });
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
          (E.Locks.mayAny() & (CallersLock | UnnamedLock)) ||
          isSetOnce(All, *L) || !leavesLock(All, F, L->Guard->Lock) ||
          isKeptOutside(All, F, *L))
        continue;
      // A pointer that the same lock guards goes nowhere without it.
      const Location *Kept =
          E.Into.known() ? All.locations().find(entityOf(E.Into)) : nullptr;
      if (Kept && Kept->Guard && Kept->Guard->Lock == L->Guard->Lock)
        continue;
      std::string Name = ("'" + Set.text(E.Text) + "'").str();
      std::string Lock = Say.member(L->Guard->Lock);
      std::string What = Set.text(E.What).str();
      LinkedFinding Finding;
      Finding.At = E.At;
      Finding.Id = ("guarded-escape|" + Set.text(L->Entity) + "|" +
                    Set.text(Function.Key))
                       .str();
      Finding.Entities = Say.entities(F, L->Entity);
      Finding.Message = "a " + What + " to " + Name + ", which " + Lock +
                        " guards, is " + (E.Stored ? "stored" : "returned") +
                        "; whoever uses it does so without the lock";
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
      for (const CallGraph::Caller &C : All.calls().callers(F))
        if (!C.Starts) {
          Finding.Steps.push_back(
              {"thread A", Set.functions()[C.Function].Calls[C.Number].At,
               "uses it without " + Lock});
          break;
        }
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
