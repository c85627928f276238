//===- CallGraph.cpp - who calls whom, over all files ---------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/composition/CallGraph.h"

#include "llvm/ADT/STLExtras.h"

using namespace racetidy;

CallGraph::CallGraph(const SummarySet &Set)
    : Set(Set), Callers(Set.functions().size()) {
  const auto &Functions = Set.functions();
  for (FunctionId F = 0; F < Functions.size(); ++F) {
    IdOf[Functions[F].Key] = F;
    Overriders[Functions[F].Key].push_back(F);
    FirstStart.push_back(Starts.size());
    for (const SummarySpawn &S : Functions[F].Spawns)
      Starts.push_back({F, &S});
  }
  // What overrides an override overrides the first as well; hierarchies are
  // shallow, and an overridden method need not have a body.
  llvm::DenseMap<Symbol, llvm::SmallVector<Symbol, 2>> Above;
  for (const FunctionSummary &F : Functions)
    Above[F.Key].append(F.Overrides.begin(), F.Overrides.end());
  for (FunctionId F = 0; F < Functions.size(); ++F) {
    llvm::SmallVector<Symbol, 4> Work(Functions[F].Overrides.begin(),
                                      Functions[F].Overrides.end());
    for (size_t I = 0; I < Work.size() && I < 64; ++I) {
      auto &Known = Overriders[Work[I]];
      if (llvm::is_contained(Known, F))
        continue;
      Known.push_back(F);
      if (auto It = Above.find(Work[I]); It != Above.end())
        Work.append(It->second.begin(), It->second.end());
    }
  }
  for (FunctionId F = 0; F < Functions.size(); ++F) {
    const FunctionSummary &Summary = Functions[F];
    for (uint32_t I = 0; I < Summary.Calls.size(); ++I)
      for (FunctionId To :
           targets(Summary.Calls[I].Callee, Summary.Calls[I].Virtual))
        Callers[To].push_back({F, I});
    for (uint32_t I = 0; I < Summary.Spawns.size(); ++I)
      for (FunctionId To :
           targets(Summary.Spawns[I].Entry, Summary.Spawns[I].Virtual))
        Callers[To].push_back({F, I, /*Starts=*/true});
  }
  order();
}

llvm::ArrayRef<FunctionId> CallGraph::targets(Symbol Callee,
                                              bool Virtual) const {
  if (!Virtual) {
    auto It = IdOf.find(Callee);
    return It == IdOf.end() ? llvm::ArrayRef<FunctionId>()
                            : llvm::ArrayRef<FunctionId>(It->second);
  }
  auto It = Overriders.find(Callee);
  if (It == Overriders.end())
    return {};
  if (It->second.size() > MaxOverriders) {
    ++Cut;
    return {};
  }
  return It->second;
}

/// A depth-first post-order without recursion: chains of calls are long.
void CallGraph::order() {
  const auto &Functions = Set.functions();
  std::vector<bool> Seen(Functions.size());
  struct Frame {
    FunctionId F;
    uint32_t Call = 0, Target = 0;
  };
  std::vector<Frame> Stack;
  for (FunctionId Root = 0; Root < Functions.size(); ++Root) {
    if (Seen[Root])
      continue;
    Seen[Root] = true;
    Stack.push_back({Root});
    while (!Stack.empty()) {
      Frame &Top = Stack.back();
      const auto &Calls = Functions[Top.F].Calls;
      if (Top.Call == Calls.size()) {
        Order.push_back(Top.F);
        Stack.pop_back();
        continue;
      }
      auto To = targets(Calls[Top.Call].Callee, Calls[Top.Call].Virtual);
      if (Top.Target == To.size()) {
        ++Top.Call;
        Top.Target = 0;
        continue;
      }
      FunctionId Next = To[Top.Target++];
      if (!Seen[Next]) {
        Seen[Next] = true;
        Stack.push_back({Next});
      }
    }
  }
}
