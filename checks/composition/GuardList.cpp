//===- GuardList.cpp - the guards of a composition, as text ---------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/composition/GuardList.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/Format.h"

using namespace racetidy;

static const char *sourceOf(Guard::Source Why) {
  switch (Why) {
  case Guard::Declared:
    return "declared";
  case Guard::Inferred:
    return "inferred";
  case Guard::OnlyLock:
    return "only-lock";
  case Guard::Comment:
    return "comment";
  }
  return "";
}

void racetidy::printGuards(const Composition &All, llvm::raw_ostream &Out) {
  const SummarySet &Set = All.summaries();
  auto Name = [&](Symbol Key) {
    const EntitySummary *E = Set.entity(Key);
    return E ? Set.text(E->Name) : llvm::StringRef("?");
  };
  std::vector<std::string> Lines;
  for (const Location &L : All.locations().all()) {
    if (!L.Guard)
      continue;
    const Guard &G = *L.Guard;
    std::string Line;
    llvm::raw_string_ostream(Line)
        << Name(L.Entity) << '\t' << Name(G.Lock) << '\t' << G.Held << '\t'
        << G.Held + G.Bare << '\t' << llvm::format("%.2f", G.Bound) << '\t'
        << sourceOf(G.Why) << '\n';
    Lines.push_back(std::move(Line));
  }
  llvm::sort(Lines);
  for (const std::string &Line : Lines)
    Out << Line;
}
