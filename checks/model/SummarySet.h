//===- SummarySet.h - the summaries of many functions ------------*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// What functions, data and classes do and are, put together from one unit or
/// many: what is seen twice counts once.
///
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_MODEL_SUMMARYSET_H
#define RACETIDY_CHECKS_MODEL_SUMMARYSET_H

#include "checks/model/Summary.h"

#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Allocator.h"

namespace racetidy {

/// How much a summary tells. Of two by one key the greater stays, whichever
/// comes first; equal ones are the same, in every file.
struct SummaryWeight {
  uint32_t Size = 0;
  /// A hash of all that is in it, by the text of its symbols.
  uint64_t Content = 0;
  friend auto operator<=>(const SummaryWeight &,
                          const SummaryWeight &) = default;
};

/// The summaries of one kind, by key.
template <typename Summary> class SummaryTable {
public:
  const std::vector<Summary> &all() const { return All; }
  const std::vector<SummaryWeight> &weights() const { return Weights; }
  const Summary *find(Symbol Key) const {
    auto It = At.find(Key);
    return It == At.end() ? nullptr : &All[It->second];
  }
  /// Whether a summary by \p Key and \p Weight would change nothing, so that
  /// it need not be made.
  bool holds(Symbol Key, SummaryWeight Weight) const {
    auto It = At.find(Key);
    return It != At.end() && Weights[It->second] >= Weight;
  }

private:
  friend class SummarySet;
  std::vector<Summary> All;
  std::vector<SummaryWeight> Weights;
  llvm::DenseMap<Symbol, uint32_t> At;
};

/// The summaries of one translation unit, or of many. Adding is commutative
/// and idempotent: what is seen twice counts once.
class SummarySet {
public:
  SummarySet();
  SummarySet(SummarySet &&) = default;
  SummarySet &operator=(SummarySet &&) = default;

  Symbol intern(llvm::StringRef Text);
  llvm::StringRef text(Symbol S) const { return Strings[S]->getKey(); }
  size_t symbols() const { return Strings.size(); }

  /// Adds a summary. Of two by one key the fuller one stays.
  void add(FunctionSummary F);
  void add(EntitySummary E);
  void add(ClassSummary C);
  void add(UnitSummary U);
  /// Adds everything of \p Other.
  void add(const SummarySet &Other);

  const std::vector<FunctionSummary> &functions() const {
    return Functions.all();
  }
  const std::vector<EntitySummary> &entities() const { return Entities.all(); }
  const std::vector<ClassSummary> &classes() const { return Classes.all(); }
  const std::vector<UnitSummary> &units() const { return Units.all(); }
  const FunctionSummary *function(Symbol Key) const {
    return Functions.find(Key);
  }
  const EntitySummary *entity(Symbol Key) const { return Entities.find(Key); }
  const ClassSummary *classOf(Symbol Key) const { return Classes.find(Key); }
  const UnitSummary *unit(Symbol Key) const { return Units.find(Key); }

  /// Sorts everything by text and forgets strings that nothing uses, so that
  /// equal sets are equal bytes however they came together. Symbols change.
  void sort();

  // For those who write and read sets.

  /// Calls \p Each with every kind's table, always in one order.
  template <typename Function> void forEachTable(Function Each) const {
    Each(Functions), Each(Entities), Each(Classes), Each(Units);
  }
  template <typename Function> void forEachTable(Function Each) {
    Each(Functions), Each(Entities), Each(Classes), Each(Units);
  }
  /// Adds \p S, whose weight is known.
  template <typename Summary>
  void addTo(SummaryTable<Summary> &Table, Summary S, SummaryWeight Weight);
  /// Calls \p Each with every lock of every function, whose path it may change.
  template <typename Function> void forEachLock(Function Each) {
    for (FunctionSummary &F : Functions.All)
      for (SummaryLock &L : F.Locks)
        Each(L);
  }
  /// What is true of a function as soon as one unit says so.
  void takeAddress(Symbol Function);

private:
  template <typename Summary>
  void weighAndAdd(SummaryTable<Summary> &Table, Summary S);

  struct Text {
    Symbol Number;
    uint64_t Hash;
  };
  /// Owns the strings; Strings has them by number.
  llvm::StringMap<Text, llvm::BumpPtrAllocator> SymbolOf;
  std::vector<llvm::StringMapEntry<Text> *> Strings;
  SummaryTable<FunctionSummary> Functions;
  SummaryTable<EntitySummary> Entities;
  SummaryTable<ClassSummary> Classes;
  SummaryTable<UnitSummary> Units;
};

} // namespace racetidy

#endif // RACETIDY_CHECKS_MODEL_SUMMARYSET_H
