//===- Summary.h - what one function does to the world ----------*- C++ -*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Summaries: what each function of a unit does to the world, in terms of its
/// parameters. Plain values that know nothing of Clang: they are written to
/// disk, read back, and composed over calls and files.
///
/// After RacerD (Blackshear et al., OOPSLA 2018) and RELAY (Voung, Jhala and
/// Lerner, FSE 2007): accesses by path with locksets relative to the entry,
/// ownership, and composition by substitution.
///
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_MODEL_SUMMARY_H
#define RACETIDY_CHECKS_MODEL_SUMMARY_H

#include "checks/model/AccessKind.h"
#include "checks/model/Evidence.h"
#include "checks/model/Lockset.h"

#include <compare>
#include <optional>
#include <string>
#include <vector>

namespace racetidy {

/// A string of a SummarySet, by number; 0 is the empty string. Keys of
/// entities are clang's USRs, those of internal linkage with their file in
/// front, so that equal keys are the same entity in every file.
using Symbol = uint32_t;

/// A place in a source file. The file is relative to the folder that racetidy
/// was started in where it lies below it.
struct Site {
  Symbol File = 0;
  uint32_t Line = 0, Column = 0;
  bool isValid() const { return Line != 0; }
  friend auto operator<=>(const Site &, const Site &) = default;
};

/// What a path starts from.
enum class SummaryRoot : uint8_t {
  /// Nothing that can be named.
  Unknown,
  /// The object that a method is called on. In a lambda: that of the function
  /// around it.
  This,
  /// A parameter by position; \c Index says which, `this` not counted.
  Parameter,
  /// A global, a static data member or a static local; \c Name is its key.
  Global,
  /// A variable of a function's frame, that of an enclosing function included;
  /// \c Name is its key, which is the same inside a lambda that captures it.
  Local,
};

struct SummaryStep {
  enum Kind : uint8_t { Field, Deref, Element } K = Field;
  /// The field's key; 0 for the others.
  Symbol Field_ = 0;
  friend auto operator<=>(const SummaryStep &, const SummaryStep &) = default;
};

/// A location in terms of the function that names it. At most MaxSteps steps;
/// elements are collapsed, casts and bases dropped.
struct SummaryPath {
  static constexpr unsigned MaxSteps = 6;

  SummaryRoot Root = SummaryRoot::Unknown;
  /// Of a Parameter.
  uint32_t Index = 0;
  /// Of a Global or Local. Of This: the key of its class.
  Symbol Name = 0;
  std::vector<SummaryStep> Steps;

