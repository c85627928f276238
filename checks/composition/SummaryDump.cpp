//===- SummaryDump.cpp - summaries for people to read ---------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/composition/SummaryDump.h"

#include "llvm/Support/raw_ostream.h"

using namespace racetidy;

namespace {

class Dumper {
public:
  Dumper(const SummarySet &Set, llvm::raw_ostream &OS) : Set(Set), OS(OS) {}

  void set();
  void path(const SummaryPath &P);

private:
  void function(const FunctionSummary &F);
  void access(const SummaryAccess &A);
  void call(const SummaryCall &C);
  void spawn(const SummarySpawn &S);
  void entity(const EntitySummary &E);
  void argument(const SummaryArgument &A);
  void arguments(const std::optional<SummaryArgument> &Object,
                 const std::vector<SummaryArgument> &Arguments);
  void events(const EventState &E, int Own);
  void locks(const Lockset &L);
  void bits(const char *Word, LockBits Bits);
  void entityName(Symbol Key);
  void functionName(Symbol Key);
  void site(Site S) {
    OS << llvm::StringRef(Set.text(S.File)) << ':' << S.Line << ':' << S.Column;
  }
  void flag(bool Is, const char *Name) {
    if (Is)
      OS << ' ' << Name;
  }

  const SummarySet &Set;
  llvm::raw_ostream &OS;
};

} // namespace

static const char *name(AccessKind K) {
  switch (K) {
  case AccessKind::AtomicLoad:
    return "atomic-load";
  case AccessKind::AtomicStore:
    return "atomic-store";
  case AccessKind::AtomicExchange:
    return "atomic-exchange";
  case AccessKind::AtomicCompareExchange:
    return "atomic-compare-exchange";
  case AccessKind::AtomicUpdate:
    return "atomic-update";
  case AccessKind::Read:
    return "read";
  case AccessKind::Write:
    return "write";
  case AccessKind::Update:
    return "update";
  case AccessKind::Insert:
    return "insert";
  case AccessKind::ResourceRead:
    return "resource-read";
  case AccessKind::ResourceCall:
    return "resource-call";
  }
  return "?";
}

static const char *name(SpawnKind K) {
  switch (K) {
  case SpawnKind::Thread:
    return "thread";
  case SpawnKind::Task:
    return "task";
  case SpawnKind::Future:
    return "future";
  case SpawnKind::Callback:
    return "callback";
  case SpawnKind::Signal:
    return "signal";
  case SpawnKind::Region:
    return "region";
  }
  return "?";
}

void Dumper::entityName(Symbol Key) {
  const EntitySummary *E = Set.entity(Key);
  OS << '{' << Set.text(E ? E->Name : Key) << '}';
}

void Dumper::functionName(Symbol Key) {
  const FunctionSummary *F = Set.function(Key);
  OS << '<' << Set.text(F ? F->Name : Key) << '>';
}

void Dumper::path(const SummaryPath &P) {
  switch (P.Root) {
  case SummaryRoot::Unknown:
    OS << '?';
    return;
  case SummaryRoot::This:
    OS << "this";
    break;
  case SummaryRoot::Parameter:
    OS << "param" << P.Index;
    break;
  case SummaryRoot::Global:
    OS << "global";
    entityName(P.Name);
    break;
  case SummaryRoot::Local:
    OS << "local";
    entityName(P.Name);
    break;
  }
  for (const SummaryStep &S : P.Steps)
    switch (S.K) {
    case SummaryStep::Field:
      OS << '.';
      entityName(S.Field_);
      break;
    case SummaryStep::Deref:
      OS << '*';
      break;
    case SummaryStep::Element:
      OS << "[]";
      break;
    }
}

void Dumper::bits(const char *Word, LockBits Bits) {
  if (!Bits)
    return;
  OS << ' ' << Word << '{';
  const char *Comma = "";
  for (; Bits; Bits &= Bits - 1) {
    LockBits Bit = Bits & -Bits;
    OS << std::exchange(Comma, ",");
    if (Bit == CallersLock)
      OS << "callers";
    else if (Bit == UnnamedLock)
      OS << "unnamed";
    else
      OS << llvm::countr_zero(Bit);
  }
  OS << '}';
}

void Dumper::locks(const Lockset &L) {
  bits("must", L.Must);
  bits("may", L.May & ~L.Must);
  bits("must-shared", L.MustShared);
  bits("may-shared", L.MayShared & ~L.MustShared);
}

void Dumper::events(const EventState &E, int Own) {
  if (Own != NoEvent)
    OS << " event " << Own;
  bits("running", E.Running);
  bits("done", E.Done);
  bits("joined", E.Joined);
}

