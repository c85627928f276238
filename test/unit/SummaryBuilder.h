//===- SummaryBuilder.h - summaries written by hand --------------*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_TEST_UNIT_SUMMARYBUILDER_H
#define RACETIDY_TEST_UNIT_SUMMARYBUILDER_H

#include "checks/composition/Composition.h"

#include <deque>
#include <map>

namespace racetidy {

/// Writes summaries down as a reader of the code would tell them:
/// `B.function("inc").reads("this.n").under("this.mu")`. Paths begin with
/// "this", "arg0", "$local" or a global's name; steps are ".field", ".*" and
/// ".[]". Every field is of the class "C" unless it is named "D::f".
class SummaryBuilder {
public:
  class Function {
  public:
    Function(SummaryBuilder &B, FunctionSummary &F) : B(B), F(F) {}

    Function &lock(const std::string &Path, Symbol Assumed = 0) {
      LockBits Bit = bit(Path, Assumed);
      Held.acquire(Bit);
      return *this;
    }
    Function &mayLock(const std::string &Path) {
      Held.tryAcquire(bit(Path, 0));
      return *this;
    }
    Function &unlock(const std::string &Path) {
      Held.release(bit(Path, 0));
      return *this;
    }
    Function &access(const std::string &Path, AccessKind Kind) {
      SummaryAccess A;
      A.Path = B.path(Path);
      A.Kind = Kind;
      A.Locks = Held;
      A.At = B.site();
      A.Text = B.Set.intern(Path);
      A.Events = Events;
      F.Accesses.push_back(A);
      return *this;
    }
    Function &reads(const std::string &P) {
      return access(P, AccessKind::Read);
    }
    Function &writes(const std::string &P) {
      return access(P, AccessKind::Write);
    }
    Function &updates(const std::string &P) {
      return access(P, AccessKind::Update);
    }
    Function &owned() {
      F.Accesses.back().Owned = true;
      return *this;
    }
    Function &tested() {
      F.Accesses.back().Test = B.site();
      return *this;
    }
    Function &calls(const std::string &Name, const std::string &Object = "",
                    std::vector<std::string> Arguments = {}) {
      SummaryCall C;
      C.Callee = B.Set.intern(Name);
      C.Locks = Held;
      C.At = B.site();
      C.Events = Events;
      C.Event = NextEvent++;
      if (!Object.empty())
        C.Object = SummaryArgument{B.path(Object), true, false};
      for (const std::string &A : Arguments)
        C.Arguments.push_back({B.path(A), true, false});
      F.Calls.push_back(C);
      Events.Running |= EventBits(1) << C.Event;
      Events.Done |= EventBits(1) << C.Event;
      F.Exit = Events;
      return *this;
    }
    /// The body of what was called last stands in another unit.
    Function &foreign() {
      F.Calls.back().Foreign = true;
      return *this;
    }
    /// Puts the function or slot \p From into \p Slot.
    Function &puts(const std::string &From, const std::string &Slot,
                   bool Again = false) {
      B.Callables.push_back({B.Set.intern(Slot), B.Set.intern(From), Again});
      return *this;
    }
    /// The last access is of the element by that constant.
    Function &at(const std::string &Index) {
      F.Accesses.back().Index = B.Set.intern(Index);
      return *this;
    }
    Function &harmless() {
      F.Accesses.back().Harmless = true;
      return *this;
    }
    Function &whole() {
      F.Accesses.back().MultiWord = true;
      return *this;
    }
    Function &onOwned() {
      F.Calls.back().OnOwned = true;
      return *this;
    }
    Function &starts(const std::string &Entry, const std::string &Handle,
                     const std::string &Object = "",
                     std::vector<std::string> Arguments = {}) {
      SummarySpawn S;
      S.Entry = B.Set.intern(Entry);
      S.Handle = B.path(Handle);
      S.At = B.site();
      S.Events = Events;
      S.Event = NextEvent++;
      if (!Object.empty())
        S.Object = SummaryArgument{B.path(Object), true, false};
      for (const std::string &A : Arguments)
        S.Arguments.push_back({B.path(A), true, false});
      F.Spawns.push_back(S);
      Events.Running |= EventBits(1) << S.Event;
      F.Exit = Events;
      return *this;
    }
    Function &multiple() {
      F.Spawns.back().Multiple = true;
      return *this;
    }
    Function &joins(const std::string &Handle) {
      SummaryPath P = B.path(Handle);
      F.Joins.push_back({P, B.site(), true});
      for (const SummarySpawn &S : F.Spawns)
        if (S.Handle == P)
          Events.Running &= ~(EventBits(1) << S.Event);
      F.Exit = Events;
      return *this;
    }
    /// Still holds the lock when it ends.
    Function &acquires(const std::string &Path, Symbol Assumed = 0) {
      F.Acquired |= bit(Path, Assumed);
      return *this;
    }
    /// Says that its callers hold the lock, and holds it from here on.
    Function &needs(const std::string &Path) {
      F.Needs |= bit(Path, 0);
      return lock(Path);
    }
    FunctionSummary *operator->() { return &F; }

