//===- PathTable.cpp - paths of many functions, by number -----------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/composition/PathTable.h"

using namespace racetidy;

static uint64_t hashOf(const SummaryPath &Path) {
  uint64_t Hash =
      llvm::hash_combine(unsigned(Path.Root), Path.Index, Path.Name);
  for (const SummaryStep &S : Path.Steps)
    Hash = llvm::hash_combine(Hash, unsigned(S.K), S.Field_);
  // DenseMap keeps the two highest values for itself.
  return Hash >> 2;
}

PathId PathTable::intern(const SummaryPath &Path) {
  if (!Path.known() || Path.Steps.size() > SummaryPath::MaxSteps)
    return 0;
  auto &Row = IdsOf[hashOf(Path)];
  for (PathId Id : Row)
    if (Paths[Id] == Path)
      return Id;
  Row.push_back(Paths.size());
  Paths.push_back(Path);
  return Row.back();
}

PathId PathTable::resolve(const SummaryPath &Path, const Frame &Frame) {
  Binding Bound;
  if (Path.Root == SummaryRoot::This)
    Bound.Path = Frame.This;
  else if (Path.Root == SummaryRoot::Parameter &&
           Path.Index < Frame.Parameters.size())
    Bound = Frame.Parameters[Path.Index];
  else if (Path.Root == SummaryRoot::Local)
    for (const auto &[Key, Outer] : Frame.Captured)
      if (Key == Path.Name)
        Bound = Outer;
  if (!Bound.Path && Path.Root == SummaryRoot::This) {
    // Whose object it is nobody can say.
    SummaryPath Unknown = Path;
    Unknown.Name = 0;
    return intern(Unknown);
  }
  if (!Bound.Path)
    return intern(Path);
  llvm::ArrayRef<SummaryStep> Rest = Path.Steps;
  if (Bound.Pointee) {
    // The pointer itself is the callee's own.
    if (Rest.empty() || Rest[0].K != SummaryStep::Deref)
      return intern(Path);
    Rest = Rest.drop_front();
  }
  SummaryPath Whole = Paths[Bound.Path];
  Whole.Steps.insert(Whole.Steps.end(), Rest.begin(), Rest.end());
  return intern(Whole);
}

bool racetidy::isPrefix(const SummaryPath &Whole, const SummaryPath &Part) {
  return sameRoot(Whole, Part) && Whole.Steps.size() <= Part.Steps.size() &&
         std::equal(Whole.Steps.begin(), Whole.Steps.end(), Part.Steps.begin());
}

SummaryPath racetidy::intoCallee(const SummaryPath &Path,
                                 const std::optional<SummaryArgument> &Object,
                                 llvm::ArrayRef<SummaryArgument> Arguments,
                                 bool SameThis) {
  // Globals, and what a lambda of the caller captured, have the same name on
  // both sides.
  if (Path.Root == SummaryRoot::Global || Path.Root == SummaryRoot::Local)
    return Path;
  SummaryPath Best;
  size_t Covered = 0;
  auto Try = [&](const SummaryArgument &A, SummaryPath Base) {
    if (!A.Path.known() || !isPrefix(A.Path, Path) ||
        (Best.known() && A.Path.Steps.size() < Covered))
      return;
    Covered = A.Path.Steps.size();
    if (A.Pointee && Base.Root == SummaryRoot::Parameter)
      Base.Steps.push_back({SummaryStep::Deref, 0});
    Base.Steps.insert(Base.Steps.end(), Path.Steps.begin() + Covered,
                      Path.Steps.end());
    Best = std::move(Base);
  };
  for (unsigned I = 0; I < Arguments.size(); ++I)
    Try(Arguments[I], {SummaryRoot::Parameter, I, 0, {}});
  if (Object)
    Try(*Object, {SummaryRoot::This, 0, 0, {}});
  if (!Best.known() && SameThis && Path.Root == SummaryRoot::This)
    return Path;
  return Best;
}
