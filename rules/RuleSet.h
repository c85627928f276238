//===- RuleSet.h - what is known about libraries and the project -*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The typed form of a rules file: plain values, no YAML, no Clang. Packs and
/// a project's `.racetidy.yaml` are read into the same structure by RuleLoader.
///
/// Names of types and functions are written as a user writes them, without
/// inline namespaces ("std::atomic", not "std::__1::atomic"), and may hold the
/// glob character '*'.
///
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_RULES_RULESET_H
#define RACETIDY_RULES_RULESET_H

#include "rules/OriginRule.h"
#include "rules/ResourceRule.h"

#include <atomic>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace racetidy {

/// Method names stand for conversion operators under this word, since their
/// C++ name depends on the template argument ("operator int").
inline constexpr const char *ConversionMethod = "conversion";

/// What a call does to a lock.
enum class LockEffect {
  Acquire,
  AcquireShared,
  TryAcquire,
  TryAcquireShared,
  Release,
  ReleaseShared,
  AssertHeld,
  /// Makes the lock: nobody else can have it, nor what stands beside it.
  Init,
  /// Ends the lock. Whether somebody holds it does not change.
  Destroy,
  /// Gives the lock back, waits, and takes it again: what it guards may have
  /// changed meanwhile.
  Wait,
  /// Of a guard: the lock stays as it is, and the guard forgets it.
  Detach,
  /// Of a guard: it trades its lock with the guard that is the argument.
  Swap,
};

/// Stands for every argument of a function.
inline constexpr unsigned AllArguments = ~0u;

/// A type whose objects are locks, and the calls that take and give it back.
struct LockRule {
  std::string Type;
  /// Method name -> effect on the object it is called on.
  std::map<std::string, LockEffect> Methods;
  /// Qualified function name -> effect on the object that the argument
  /// number \c Argument is, or points to; AllArguments for all of them.
  std::map<std::string, LockEffect> Functions;
  unsigned Argument = 0;
  /// Whether one thread may take the lock again.
  bool Recursive = false;
  /// Whether the thread that took the lock has to give it back, so that it
  /// must not be held where a coroutine may change threads.
  bool ThreadBound = true;
  /// Whether a try that got the lock returns zero, as in C.
  bool TryGivesZero = false;
};

/// A type whose objects hold a lock while they live.
struct GuardRule {
  std::string Type;
  bool Shared = false;
  /// The guard gives the lock back while it lives, and takes it again after.
  bool Inverse = false;
  /// Tag types of the constructor that change what it does.
  std::string DeferTag, TryTag, AdoptTag;
  /// Method name -> effect on the lock that the guard stands for.
  std::map<std::string, LockEffect> Methods;
  /// Methods that tell whether the lock is held ("owns_lock").
  std::vector<std::string> Tests;
};

/// A type on which a thread waits, its lock given back meanwhile.
struct ConditionRule {
  std::string Type;
  /// Methods that wait.
  std::vector<std::string> Waits;
  /// Methods that wake who waits.
  std::vector<std::string> Notifies;
  /// Functions that do, on what their first argument points to.
  std::vector<std::string> NotifyFunctions;
  /// The argument that is the lock or its guard.
  unsigned Lock = 0;
};

/// What a method does to the container that it is called on, or, if \c Keyed,
/// to the element that its first argument names.
struct ContainerOp {
  enum Kind {
    /// Tells something of what is in it ("size", "find").
    Query,
    /// Changes what is in it, whatever was there ("push_back", "erase").
    Mutate,
    /// Adds what is not there yet and leaves alone what is ("try_emplace"):
    /// a query and a change in one step.
    Insert,
  } K = Query;
  bool Keyed = false;
};

/// Types whose objects hold elements.
struct ContainerRule {
  std::vector<std::string> Types;
  std::map<std::string, ContainerOp> Methods;
};

/// What may let others run in the middle of a function, beside 'co_await'.
struct SuspensionRules {
  /// Functions and methods, qualified.
  std::vector<std::string> Functions;
  /// Types whose objects never suspend when they are awaited.
  std::vector<std::string> NeverSuspend;
};

