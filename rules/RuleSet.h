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

#include <map>
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
};

/// A type whose objects hold a lock while they live.
struct GuardRule {
  std::string Type;
  bool Shared = false;
  /// Tag types of the constructor that change what it does.
  std::string DeferTag, TryTag, AdoptTag;
  /// Method name -> effect on the lock that the guard stands for.
  std::map<std::string, LockEffect> Methods;
  /// Methods that tell whether the lock is held ("owns_lock").
  std::vector<std::string> Tests;
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

/// A type that stands for the object it points to ("std::unique_ptr").
struct PointerRule {
  std::string Type;
  /// Methods that return the plain pointer.
  std::vector<std::string> Get;
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
  /// Functions and macros for which it does not matter how often they are
  /// called, or with which of two values: logs, assertions, measurements,
  /// wake-ups.
  std::vector<std::string> Harmless;
};

/// A location that only one thread writes, said by the project.
struct SingleWriterRule {
  /// Qualified name of a field or variable.
  std::string Entity;
  std::string Reason;
};

/// Everything that racetidy knows beyond the language itself.
struct RuleSet {
  std::vector<LockRule> Locks;
  std::vector<GuardRule> Guards;
  std::vector<AtomicRule> Atomics;
  std::vector<AtomicFunctionRule> AtomicFunctions;
  std::vector<PointerRule> Pointers;
  /// Functions whose result is an object that nobody else knows yet.
  std::vector<std::string> FreshFunctions;
  NamingRules Naming;
  std::vector<SingleWriterRule> SingleWriters;

  /// Globs that switch checks on and off ("-race-vacuous-lock"), in order.
  std::vector<std::string> Checks;
  /// Check name -> option name -> value.
  std::map<std::string, std::map<std::string, std::string>> Options;

  /// Adds what \p Other knows. Where both describe one name, the later one
  /// wins: look-ups go from the end.
  void append(const RuleSet &Other);
};

/// Whether \p Name matches \p Pattern, in which '*' stands for any text.
bool matchesGlob(const std::string &Pattern, const std::string &Name);

/// Whether \p Name is on, when \p Globs are applied in order and a leading '-'
/// switches off. \p Default is the answer when no glob matches.
bool isSwitchedOn(const std::vector<std::string> &Globs,
                  const std::string &Name, bool Default);

} // namespace racetidy

#endif // RACETIDY_RULES_RULESET_H
