//===- CallGraph.h - who calls whom, over all files --------------*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_COMPOSITION_CALLGRAPH_H
#define RACETIDY_CHECKS_COMPOSITION_CALLGRAPH_H

#include "checks/model/SummarySet.h"

#include "llvm/ADT/DenseSet.h"

#include "llvm/ADT/ArrayRef.h"

namespace racetidy {

/// A function of the set, by its place there.
using FunctionId = uint32_t;
/// A start, numbered over the whole set.
using SpawnId = uint32_t;

/// The calls and starts of a set, resolved.
class CallGraph {
public:
  explicit CallGraph(const SummarySet &Set);

  /// The functions that a call of \p Callee, or through it, may run; none where
  /// it is virtual or a slot and there are more than \c MaxOverriders: so many
  /// tell nothing.
  llvm::ArrayRef<FunctionId> targets(Symbol Callee, bool Virtual) const;

  bool isThroughSlot(Symbol Callee) const { return Through.contains(Callee); }
  /// Whether \p F is called through the slot \p Callee, into which it was put
  /// once: each time that the slot is filled anew it holds something else.
  bool isPutOnce(Symbol Callee, FunctionId F) const {
    return Through.contains(Callee) && !PutAgain.contains({Callee, F});
  }

  std::optional<FunctionId> find(Symbol Key) const {
    auto It = IdOf.find(Key);
    return It == IdOf.end() ? std::nullopt : std::optional(It->second);
  }

  struct Caller {
    FunctionId Function;
    /// The number of the call, or, if \c Starts, of the start.
    uint32_t Number;
    bool Starts = false;
  };
  llvm::ArrayRef<Caller> callers(FunctionId F) const { return Callers[F]; }

  struct Start {
    FunctionId In;
    const SummarySpawn *Spawn;
  };
  llvm::ArrayRef<Start> starts() const { return Starts; }
  /// The number of the first start of \p F; the others follow.
  SpawnId firstStart(FunctionId F) const { return FirstStart[F]; }

  /// The functions, callees before their callers, but for cycles.
  llvm::ArrayRef<FunctionId> bottomUp() const { return Order; }
  /// Virtual calls and cycles that were not followed.
  unsigned cut() const { return Cut; }

  static constexpr unsigned MaxOverriders = 8;

private:
  void fillSlots();
  void order();

  const SummarySet &Set;
  llvm::DenseMap<Symbol, FunctionId> IdOf;
  /// What a call through a slot may run.
  llvm::DenseMap<Symbol, llvm::SmallVector<FunctionId, 2>> Through;
  /// Those that are put there in several places, or in a loop.
  llvm::DenseSet<std::pair<Symbol, FunctionId>> PutAgain;
  /// Of a method: itself, if it has a body, and all that override it.
  llvm::DenseMap<Symbol, llvm::SmallVector<FunctionId, 2>> Overriders;
  std::vector<llvm::SmallVector<Caller, 4>> Callers;
  std::vector<Start> Starts;
  std::vector<SpawnId> FirstStart;
  std::vector<FunctionId> Order;
  mutable unsigned Cut = 0;
};

} // namespace racetidy

#endif // RACETIDY_CHECKS_COMPOSITION_CALLGRAPH_H