void Dumper::argument(const SummaryArgument &A) {
  if (A.Pointee)
    OS << '&';
  path(A.Path);
  if (A.Owned)
    OS << "(owned)";
}

void Dumper::arguments(const std::optional<SummaryArgument> &Object,
                       const std::vector<SummaryArgument> &Arguments) {
  if (Object) {
    OS << " on ";
    argument(*Object);
  }
  OS << " (";
  for (size_t I = 0; I < Arguments.size(); ++I) {
    OS << (I ? ", " : "");
    argument(Arguments[I]);
  }
  OS << ')';
}

void Dumper::access(const SummaryAccess &A) {
  OS << "  " << name(A.Kind) << ' ';
  path(A.Path);
  OS << " '" << Set.text(A.Text) << "' at ";
  site(A.At);
  locks(A.Locks);
  events(A.Events, NoEvent);
  flag(A.Owned, "owned");
  flag(A.TestedThenSet, "tested-then-set");
  if (A.Asked)
    OS << " asked ", entityName(A.Asked);
  flag(A.Flag, "flag");
  if (A.Index)
    OS << " index " << Set.text(A.Index);
  flag(A.MultiWord, "multi-word");
  flag(A.Volatile, "volatile");
  flag(A.Harmless, "harmless");
  if (A.Test.isValid()) {
    OS << " test ";
    site(A.Test);
  }
  for (Symbol S : A.Acquires)
    OS << " acquires ", entityName(S);
  for (Symbol S : A.Releases)
    OS << " releases ", entityName(S);
  OS << '\n';
}

void Dumper::call(const SummaryCall &C) {
  OS << "  call ";
  functionName(C.Callee);
  arguments(C.Object, C.Arguments);
  OS << " at ";
  site(C.At);
  locks(C.Locks);
  events(C.Events, C.Event);
  flag(C.Virtual, "virtual");
  flag(C.Callback, "callback");
  flag(C.Once, "once");
  flag(C.Foreign, "foreign");
  flag(C.OnOwned, "on-owned");
  OS << '\n';
}

void Dumper::spawn(const SummarySpawn &S) {
  OS << "  spawn " << name(S.Kind) << ' ';
  functionName(S.Entry);
  arguments(S.Object, S.Arguments);
  OS << " handle ";
  path(S.Handle);
  OS << " '" << Set.text(S.Text) << "' at ";
  site(S.At);
  locks(S.Locks);
  events(S.Events, S.Event);
  flag(S.Virtual, "virtual");
  flag(S.Multiple, "multiple");
  flag(S.Detached, "detached");
  flag(S.JoinsOnDestruction, "joins-on-destruction");
  if (S.InitialisedField)
    OS << " initialises ", entityName(S.InitialisedField);
  if (S.InTurn)
    OS << " in turn on ", path(S.Executor);
  OS << '\n';
}