  bool known() const { return Root != SummaryRoot::Unknown; }
  /// The last field on the way, or 0.
  Symbol lastField() const {
    for (size_t I = Steps.size(); I-- > 0;)
      if (Steps[I].K == SummaryStep::Field)
        return Steps[I].Field_;
    return 0;
  }
  bool dereferences() const {
    for (const SummaryStep &S : Steps)
      if (S.K == SummaryStep::Deref)
        return true;
    return false;
  }
  friend auto operator<=>(const SummaryPath &, const SummaryPath &) = default;
};

/// Whether both start from the same thing. A method and the one of a base class
/// that it calls have the same `this`, by different classes.
inline bool sameRoot(const SummaryPath &A, const SummaryPath &B) {
  return A.Root == B.Root && A.Index == B.Index &&
         (A.Root == SummaryRoot::This || A.Name == B.Name);
}

/// A lock of one function; its number in the function's table is its bit.
struct SummaryLock {
  /// Where it is; of one that a function of another unit takes, Unknown, and
  /// named by that function's key (nameForeignLocks()).
  SummaryPath Path;
  /// Functions whose bodies are elsewhere and that are believed to take this
  /// lock because of their names ("Lock"). Only where the composition finds
  /// that each does is the lock held for sure; else it only may be.
  std::vector<Symbol> Assumed;
  /// The lock as the code names it.
  Symbol Text = 0;
  /// The function takes it, or a guard does for it.
  bool Taken = false;
  friend bool operator==(const SummaryLock &, const SummaryLock &) = default;
};

/// The two highest bits of a lockset are no entries of the table.
/// A lock that the callers hold, said by a name or an assertion without one.
inline constexpr LockBits CallersLock = LockBits(1) << 62;
/// A lock that somebody holds though nobody can name it: nothing is told of
/// what happens under it.
inline constexpr LockBits UnnamedLock = LockBits(1) << 63;

/// What happens once in a function and matters for the order of things: its
/// starts, and, in functions that start something and in `main`, its calls. A
/// bit each; past 64 there is none.
using EventBits = uint64_t;
inline constexpr int NoEvent = -1;

/// What happened before a point of a function.
struct EventState {
  /// Starts that may be running: begun on some path, not joined on every path
  /// since. Calls that may have been made.
  EventBits Running = 0;
  /// Calls that were made on every path.
  EventBits Done = 0;
  /// Joins (by their number in the function) that were made on every path.
  EventBits Joined = 0;
  friend bool operator==(const EventState &, const EventState &) = default;
};

/// One access of a function to something that others may reach.
struct SummaryAccess {
  SummaryPath Path;
  AccessKind Kind = AccessKind::Read;
  Lockset Locks;
  Site At;
  /// The location as the code names it.
  Symbol Text = 0;
  /// Which element, where the path has some and each is by a constant: "3,0".
  Symbol Index = 0;
  EventState Events;
  /// The object was made here and nobody else knows it yet, or is under
  /// construction or destruction.
  bool Owned = false;
  /// A read whose value decides a branch that writes the same location.
  bool TestedThenSet = false;
  /// For a write: it stands under a test of the same location's value being
  /// null, false, zero or empty ("lazy initialisation"). \c Test is that test.
  Site Test;
  /// For a read: another field or variable that is tested around it, and so
  /// says whether the read may be made; 0 for none.
  Symbol Asked = 0;
  /// Writes a literal, of a truth or integer type: it says that something was
  /// done, and is not the thing itself.
  bool Flag = false;
  /// Two accesses of one word can't be torn; of a container or class they can.
  bool MultiWord = false;
  /// The location is volatile.
  bool Volatile = false;
  /// In an assertion or the like.
  bool Harmless = false;
  /// Atomics that the function loaded before, and that it stores after: what
  /// is published by one and taken over by the other is ordered.
  std::vector<Symbol> Acquires, Releases;
  /// Of a write: condition variables on which the function wakes others after
  /// it, with no lock touched in between.
  std::vector<Symbol> Wakes;
  /// The last pause before it, after the function had started something.
  Site Pause;
  friend bool operator==(const SummaryAccess &,
                         const SummaryAccess &) = default;
};

/// One argument of a call, or the captured object.
struct SummaryArgument {
  /// The location that the argument is, or, if \c Pointee, points to.
  SummaryPath Path;
  bool Pointee = false;
  /// The object was made by the caller, and nobody else knows it yet.
  bool Owned = false;
  friend bool operator==(const SummaryArgument &,
                         const SummaryArgument &) = default;
};

struct SummaryCall {
  /// The function that is called; of a virtual method the one that is named;
  /// or the slot through which it is called.
  Symbol Callee = 0;
  bool Virtual = false;
  /// The callee is a lambda or function that is handed to something which runs
  /// it before it returns ("std::sort").
  bool Callback = false;
  /// Only the first call runs it, and the others wait ("std::call_once").
  bool Once = false;
  /// Its body stands in another unit: what it does to locks was not known when
  /// the caller was read.
  bool Foreign = false;
  std::optional<SummaryArgument> Object;
  std::vector<SummaryArgument> Arguments;
  Lockset Locks;
  Site At;
  EventState Events;
  /// Its own number among the function's events.
  int Event = NoEvent;
  /// In a constructor or destructor, on the object itself.
  bool OnOwned = false;
  friend bool operator==(const SummaryCall &, const SummaryCall &) = default;
};

/// How what is started runs.
enum class SpawnKind : uint8_t {
  Thread,
  /// On a pool or executor: may overlap with itself.
  Task,
  /// Whose future joins it.
  Future,
  /// Called by a loop or framework, some time.
  Callback,
  /// A signal handler.
  Signal,
  /// A parallel region or algorithm that ends before the code goes on: only
  /// its own executions overlap.
  Region,
};

/// Something started that runs at the same time as others.
struct SummarySpawn {
  SpawnKind Kind = SpawnKind::Thread;
  /// The function it runs.
  Symbol Entry = 0;
  bool Virtual = false;
  /// What the entry is called on and with, in the starter's terms.
  std::optional<SummaryArgument> Object;
  std::vector<SummaryArgument> Arguments;
  /// What stands for it and can be joined; Unknown where nothing does.
  SummaryPath Handle;
  /// Started more than once: in a loop, or by something that runs it often.
  bool Multiple = false;
  /// Never joined: detached, or nothing stands for it.
  bool Detached = false;
  /// The destructor of its handle waits for it.
  bool JoinsOnDestruction = false;
  Lockset Locks;
  Site At;
  EventState Events;
  /// Its own number among the function's events.
  int Event = NoEvent;
  /// Of a constructor's initialiser: the field that is initialised by it.
  Symbol InitialisedField = 0;
  /// The call as the code names it ("std::thread").
  Symbol Text = 0;
  /// An executor runs it, one task after the other, and which one, in the
  /// starter's terms; Unknown where nobody can name it.
  bool InTurn = false;
  SummaryPath Executor;
  friend bool operator==(const SummarySpawn &, const SummarySpawn &) = default;
};

/// What waits for everything that a handle stands for.
struct SummaryJoin {
  SummaryPath Handle;
  Site At;
  /// On every path through the function.
  bool Always = false;
  friend bool operator==(const SummaryJoin &, const SummaryJoin &) = default;
};

/// A reference, pointer, iterator or view of a location that leaves the
/// function, or is stored, past the lock it was made under.
struct SummaryEscape {
  SummaryPath Path;
  /// Held where it was made.
  Lockset Locks;
  Site At;
  Symbol Text = 0;
  /// "reference", "pointer", "iterator", "view"
  Symbol What = 0;
  /// Stored instead of returned, and where: Unknown for a local, which is
  /// followed after the locks were given back.
  bool Stored = false;
  SummaryPath Into;
  friend bool operator==(const SummaryEscape &,
                         const SummaryEscape &) = default;
};

/// A write that depends on a read made in an earlier section of one lock, if
/// the functions that are believed to take that lock do.
struct SummarySplit {
  Site Read, Write;
  /// Where the lock was given back; may be invalid.
  Site TornAt;
  /// The value was tested, and not computed with.
  bool Tested = false;
  /// The location and the lock as the code names them.
  Symbol Text = 0, Lock = 0;
  /// Functions whose bodies are elsewhere.
  std::vector<Symbol> Assumed;
  /// Why the location is believed to be shared, if the lock is one.
  Symbol Evidence = 0;
  Confidence Level = Confidence::Low;
  friend bool operator==(const SummarySplit &, const SummarySplit &) = default;
};

/// A load and a store of one atomic, where the function may be the only one
/// that writes, or not: that depends on what other files do.
struct SummaryAtomicSplit {
  Site Read, Write;
  /// The atomic's entity, and how the code names it.
  Symbol Location = 0, Text = 0;
  friend bool operator==(const SummaryAtomicSplit &,
                         const SummaryAtomicSplit &) = default;
};

/// A lock that the function takes by hand and still holds when it returns, or
/// gives back without having taken it.
struct SummaryImbalance {
  enum Kind : uint8_t {
    /// Held on some way out.
    Kept,
    /// Given back once more than it was taken.
    GivenTwice,
    /// Given back, and never taken here.
    GivenBare,
  } K = Kept;
  SummaryPath Lock;
  /// The lock as the code names it.
  Symbol Text = 0;
  /// Where it is taken or given back; of Kept where the function returns.
  Site At, End;
  friend bool operator==(const SummaryImbalance &,
                         const SummaryImbalance &) = default;
};

/// A wait on a condition variable that only ends when somebody wakes it.
struct SummaryWait {
  /// The condition variable's entity.
  Symbol Condition = 0;
  /// The fields and variables that it waits for to change.
  std::vector<Symbol> Predicate;
  Site At;
  friend bool operator==(const SummaryWait &, const SummaryWait &) = default;
};

/// A call that a signal handler must not make.
struct SummaryUnsafeCall {
  Site At;
  /// The function as the code names it; 0 for none.
  Symbol Callee = 0;
  friend bool operator==(const SummaryUnsafeCall &,
                         const SummaryUnsafeCall &) = default;
};

struct FunctionSummary {
  Symbol Key = 0;
  /// As users write it: "Cache::insert"; of a lambda "lambda in 'Cache::run'".
  Symbol Name = 0;
  /// The key of the class it is a method of, that of the enclosing method for
  /// a lambda that captures `this`; 0 for none.
  Symbol Class = 0;
  Site At;
  bool Constructor = false, Destructor = false, Main = false;
  bool Virtual = false, Lambda = false, Coroutine = false;
  /// Other files, or anybody who has the object, can call it. False for
  /// internal linkage, private methods and lambdas.
  bool Visible = true;
  /// Its address is taken, or it is stored as a callable: it has callers that
  /// can't be seen.
  bool AddressTaken = false;
  /// Said to be called once, while the program starts or ends ("constructor"
  /// and "destructor" attributes, a rule).
  bool StartUp = false;
  /// By its name it makes its object ready, before others have it.
  bool SetUp = false;
  /// In a file of tests.
  bool Test = false;
  /// An attribute says that nothing is to be told of what it does.
  bool Exempt = false;
  unsigned Parameters = 0;
  /// Keys of the methods that it overrides.
  std::vector<Symbol> Overrides;

