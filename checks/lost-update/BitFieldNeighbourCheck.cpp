//===- BitFieldNeighbourCheck.cpp -----------------------------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/CheckInfo.h"
#include "checks/composition/Witness.h"

#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/STLExtras.h"

#include <set>

using namespace racetidy;

namespace {

/// Two writes to neighbours, of which one loses what the other wrote.
struct Clobber {
  Instance At, Other;
  Confidence Level = Confidence::Low;
  std::string Evidence;
};

/// Looks at the bit-fields of one word.
class Word {
public:
  Word(const Composition &All, llvm::ArrayRef<const Location *> Fields)
      : All(All), Say(All), Fields(Fields) {}

  /// At most one of each function.
  std::vector<Clobber> run();

private:
  /// Past this many writes of one field pairs are not all looked at.
  static constexpr size_t MaxPaired = 100;

  bool counts(const Instance &I) const;
  std::vector<const Instance *> writersOf(const Location &L) const;
  void meet(const Location &A, const Location &B);
  void guarded(const Location &A, const Location &B);
  void add(const Instance &At, const Instance &Other, Confidence Level,
           std::string Evidence);

  const Composition &All;
  const Witness Say;
  llvm::ArrayRef<const Location *> Fields;
  std::set<FunctionId> Told;
  std::vector<Clobber> Found;
};

} // namespace

bool Word::counts(const Instance &I) const {
  return !I.Owned && !I.Within && writes(All.locations().access(I).Kind) &&
         !All.summaries().functions()[I.Function].Test;
}

void Word::add(const Instance &At, const Instance &Other, Confidence Level,
               std::string Evidence) {
  if (Told.insert(At.Function).second)
    Found.push_back({At, Other, Level, std::move(Evidence)});
}

std::vector<const Instance *> Word::writersOf(const Location &L) const {
  std::vector<const Instance *> Writers;
  for (const Instance &I : L.Instances)
    if (counts(I) && Writers.size() < MaxPaired)
      Writers.push_back(&I);
  return Writers;
}

/// Threads that write one each.
void Word::meet(const Location &A, const Location &B) {
  const Locations &Where = All.locations();
  std::vector<const Instance *> Others = writersOf(B);
  for (const Instance *Mine : writersOf(A))
    for (const Instance *Theirs : Others) {
      const Instance &I = *Mine, &J = *Theirs;
      Overlap How = All.overlaps().clobber(I, J);
      if (How == Overlap::Never || Told.count(I.Function) ||
          Told.count(J.Function))
        continue;
      // The one with no lock is the one to mend.
      bool Bare = Where.held(I).none(), OtherBare = Where.held(J).none();
      bool First = Bare != OtherBare ? Bare : Say.site(I) < Say.site(J);
      add(First ? I : J, First ? J : I,
          How == Overlap::Yes ? Confidence::High : Confidence::Low,
          "both are written by threads that run at the same time");
      Told.insert((First ? J : I).Function);
    }
}

/// One has a lock, and its neighbour is written without.
void Word::guarded(const Location &A, const Location &B) {
  const Locations &Where = All.locations();
  if (!A.Guard || (B.Guard && B.Guard->Lock == A.Guard->Lock))
    return;
  auto Writer = llvm::find_if(A.Instances, [&](const Instance &I) {
    return counts(I) && Where.holding(I, A.Guard->Lock) == Holding::Held;
  });
  if (Writer == A.Instances.end())
    return;
  for (const Instance &J : B.Instances)
    if (counts(J) && Where.holding(J, A.Guard->Lock) == Holding::Bare &&
        !Where.isAlone(B, J) && !All.contexts()[J.In].Indirect)
      add(J, *Writer, std::min(A.Guard->Level, Confidence::Medium),
          Say.entity(A.Entity) + " is guarded by " + Say.entity(A.Guard->Lock));
}

std::vector<Clobber> Word::run() {
  for (size_t I = 0; I < Fields.size(); ++I)
    for (size_t J = I + 1; J < Fields.size(); ++J)
      meet(*Fields[I], *Fields[J]);
  for (const Location *A : Fields)
    for (const Location *B : Fields)
      if (A != B)
        guarded(*A, *B);
  return std::move(Found);
}

static void tell(const Composition &All, std::vector<LinkedFinding> &Out) {
  const SummarySet &Set = All.summaries();
  llvm::MapVector<Symbol, std::vector<const Location *>> Words;
  for (const Location &L : All.locations().all())
    if (const EntitySummary *E = Set.entity(L.Entity); E && E->Word)
      Words[E->Word].push_back(&L);
  Witness Say(All);
  for (const auto &[First, Fields] : Words)
    for (const Clobber &C : Word(All, Fields).run()) {
      LinkedFinding Finding = Say.begin(C.At, "bit-field-neighbour");
      std::string Name = Say.location(C.At), Other = Say.location(C.Other);
      Finding.Message =
          Name + " shares a word with " + Other + ", which is written " +
          (C.At.Function == C.Other.Function ? "there too"
                                             : "at the same time") +
          "; each write stores the whole word, and one of the two is lost";
      Finding.Evidence = {C.Evidence, C.Level};
      Say.approach(C.At, "thread A", Finding.Steps);
      Finding.Steps.push_back({"thread A", Say.site(C.At),
                               "reads the word that " + Name + " and " + Other +
                                   " are in" + Say.under(C.At)});
      Say.approach(C.Other, "thread B", Finding.Steps);
      Finding.Steps.push_back({"thread B", Say.site(C.Other),
                               Say.does(C.Other) + Say.under(C.Other)});
      Finding.Steps.push_back({"thread A", Say.site(C.At),
                               "stores the word with its own bits changed: "
                               "what thread B wrote to " +
                                   Other + " is lost"});
      Finding.Advice = "guard both by one lock, make one of them a variable of "
                       "its own, or part them by ': 0'";
      Out.push_back(std::move(Finding));
    }
}

namespace racetidy {
extern const CheckInfo BitFieldNeighbourCheck;
} // namespace racetidy

const CheckInfo racetidy::BitFieldNeighbourCheck{
    "race-bit-field-neighbour",
    "bit-fields of one word are written by threads that do not keep each other "
    "out, so one write undoes the other",
    "lost-update",
    "unreleased",
    "linked",
    /*Default=*/true,
    "362, 366",
    "none",
    /*Options=*/{},
    tell,
};