/// When the work that an awaitable stands for begins.
enum class AwaitableStart {
  /// When somebody awaits it: dropped, it never runs.
  Lazy,
  /// At once: dropped, it goes on unseen.
  Eager,
};

/// Types whose objects are awaited, where their shape does not tell all, or who
/// keeps such objects.
struct AwaitableRule {
  std::vector<std::string> Types;
  /// Functions and methods that are given one, of whatever type, and return
  /// before it has ended.
  std::vector<std::string> Keepers;
  AwaitableStart Start = AwaitableStart::Lazy;
  /// Whoever drops one means it.
  bool MayBeDropped = false;
};

/// What one atomic operation does to its location.
enum class AtomicKind { Load, Store, Exchange, CompareExchange, Update };

struct AtomicOp {
  AtomicKind Kind = AtomicKind::Load;
  /// For an update: the arithmetic that it does in one step ("+", "-", "&",
  /// "|", "^"), or "" when none is known.
  std::string Arithmetic;
  /// An update that has no operand: "++" and "--" by one.
  bool ByOne = false;
  /// An update that gives the new value, not the old one.
  bool GivesNew = false;
  /// A compare-exchange that may fail though the values are equal.
  bool Weak = false;
  friend bool operator==(const AtomicOp &, const AtomicOp &) = default;
};

/// A type whose objects are updated in single atomic steps.
struct AtomicRule {
  std::string Type;
  /// Method name ("load", "operator++", "conversion") -> operation.
  std::map<std::string, AtomicOp> Methods;
  /// Argument of a store or exchange that holds the new value, and of an
  /// update that holds its operand.
  unsigned Value = 0;
  /// Arguments of a compare-exchange: what is expected, and what is put there.
  unsigned Expected = 0;
  unsigned Desired = 1;
  /// For a view like std::atomic_ref: the constructor argument that is the
  /// location itself. -1: the object is the location.
  int RefersTo = -1;
};

/// Free functions that operate atomically on the object that an argument
/// points to.
struct AtomicFunctionRule {
  std::map<std::string, AtomicOp> Functions;
  unsigned Object = 0;
  unsigned Value = 1;
  unsigned Expected = 1;
  unsigned Desired = 2;
};

/// A type that stands for the object it points to ("std::unique_ptr"), or that
/// only watches it ("std::weak_ptr").
struct PointerRule {
  std::string Type;
  /// Methods that return the plain pointer.
  std::vector<std::string> Get;
  /// Of a pointer that watches: methods that make an owner, which is null when
  /// the object is gone, and methods that tell whether it is.
  std::vector<std::string> Lock, Expired;
  /// Methods that count the owners, and that tell whether there is only one.
  std::vector<std::string> Count, Unique;

  bool isWeak() const { return !Lock.empty(); }
};

/// Names that carry meaning by convention. They only ever silence.
struct NamingRules {
  /// Functions that are called with a lock held.
  std::vector<std::string> CalledWithLockHeld;
  /// Functions and methods that check that a lock is held.
  std::vector<std::string> AssertsLockHeld;
  /// Functions and methods that take a lock, or give it back, where no rule
  /// says what their type is.
  std::vector<std::string> AcquiresLock, ReleasesLock;
  /// Types of local objects that hold a lock while they live.
  std::vector<std::string> GuardTypes;
  /// Functions that make their object ready, before others have it.
  std::vector<std::string> SetUp;
  /// Functions and macros that give the larger or smaller of their arguments.
  std::vector<std::string> Bounds;
  /// Functions and macros for which it does not matter how often they are
  /// called, or with which of two values: logs, assertions, measurements,
  /// wake-ups.
  std::vector<std::string> Harmless;
};

/// Calls after which others act on what they find: who shows, invalidates,
/// notifies or broadcasts.
struct PublicationRule {
  /// Functions and methods, qualified.
  std::vector<std::string> Functions;
  /// The writes that must have ended before.
  std::vector<std::string> After;
  /// The argument that says which of two publications is the newer one; whoever
  /// hears them keeps the last.
  static constexpr unsigned Unordered = ~0u;
  unsigned Ordered = Unordered;
};

