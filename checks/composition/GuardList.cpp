//===- GuardList.cpp - the guards of a composition, as text ---------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/composition/GuardList.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/Format.h"

#include <map>
#include <set>
#include <tuple>

using namespace racetidy;

static const char *sourceOf(Guard::Source Why) {
  switch (Why) {
  case Guard::Declared:
    return "declared";
  case Guard::Inferred:
    return "inferred";
  case Guard::OnlyLock:
    return "only-lock";
  case Guard::Named:
    return "named";
  case Guard::Comment:
    return "comment";
  }
  return "";
}

static llvm::StringRef nameOf(const Composition &All, Symbol Key) {
  const EntitySummary *E = All.summaries().entity(Key);
  return E ? All.summaries().text(E->Name) : llvm::StringRef("?");
}

void racetidy::printGuards(const Composition &All, llvm::raw_ostream &Out) {
  std::vector<std::string> Lines;
  for (const Location &L : All.locations().all()) {
    if (!L.Guard)
      continue;
    const Guard &G = *L.Guard;
    std::string Line;
    llvm::raw_string_ostream(Line)
        << nameOf(All, L.Entity) << '\t' << nameOf(All, G.Lock) << '\t'
        << G.Held << '\t' << G.Held + G.Bare << '\t'
        << llvm::format("%.2f", G.Bound) << '\t' << sourceOf(G.Why) << '\n';
    Lines.push_back(std::move(Line));
  }
  llvm::sort(Lines);
  for (const std::string &Line : Lines)
    Out << Line;
}

static const char *wayOf(const Composition &All, const Location &L,
                         const Instance &I) {
  const Locations &Where = All.locations();
  if (I.Owned)
    return "owned";
  switch (Where.holding(I, L.Guard->Lock)) {
  case Holding::Held:
    return "held";
  case Holding::Unclear:
    return "unclear";
  case Holding::Other:
    return "other";
  case Holding::Bare:
    break;
  }
  return Where.isAlone(L, I)   ? "alone"
         : Where.isSetUp(L, I) ? "set-up"
                               : "bare";
}

void racetidy::printAccesses(const Composition &All, llvm::raw_ostream &Out) {
  const SummarySet &Set = All.summaries();
  std::map<
      std::tuple<llvm::StringRef, uint32_t, llvm::StringRef, llvm::StringRef>,
      std::set<llvm::StringRef>>
      Ways;
  for (const Location &L : All.locations().all())
    for (const Instance &I : L.Instances)
      if (L.Guard) {
        Site At = All.locations().access(I).At;
        Ways[{Set.text(At.File), At.Line, nameOf(All, L.Entity),
              nameOf(All, L.Guard->Lock)}]
            .insert(wayOf(All, L, I));
      }
  for (const auto &[Place, Held] : Ways) {
    const auto &[File, Line, Name, Lock] = Place;
    Out << File << ':' << Line << '\t' << Name << '\t' << Lock << '\t';
    llvm::interleave(Held, Out, ",");
    Out << '\n';
  }
}
