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
  fillSlots();
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
    if (auto It = IdOf.find(Callee); It != IdOf.end())
      return llvm::ArrayRef<FunctionId>(It->second);
    auto It = Through.find(Callee);
    return It == Through.end() ? llvm::ArrayRef<FunctionId>()
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

/// Finds what may come out of each slot that something is called through: what
/// was put into it, and what comes out of the slots that it is filled from.
void CallGraph::fillSlots() {
  llvm::DenseMap<Symbol, llvm::SmallVector<std::pair<Symbol, bool>, 4>> From;
  for (const UnitSummary &U : Set.units())
    for (const SummaryCallable &C : U.Callables) {
      auto &Known = From[C.Into];
      auto It =
          llvm::find_if(Known, [&](auto &K) { return K.first == C.From; });
      if (It == Known.end())
        Known.push_back({C.From, C.Again});
      else
        It->second = true;
    }
  auto Fill = [&](Symbol Slot) {
    if (IdOf.contains(Slot) || !From.contains(Slot) || Through.contains(Slot))
      return;
    llvm::SmallVector<std::pair<Symbol, bool>, 8> Work{{Slot, false}};
    llvm::SmallVector<FunctionId, 2> Found;
    for (size_t I = 0; I < Work.size() && Found.size() <= MaxOverriders; ++I) {
      auto [At, Again] = Work[I];
      if (auto F = IdOf.find(At); F != IdOf.end()) {
        Found.push_back(F->second);
        if (Again)
          PutAgain.insert({Slot, F->second});
        continue;
      }
      if (auto It = From.find(At); It != From.end())
        for (auto [Next, Often] : It->second) {
          auto Known = llvm::find_if(
              Work, [&](const auto &W) { return W.first == Next; });
          if (Known == Work.end())
            Work.push_back({Next, Again || Often});
          else if (auto F = IdOf.find(Next); F != IdOf.end())
            // By two ways.
            PutAgain.insert({Slot, F->second});
        }
    }
    if (Found.size() > MaxOverriders) {
      ++Cut;
      Found.clear();
    }
    llvm::sort(Found);
    Through[Slot] = std::move(Found);
  };
  for (const FunctionSummary &F : Set.functions()) {
    for (const SummaryCall &C : F.Calls)
      Fill(C.Callee);
    for (const SummarySpawn &S : F.Spawns)
      Fill(S.Entry);
  }
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