/// Functions that give memory which other processes write as well.
struct SharedMemoryRule {
  std::vector<std::string> Functions;
  /// The rule is only for calls with one of these among the arguments
  /// ("MAP_SHARED").
  std::vector<std::string> With;
};

/// Types whose objects belong to one thread: windows, loops and what they run.
struct AffinityRule {
  /// Also of classes that derive from them.
  std::vector<std::string> Types;
  /// Methods, and functions that are given one, that any thread may call.
  std::vector<std::string> Anywhere;
  /// What to do instead.
  std::string Advice;
};

/// What runs what it is given one after the other: two of its tasks never run
/// at the same time, as if each held a lock of it. Which thread it is in does
/// not matter.
struct ExecutorRule {
  /// Types whose objects do that, each for itself ("asio::strand").
  std::vector<std::string> Types;
  /// Origins that hand to one executor, the same for all calls ("ui::post").
  std::vector<std::string> Functions;
};

/// A location that only one thread writes, said by the project.
struct SingleWriterRule {
  /// Qualified name of a field or variable.
  std::string Entity;
  std::string Reason;
};

/// How a finding is shown, and whether it makes a run fail. A remark does not.
enum class Severity { Remark, Warning, Error };

/// A finding that the project knows of and does not want to see.
struct Suppression {
  /// Globs of the check, of the function or data that the finding is about, and
  /// of the file; each "*" unless said.
  std::string Check = "*", Entity = "*", Path;
  std::string Reason;
  /// "2027-01-31": from the day after it, findings are shown again. May be
  /// empty.
  std::string Expires;
  /// Where it stands, for those who are told that nothing needs it.
  std::string File;
  unsigned Line = 0, Column = 0;
  /// Set as soon as it hides something. Shared by all copies; safe for threads.
  std::shared_ptr<std::atomic<bool>> Used =
      std::make_shared<std::atomic<bool>>(false);

  /// Whether it counts no longer on the day \p Today, written as Expires is.
  bool isExpired(const std::string &Today) const {
    return !Expires.empty() && Expires < Today;
  }
};

/// What must happen in one function for a rule of the project's own. A name is
/// that of a function that is called, of a field or variable that is touched,
/// or "co_await" for a suspension.
struct SequenceRule {
  /// Where it begins; the function's beginning if empty.
  std::vector<std::string> First;
  /// Where it ends, and is reported.
  std::vector<std::string> Then;
  /// On a way with one of these in between nothing is found.
  std::vector<std::string> UnlessBetween;
  /// Functions in which nothing is found, nor in a lambda that is handed to
  /// one.
  std::vector<std::string> UnlessIn;
  /// Types of local objects while one of which lives nothing is found.
  std::vector<std::string> UnlessWhile;
  /// Both must be about the same: the object that the methods are called on,
  /// the argument of this number, or whatever it is.
  static constexpr int Object = -1, Anything = -2;
  int Same = Anything;
  /// The end must use what the beginning gave.
  bool Dependent = false;
};

/// A pattern that the project itself says is wrong.
struct OwnRule {
  /// Begins with OwnRulePrefix.
  std::string Name;
  /// What is wrong; "{id}" stands for what the matcher binds by that name.
  std::string Message;
  /// A paragraph for who asks why; may be empty.
  std::string Help;
  /// What the matcher binds -> what is said of it in a note.
  std::map<std::string, std::string> Notes;
  std::optional<racetidy::Severity> Severity;

  /// One of both is given. A matcher of clang's ASTMatchers, as clang-query
  /// reads it.
  std::string Matcher;
  std::optional<SequenceRule> Sequence;

  /// Only where a lock of one of these names is held, or none may be held.
  std::vector<std::string> Held, NotHeld;
  /// Only if several threads use what is matched.
  bool Shared = false;
  /// Only a local that lives while its coroutine is suspended.
  bool AcrossSuspension = false;
};
inline constexpr const char *OwnRulePrefix = "race-own-";