  private:
    LockBits bit(const std::string &Path, Symbol Assumed) {
      SummaryPath P = B.path(Path);
      for (size_t I = 0; I < F.Locks.size(); ++I)
        if (F.Locks[I].Path == P)
          return LockBits(1) << I;
      F.Locks.push_back({P, {}, B.Set.intern(Path)});
      if (Assumed)
        F.Locks.back().Assumed.push_back(Assumed);
      return LockBits(1) << (F.Locks.size() - 1);
    }

    SummaryBuilder &B;
    FunctionSummary &F;
    Lockset Held;
    EventState Events;
    int NextEvent = 0;
  };

  /// A method of "C", or a free function.
  Function method(const std::string &Name) {
    Function F = function(Name);
    F->Class = Set.intern("C");
    return F;
  }
  Function function(const std::string &Name) {
    Functions.emplace_back();
    FunctionSummary &F = Functions.back();
    F.Key = F.Name = Set.intern(Name);
    F.Main = Name == "main";
    F.At = site();
    return Function(*this, F);
  }
  Function constructor(const std::string &Name) {
    Function F = method(Name);
    F->Constructor = true;
    return F;
  }
  Symbol key(const std::string &Name) { return Set.intern(Name); }
  /// Says that \p Field is guarded by \p Lock.
  void guarded(const std::string &Field, const std::string &Lock) {
    Guarded.push_back({field(Field), field(Lock)});
  }

  /// What all of it tells.
  Composition &compose(bool Whole = true) {
    Set.intern("f.cpp");
    // The same strings in the same order have the same numbers.
    Sorted = SummarySet();
    for (Symbol S = 1; S < Set.symbols(); ++S)
      Sorted.intern(Set.text(S));
    for (FunctionSummary &F : Functions)
      Sorted.add(F);
    for (auto &[Key, E] : Entities) {
      for (auto [Field, Lock] : Guarded)
        if (Field == Key)
          E.GuardedBy = Lock;
      Sorted.add(E);
    }
    UnitSummary Unit;
    Unit.Key = Set.intern("f.cpp");
    Unit.Callables = Callables;
    Sorted.add(Unit);
    Sorted.sort();
    All = std::make_unique<Composition>(Sorted, CompositionOptions{Whole});
    return *All;
  }
  /// The races as "kind location function", sorted.
  std::vector<std::string> races(bool Whole = true) {
    std::vector<std::string> Texts;
    for (const Race &R : compose(Whole).races()) {
      static const char *const Kinds[] = {"lazy",   "bare",  "locks",
                                          "update", "await", "conflict"};
      Texts.push_back(
          std::string(Kinds[unsigned(R.Kind)]) + " " +
          Sorted.text(Sorted.entity(R.Where->Entity)->Name).str() + " " +
          Sorted.text(Sorted.functions()[R.At.Function].Name).str());
    }
    std::sort(Texts.begin(), Texts.end());
    return Texts;
  }

  SummarySet Set;

private:
  Symbol field(const std::string &Name) {
    bool Other = Name.find("::") != std::string::npos;
    std::string Key = Other ? Name : "C::" + Name;
    Symbol S = Set.intern(Key);
    EntitySummary &E = Entities[S];
    E.Key = E.Name = S;
    E.Parent = Set.intern(Key.substr(0, Key.find("::")));
    E.Field = true;
    E.Lock = Key.find("mu") != std::string::npos;
    return S;
  }
  SummaryPath path(const std::string &Text) {
    SummaryPath P;
    size_t At = Text.find('.');
    std::string Root = Text.substr(0, At);
    if (Root == "this") {
      P.Root = SummaryRoot::This;
      P.Name = Set.intern("C");
    } else if (Root.rfind("arg", 0) == 0) {
      P.Root = SummaryRoot::Parameter;
      P.Index = Root[3] - '0';
    } else {
      P.Root = Root[0] == '$' ? SummaryRoot::Local : SummaryRoot::Global;
      P.Name = Set.intern(Root);
      EntitySummary &E = Entities[P.Name];
      E.Key = E.Name = P.Name;
      E.Static = Root[0] != '$';
      E.Lock = Root.find("mu") != std::string::npos;
    }
    while (At != std::string::npos) {
      size_t End = Text.find('.', At + 1);
      std::string Step =
          Text.substr(At + 1, End == std::string::npos ? End : End - At - 1);
      if (Step == "*")
        P.Steps.push_back({SummaryStep::Deref, 0});
      else if (Step == "[]")
        P.Steps.push_back({SummaryStep::Element, 0});
      else
        P.Steps.push_back({SummaryStep::Field, field(Step)});
      At = End;
    }
    return P;
  }
  Site site() { return {Set.intern("f.cpp"), ++Line, 1}; }

  friend class Function;
  std::deque<FunctionSummary> Functions;
  std::map<Symbol, EntitySummary> Entities;
  std::vector<SummaryCallable> Callables;
  std::vector<std::pair<Symbol, Symbol>> Guarded;
  /// With other numbers than Set once it is sorted.
  SummarySet Sorted;
  std::unique_ptr<Composition> All;
  uint32_t Line = 0;
};

} // namespace racetidy

#endif // RACETIDY_TEST_UNIT_SUMMARYBUILDER_H
