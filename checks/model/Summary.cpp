//===- Summary.cpp - what one function does to the world ------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/model/Summary.h"

#include "llvm/ADT/STLExtras.h"

#include <tuple>

using namespace racetidy;

Symbol SummarySet::intern(llvm::StringRef Text) {
  if (Text.empty())
    return 0;
  auto [It, New] = SymbolOf.try_emplace(Text, Strings.size());
  if (New)
    Strings.push_back(Text.str());
  return It->second;
}

template <typename T>
static const T *find(const std::vector<T> &In,
                     const llvm::DenseMap<Symbol, uint32_t> &At, Symbol Key) {
  auto It = At.find(Key);
  return It == At.end() ? nullptr : &In[It->second];
}

const FunctionSummary *SummarySet::function(Symbol Key) const {
  return find(Functions, FunctionAt, Key);
}
const EntitySummary *SummarySet::entity(Symbol Key) const {
  return find(Entities, EntityAt, Key);
}
const ClassSummary *SummarySet::classOf(Symbol Key) const {
  return find(Classes, ClassAt, Key);
}

namespace {

/// Calls \p See for every symbol in a summary, which it may change.
template <typename See> struct Symbols {
  See Visit;

  void operator()(Site &S) { Visit(S.File); }
  void operator()(SummaryPath &P) {
    Visit(P.Name);
    for (SummaryStep &S : P.Steps)
      Visit(S.Field_);
  }
  void operator()(std::vector<Symbol> &All) {
    for (Symbol &S : All)
      Visit(S);
  }
  void operator()(SummaryArgument &A) { (*this)(A.Path); }
  void arguments(std::optional<SummaryArgument> &Object,
                 std::vector<SummaryArgument> &Arguments) {
    if (Object)
      (*this)(*Object);
    for (SummaryArgument &A : Arguments)
      (*this)(A);
  }
  void operator()(FunctionSummary &F) {
    Visit(F.Key), Visit(F.Name), Visit(F.Class);
    (*this)(F.At);
    (*this)(F.Overrides);
    for (SummaryLock &L : F.Locks)
      (*this)(L.Path), (*this)(L.Assumed), Visit(L.Text);
    for (SummaryAccess &A : F.Accesses) {
      (*this)(A.Path), (*this)(A.At), (*this)(A.Test), Visit(A.Text);
      (*this)(A.Acquires), (*this)(A.Releases);
    }
    for (SummaryCall &C : F.Calls)
      Visit(C.Callee), (*this)(C.At), arguments(C.Object, C.Arguments);
    for (SummarySpawn &S : F.Spawns) {
      Visit(S.Entry), (*this)(S.At), (*this)(S.Handle);
      arguments(S.Object, S.Arguments);
      Visit(S.InitialisedField), Visit(S.Text);
    }
    for (SummaryJoin &J : F.Joins)
      (*this)(J.Handle), (*this)(J.At);
    for (SummaryEscape &E : F.Escapes)
      (*this)(E.Path), (*this)(E.At), Visit(E.Text), Visit(E.What);
  }
  void operator()(EntitySummary &E) {
    Visit(E.Key), Visit(E.Name), Visit(E.Parent), (*this)(E.At);
    Visit(E.GuardedBy), Visit(E.GuardedByComment);
  }
  void operator()(ClassSummary &C) {
    Visit(C.Key), Visit(C.Name), (*this)(C.Locks), (*this)(C.Bases);
  }
};

} // namespace

/// How much a summary tells: of two bodies for one key, the fuller one stays,
/// whichever comes first.
static auto weight(const SummarySet &Set, const FunctionSummary &F) {
  return std::tuple(F.Accesses.size() + F.Calls.size() + F.Spawns.size() +
                        F.Locks.size(),
                    Set.text(F.At.File), F.At.Line, F.At.Column);
}

void SummarySet::add(FunctionSummary F) {
  auto [It, New] = FunctionAt.try_emplace(F.Key, Functions.size());
  if (New) {
    Functions.push_back(std::move(F));
    return;
  }
  FunctionSummary &Ours = Functions[It->second];
  bool AddressTaken = Ours.AddressTaken || F.AddressTaken;
  if (weight(*this, Ours) < weight(*this, F))
    Ours = std::move(F);
  Ours.AddressTaken = AddressTaken;
}

void SummarySet::add(EntitySummary E) {
  auto [It, New] = EntityAt.try_emplace(E.Key, Entities.size());
  if (New) {
    Entities.push_back(std::move(E));
    return;
  }
  EntitySummary &Ours = Entities[It->second];
  if (!Ours.GuardedBy)
    Ours.GuardedBy = E.GuardedBy;
  if (!Ours.GuardedByComment)
    Ours.GuardedByComment = E.GuardedByComment;
}

void SummarySet::add(ClassSummary C) {
  auto [It, New] = ClassAt.try_emplace(C.Key, Classes.size());
  if (New)
    Classes.push_back(std::move(C));
  else if (Classes[It->second].Locks.size() < C.Locks.size())
    Classes[It->second] = std::move(C);
}

void SummarySet::add(const SummarySet &Other) {
  std::vector<Symbol> Ours(Other.Strings.size(), 0);
  for (size_t I = 1; I < Ours.size(); ++I)
    Ours[I] = intern(Other.Strings[I]);
  auto Translate = [&](Symbol &S) { S = Ours[S]; };
  Symbols<decltype(Translate)> Each{Translate};
  auto AddAll = [&](const auto &From) {
    for (auto Summary : From) {
      Each(Summary);
      add(std::move(Summary));
    }
  };
  AddAll(Other.Functions);
  AddAll(Other.Entities);
  AddAll(Other.Classes);
  Units += Other.Units;
  CutFunctions += Other.CutFunctions;
}

void SummarySet::sort() {
  // First the strings: then numbers stand in the order of what they mean.
  std::vector<Symbol> ByText(Strings.size());
  for (size_t I = 0; I < ByText.size(); ++I)
    ByText[I] = I;
  llvm::sort(ByText,
             [&](Symbol A, Symbol B) { return Strings[A] < Strings[B]; });
  std::vector<Symbol> New(Strings.size());
  std::vector<std::string> Sorted(Strings.size());
  for (size_t I = 0; I < ByText.size(); ++I) {
    New[ByText[I]] = I;
    Sorted[I] = std::move(Strings[ByText[I]]);
  }
  Strings = std::move(Sorted);
  SymbolOf.clear();
  for (size_t I = 1; I < Strings.size(); ++I)
    SymbolOf.try_emplace(Strings[I], I);
  auto Translate = [&](Symbol &S) { S = New[S]; };
  Symbols<decltype(Translate)> Each{Translate};
  auto SortAll = [&](auto &All, llvm::DenseMap<Symbol, uint32_t> &At) {
    for (auto &Summary : All)
      Each(Summary);
    llvm::sort(All, [](const auto &A, const auto &B) { return A.Key < B.Key; });
    At.clear();
    for (size_t I = 0; I < All.size(); ++I)
      At[All[I].Key] = I;
  };
  SortAll(Functions, FunctionAt);
  SortAll(Entities, EntityAt);
  SortAll(Classes, ClassAt);
}
