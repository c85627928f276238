//===- SummarySet.cpp - what one function does to the world
//------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/model/SummarySet.h"

#include "checks/model/SummaryFields.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/xxhash.h"

#include <numeric>

using namespace racetidy;

static constexpr Symbol NoSymbol = ~Symbol(0);

SummarySet::SummarySet() { intern(""); }

Symbol SummarySet::intern(llvm::StringRef Text) {
  auto [It, New] = SymbolOf.try_emplace(Text);
  if (New) {
    It->second = {static_cast<Symbol>(Strings.size()), llvm::xxh3_64bits(Text)};
    Strings.push_back(&*It);
  }
  return It->second.Number;
}

namespace {

/// Symbols by their text: the same in every set.
template <typename HashOf> struct Weigher : SummaryWalker<Weigher<HashOf>> {
  HashOf Hash;
  SummaryWeight Weight;
  explicit Weigher(HashOf Hash) : Hash(Hash) {}

  void symbol(auto &S) { number(Hash(S)); }
  void number(uint64_t N) {
    Weight.Content = (Weight.Content ^ N) * 0x9E3779B97F4A7C15;
    Weight.Content ^= Weight.Content >> 29;
  }
  void joined(auto &) {}
};

} // namespace

/// How many things it tells of. A declaration with a guard beside it tells more
/// than one without.
static size_t sizeOf(const FunctionSummary &F) {
  return F.Accesses.size() + F.Calls.size() + F.Spawns.size() + F.Locks.size() +
         F.Joins.size() + F.Escapes.size();
}
static size_t sizeOf(const EntitySummary &E) {
  return 2 * (E.GuardedBy != 0) + (E.GuardedByComment != 0);
}
static size_t sizeOf(const ClassSummary &C) {
  return C.Locks.size() + C.Bases.size() + C.ThreadSafe;
}
static size_t sizeOf(const UnitSummary &U) { return U.Findings.size(); }

template <typename Summary>
void SummarySet::addTo(SummaryTable<Summary> &Table, Summary S,
                       SummaryWeight Weight) {
  auto [It, New] = Table.At.try_emplace(S.Key, Table.All.size());
  if (New) {
    Table.All.push_back(std::move(S));
    Table.Weights.push_back(Weight);
    return;
  }
  Summary &Ours = Table.All[It->second];
  if constexpr (std::same_as<Summary, FunctionSummary>)
    Ours.AddressTaken = S.AddressTaken = Ours.AddressTaken || S.AddressTaken;
  if (SummaryWeight &OurWeight = Table.Weights[It->second];
      OurWeight < Weight) {
    OurWeight = Weight;
    Ours = std::move(S);
  }
}

void SummarySet::add(FunctionSummary F) {
  weighAndAdd(Functions, std::move(F));
}
void SummarySet::add(EntitySummary E) { weighAndAdd(Entities, std::move(E)); }
void SummarySet::add(ClassSummary C) { weighAndAdd(Classes, std::move(C)); }
void SummarySet::add(UnitSummary U) { weighAndAdd(Units, std::move(U)); }

template <typename Summary>
void SummarySet::weighAndAdd(SummaryTable<Summary> &Table, Summary S) {
  Weigher Weigh([&](Symbol S) { return Strings[S]->getValue().Hash; });
  fields(Weigh, S);
  Weigh.Weight.Size = sizeOf(S);
  addTo(Table, std::move(S), Weigh.Weight);
}

// For those who read sets.
template void SummarySet::addTo(SummaryTable<FunctionSummary> &,
                                FunctionSummary, SummaryWeight);
template void SummarySet::addTo(SummaryTable<EntitySummary> &, EntitySummary,
                                SummaryWeight);
template void SummarySet::addTo(SummaryTable<ClassSummary> &, ClassSummary,
                                SummaryWeight);
template void SummarySet::addTo(SummaryTable<UnitSummary> &, UnitSummary,
                                SummaryWeight);

void SummarySet::takeAddress(Symbol Function) {
  if (auto It = Functions.At.find(Function); It != Functions.At.end())
    Functions.All[It->second].AddressTaken = true;
}

void SummarySet::add(const SummarySet &Other) {
  std::vector<Symbol> Ours(Other.Strings.size(), NoSymbol);
  auto Translate = [&](Symbol &S) {
    if (Ours[S] == NoSymbol)
      Ours[S] = intern(Other.text(S));
    S = Ours[S];
  };
  SummarySymbols Each(Translate);
  auto Add = [&]<typename Summary>(SummaryTable<Summary> &Into,
                                   const SummaryTable<Summary> &From) {
    for (size_t I = 0; I < From.All.size(); ++I) {
      const Summary &Theirs = From.All[I];
      Symbol Key = Theirs.Key;
      Translate(Key);
      if (Into.holds(Key, From.Weights[I])) {
        if constexpr (std::same_as<Summary, FunctionSummary>)
          if (Theirs.AddressTaken)
            takeAddress(Key);
        continue;
      }
      Summary Copy = Theirs;
      fields(Each, Copy);
      addTo(Into, std::move(Copy), From.Weights[I]);
    }
  };
  Add(Functions, Other.Functions);
  Add(Entities, Other.Entities);
  Add(Classes, Other.Classes);
  Add(Units, Other.Units);
}

void SummarySet::sort() {
  // First the strings: then numbers stand in the order of what they mean.
  std::vector<bool> Used(Strings.size());
  Used[0] = true;
  SummarySymbols See([&](Symbol S) { Used[S] = true; });
  forEachTable([&](const auto &Table) {
    for (const auto &Summary : Table.All)
      fields(See, Summary);
  });
  std::vector<llvm::StringMapEntry<Text> *> Sorted;
  for (size_t I = 0; I < Strings.size(); ++I)
    if (Used[I])
      Sorted.push_back(Strings[I]);
  llvm::sort(Sorted, [](const auto *A, const auto *B) {
    return A->getKey() < B->getKey();
  });
  std::vector<Symbol> New(Strings.size(), NoSymbol);
  for (size_t I = 0; I < Sorted.size(); ++I)
    New[Sorted[I]->getValue().Number] = I;
  for (size_t I = 0; I < Strings.size(); ++I)
    if (!Used[I])
      SymbolOf.erase(SymbolOf.find(Strings[I]->getKey()));
  for (size_t I = 0; I < Sorted.size(); ++I)
    Sorted[I]->getValue().Number = I;
  Strings = std::move(Sorted);

  SummarySymbols Renumber([&](Symbol &S) { S = New[S]; });
  forEachTable([&]<typename Summary>(SummaryTable<Summary> &Table) {
    for (Summary &Each : Table.All)
      fields(Renumber, Each);
    std::vector<uint32_t> Order(Table.All.size());
    std::iota(Order.begin(), Order.end(), 0);
    llvm::sort(Order, [&](uint32_t A, uint32_t B) {
      return Table.All[A].Key < Table.All[B].Key;
    });
    SummaryTable<Summary> InOrder;
    for (uint32_t I : Order) {
      InOrder.At[Table.All[I].Key] = InOrder.All.size();
      InOrder.All.push_back(std::move(Table.All[I]));
      InOrder.Weights.push_back(Table.Weights[I]);
    }
    Table = std::move(InOrder);
  });
}