/// Everything that racetidy knows beyond the language itself.
struct RuleSet {
  std::vector<LockRule> Locks;
  std::vector<GuardRule> Guards;
  std::vector<ConditionRule> Conditions;
  std::vector<ContainerRule> Containers;
  SuspensionRules Suspensions;
  std::vector<OriginRule> Origins;
  std::vector<HandleRule> Handles;
  std::vector<OrderingRule> Orderings;
  /// Types that lock for themselves, so that their methods may be called by
  /// anybody, and functions that are called once while the program starts.
  std::vector<std::string> ThreadSafeTypes, StartUpFunctions;
  std::vector<AtomicRule> Atomics;
  std::vector<AtomicFunctionRule> AtomicFunctions;
  std::vector<ResourceRule> Resources;
  std::vector<PublicationRule> Publications;
  std::vector<AwaitableRule> Awaitables;
  /// Functions that wait for some time, whatever happens meanwhile.
  std::vector<std::string> SleepFunctions;
  /// Functions of a library that change state of its own (the heap, streams).
  std::vector<std::string> SignalUnsafeFunctions;
  /// Functions that keep the thread until something else has happened.
  std::vector<std::string> BlockingFunctions;
  std::vector<SharedMemoryRule> SharedMemory;
  std::vector<AffinityRule> Affinities;
  std::vector<ExecutorRule> Executors;
  std::vector<PointerRule> Pointers;
  /// Functions whose result is an object that nobody else knows yet.
  std::vector<std::string> FreshFunctions;
  /// Functions that hand on their first argument, bound to the others if there
  /// are any ("std::ref", "std::bind").
  std::vector<std::string> Forwarders;
  NamingRules Naming;
  std::vector<SingleWriterRule> SingleWriters;
  /// Names of files that hold tests.
  std::vector<std::string> TestFiles;
  /// Names of files that hold what tests use instead of the real thing.
  std::vector<std::string> StandIns;

  /// Globs that switch checks on and off ("-race-vacuous-lock"), in order.
  std::vector<std::string> Checks;
  /// The same of packs.
  std::vector<std::string> Packs;
  /// Check name -> option name -> value.
  std::map<std::string, std::map<std::string, std::string>> Options;
  /// Globs of checks with how their findings are shown; the last that matches
  /// counts.
  std::vector<std::pair<std::string, Severity>> Severities;
  /// "low", "medium" or "high"; empty if nobody said.
  std::string MinConfidence;
  /// Regular expressions; empty if nobody said.
  std::string HeaderFilter, ExcludeHeaderFilter;
  /// Globs of absolute names of files and folders. Findings are shown in what
  /// is included, or in everything if nothing is, without what is excluded.
  std::vector<std::string> IncludedPaths, ExcludedPaths;
  std::vector<Suppression> Suppressions;
  std::vector<OwnRule> OwnRules;

  /// Adds what \p Other knows. Where both describe one name, the later one
  /// wins: look-ups go from the end.
  void append(const RuleSet &Other);
};

/// The day that it is here, as Suppression::Expires is written.
std::string today();

/// Whether \p Name matches \p Pattern, in which '*' stands for any text.
bool matchesGlob(const std::string &Pattern, const std::string &Name);
/// Whether one of \p Patterns does.
bool matchesAny(const std::vector<std::string> &Patterns,
                const std::string &Name);

/// Whether the file \p Path is one of \p Globs, or in a folder that is.
bool matchesPath(const std::vector<std::string> &Globs,
                 const std::string &Path);

/// Whether findings in the file \p Path are shown.
bool isShown(const RuleSet &Rules, const std::string &Path);

/// How findings of \p Check are shown.
Severity severityOf(const RuleSet &Rules, const std::string &Check);

/// Whether the project's own rule \p Name is on. A glob that names the check
/// which finds them all, 'race-own-rules', is about each.
bool isOwnRuleOn(const std::vector<std::string> &Globs,
                 const std::string &Name);

/// Whether \p Name is on, when \p Globs are applied in order and a leading '-'
/// switches off. \p Default is the answer when no glob matches.
bool isSwitchedOn(const std::vector<std::string> &Globs,
                  const std::string &Name, bool Default);

} // namespace racetidy

#endif // RACETIDY_RULES_RULESET_H