void Dumper::function(const FunctionSummary &F) {
  OS << "function '" << Set.text(F.Name) << "' at ";
  site(F.At);
  if (F.Class)
    OS << " of '"
       << (Set.classOf(F.Class) ? Set.text(Set.classOf(F.Class)->Name)
                                : Set.text(F.Class))
       << '\'';
  flag(F.Constructor, "constructor");
  flag(F.Destructor, "destructor");
  flag(F.Main, "main");
  flag(F.Virtual, "virtual");
  flag(F.Lambda, "lambda");
  flag(F.Coroutine, "coroutine");
  flag(!F.Visible, "hidden");
  flag(F.AddressTaken, "address-taken");
  flag(F.StartUp, "start-up");
  flag(F.SetUp, "set-up");
  flag(F.Test, "test");
  flag(F.Exempt, "exempt");
  flag(F.ReturnsOwned, "returns-owned");
  OS << "\n  key " << Set.text(F.Key) << '\n';
  for (Symbol S : F.Overrides)
    OS << "  overrides ", functionName(S), OS << '\n';
  for (size_t I = 0; I < F.Locks.size(); ++I) {
    OS << "  lock " << I << ' ';
    path(F.Locks[I].Path);
    OS << " '" << Set.text(F.Locks[I].Text) << '\'';
    for (Symbol S : F.Locks[I].Assumed)
      OS << " assumed ", functionName(S);
    OS << '\n';
  }
  if (F.Entry.mayAny()) {
    OS << "  entry";
    locks(F.Entry);
    OS << '\n';
  }
  if (F.Needs) {
    OS << "  needs";
    bits("held", F.Needs);
    OS << '\n';
  }
  if (F.Acquired | F.AcquiredShared | F.Released | F.Interrupted) {
    OS << "  net";
    bits("acquired", F.Acquired);
    bits("acquired-shared", F.AcquiredShared);
    bits("released", F.Released);
    bits("interrupted", F.Interrupted);
    OS << '\n';
  }
  for (const SummaryAccess &A : F.Accesses)
    access(A);
  for (const SummaryCall &C : F.Calls)
    call(C);
  for (const SummarySpawn &S : F.Spawns)
    spawn(S);
  for (const SummaryJoin &J : F.Joins) {
    OS << "  join ";
    path(J.Handle);
    OS << " at ";
    site(J.At);
    flag(J.Always, "always");
    OS << '\n';
  }
  for (const SummaryEscape &E : F.Escapes) {
    OS << "  escape " << Set.text(E.What) << ' ';
    path(E.Path);
    OS << " '" << Set.text(E.Text) << "' at ";
    site(E.At);
    locks(E.Locks);
    flag(E.Stored, "stored");
    if (E.Into.known())
      OS << " into ", path(E.Into);
    OS << '\n';
  }
  for (const SummarySplit &S : F.Splits) {
    OS << "  split '" << Set.text(S.Text) << "' under '" << Set.text(S.Lock)
       << "' read at ";
    site(S.Read);
    OS << " written at ";
    site(S.Write);
    flag(S.Tested, "tested");
    for (Symbol A : S.Assumed)
      OS << " assumes <" << Set.text(A) << '>';
    OS << '\n';
  }
  for (const SummaryImbalance &I : F.Imbalances) {
    static constexpr const char *Names[] = {"kept", "given twice",
                                            "given bare"};
    OS << "  lock '" << Set.text(I.Text) << "' " << Names[I.K] << " at ";
    site(I.At);
    if (I.End.isValid()) {
      OS << " until ";
      site(I.End);
    }
    OS << '\n';
  }
  if (F.SignalUnsafe.Callee) {
    OS << "  signal-unsafe '" << Set.text(F.SignalUnsafe.Callee) << "' at ";
    site(F.SignalUnsafe.At);
    OS << '\n';
  }
  for (const SummaryAtomicSplit &S : F.AtomicSplits) {
    OS << "  atomic split '" << Set.text(S.Text) << "' read at ";
    site(S.Read);
    OS << " written at ";
    site(S.Write);
    OS << '\n';
  }
}

void Dumper::entity(const EntitySummary &E) {
  OS << "entity '" << Set.text(E.Name) << "' at ";
  site(E.At);
  flag(E.Field, "field");
  flag(E.Static, "static");
  flag(E.Lock, "lock");
  flag(E.Atomic, "atomic");
  flag(E.Const, "const");
  flag(E.ThreadLocal, "thread-local");
  flag(E.Volatile, "volatile");
  flag(E.Synchronising, "synchronising");
  flag(E.Executor, "executor");
  OS << " position " << E.Position;
  if (E.Word)
    OS << " in the word of ", entityName(E.Word);
  if (E.GuardedBy)
    OS << " guarded-by ", entityName(E.GuardedBy);
  if (E.GuardedByComment)
    OS << " guarded-by-comment ", entityName(E.GuardedByComment);
  OS << " key " << Set.text(E.Key) << '\n';
}

void Dumper::set() {
  for (const FunctionSummary &F : Set.functions())
    function(F);
  for (const EntitySummary &E : Set.entities())
    entity(E);
  for (const ClassSummary &C : Set.classes()) {
    OS << "class '" << Set.text(C.Name) << '\'';
    for (Symbol S : C.Locks)
      OS << " lock ", entityName(S);
    for (Symbol S : C.Bases)
      OS << " base " << Set.text(Set.classOf(S) ? Set.classOf(S)->Name : S);
    flag(C.ThreadSafe, "thread-safe");
    OS << '\n';
  }
  for (const UnitSummary &U : Set.units())
    for (const SummaryCallable &C : U.Callables)
      OS << "callable " << Set.text(C.From) << " into " << Set.text(C.Into)
         << '\n';
}

std::string racetidy::dump(const SummarySet &Set) {
  std::string Text;
  llvm::raw_string_ostream OS(Text);
  Dumper(Set, OS).set();
  return Text;
}

std::string racetidy::dump(const SummarySet &Set, const SummaryPath &Path) {
  std::string Text;
  llvm::raw_string_ostream OS(Text);
  Dumper(Set, OS).path(Path);
  return Text;
}