  std::vector<SummaryLock> Locks;
  /// What attributes or an assertion at the start say is held on entry.
  Lockset Entry;
  /// Locks that must be held on entry, whoever calls: an attribute or an
  /// assertion on every path says so, or it gives them back without having
  /// taken them.
  LockBits Needs = 0;
  /// The net effect: held at every exit but not on entry, and given back on
  /// some path though held on entry.
  LockBits Acquired = 0, AcquiredShared = 0, Released = 0;
  /// Given back and taken again in between.
  LockBits Interrupted = 0;
  /// The result is an object that nobody else knows yet.
  bool ReturnsOwned = false;
  /// At the end of the function, joined over its exits.
  EventState Exit;

  std::vector<SummaryAccess> Accesses;
  std::vector<SummaryCall> Calls;
  std::vector<SummarySpawn> Spawns;
  std::vector<SummaryJoin> Joins;
  std::vector<SummaryEscape> Escapes;
  std::vector<SummarySplit> Splits;
  std::vector<SummaryAtomicSplit> AtomicSplits;
  std::vector<SummaryImbalance> Imbalances;
  std::vector<SummaryWait> Waits;
  /// The first, if a handler of the unit may come to it.
  SummaryUnsafeCall SignalUnsafe;
  friend bool operator==(const FunctionSummary &,
                         const FunctionSummary &) = default;
};

/// A field, global, static or captured local that accesses or locks name.
struct EntitySummary {
  Symbol Key = 0;
  /// "Cache::hits_"
  Symbol Name = 0;
  /// The class of a field; the function of a local.
  Symbol Parent = 0;
  Site At;
  bool Field = false, Static = false, Lock = false, Atomic = false;
  bool Const = false, ThreadLocal = false, Volatile = false;
  /// Made anew each time round a loop, or for each closure: no two executions
  /// of what the loop starts share it.
  bool PerIteration = false;
  /// Private, or of internal linkage: nobody outside of its class or file can
  /// name it.
  bool Hidden = false;
  /// Is itself a handle of something started, a condition variable, a once
  /// flag: it orders, and is no data.
  bool Synchronising = false;
  /// Runs what it is given one after the other: a strand, a sequence.
  bool Executor = false;
  /// Of a field: its position among its class's fields.
  unsigned Position = 0;
  /// Of a bit-field: the first field of the memory location that it is in,
  /// which nobody can write a part of.
  Symbol Word = 0;
  /// Declared by attribute to be guarded by this lock (an entity's key).
  Symbol GuardedBy = 0;
  /// A comment beside it names this lock.
  Symbol GuardedByComment = 0;
  friend bool operator==(const EntitySummary &,
                         const EntitySummary &) = default;
};

struct ClassSummary {
  Symbol Key = 0;
  /// "Cache"
  Symbol Name = 0;
  /// Keys of the fields that are locks.
  std::vector<Symbol> Locks;
  std::vector<Symbol> Bases;
  /// Its methods lock for themselves, as a type described as thread-safe does.
  bool ThreadSafe = false;
  friend bool operator==(const ClassSummary &, const ClassSummary &) = default;
};

/// A function that is put into a slot to be called through it; a slot is a
/// field, a variable or a parameter ("<function>#<number>"). Or all that comes
/// out of one slot goes into another.
struct SummaryCallable {
  Symbol Into = 0, From = 0;
  /// In several places, or in a loop.
  bool Again = false;
  friend auto operator<=>(const SummaryCallable &,
                          const SummaryCallable &) = default;
};

/// A translation unit of a set, and what it tells by itself.
struct UnitSummary {
  /// Its main file.
  Symbol Key = 0;
  /// Functions that met a budget.
  unsigned CutFunctions = 0;
  /// A finding that the unit's own composition gives, so that a front which
  /// sees nothing else shows it too.
  struct Finding {
    Symbol Id = 0;
    Confidence Level = Confidence::Low;
    friend bool operator==(const Finding &, const Finding &) = default;
  };
  std::vector<Finding> Findings;
  /// Sorted, each once.
  std::vector<SummaryCallable> Callables;
  friend bool operator==(const UnitSummary &, const UnitSummary &) = default;
};

} // namespace racetidy

#endif // RACETIDY_CHECKS_MODEL_SUMMARY_H
