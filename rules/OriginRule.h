//===- OriginRule.h - what starts something, and how one waits ---*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_RULES_ORIGINRULE_H
#define RACETIDY_RULES_ORIGINRULE_H

#include <string>
#include <vector>

namespace racetidy {

/// How what a call starts runs; SpawnKind of the model says more.
enum class OriginKind {
  Thread,
  Task,
  Future,
  Callback,
  Signal,
  Region,
  /// It runs before the call returns, on the same thread ("std::sort").
  Now,
  /// It runs later, by the event loop of the thread that starts it: never at
  /// the same time as other code of that thread.
  Loop,
};

/// A call that starts something which runs at the same time as others.
struct OriginRule {
  OriginKind Kind = OriginKind::Thread;
  /// Making an object of this type starts it, and the object is its handle.
  std::string Type;
  /// Functions and methods that start it, qualified ("pthread_create",
  /// "tbb::task_group::run").
  std::vector<std::string> Functions;
  /// The rule is only for calls with one of these among the arguments: types,
  /// variables or enumerators ("std::launch::deferred").
  std::vector<std::string> With;
  /// Which argument is run: a number, the first that can be called, each that
  /// can be called ("std::transform_reduce"), or the object that the method is
  /// called on.
  static constexpr int FirstCallable = -1, EveryCallable = -2, Object = -3;
  int Entry = FirstCallable;
  /// Of an entry that is an object, or points to one: the method of it that is
  /// run ("run" of a QRunnable), where it has one of this name.
  std::string Method;
  /// Of an entry that points to a structure: the members that are run, as far
  /// as the function put something there ("sa_handler").
  std::vector<std::string> Fields;
  /// Values of the first argument that the rule is not for: signals by which a
  /// program ends that has failed.
  std::vector<std::string> Unless;
  /// The argument that the entry is given: a number, all that come after the
  /// entry, or none.
  static constexpr int Rest = -1, None = -2;
  int Argument = Rest;
  /// What can be waited for: the argument of this number, or what it points to
  /// ("pthread_create": 0), the call's result, the object that the method is
  /// called on (\c Object), or nothing (\c None).
  static constexpr int Result = -1;
  int Handle = None;
  /// The destructor of the handle waits, though that of other objects of its
  /// type does not: the future of std::async, but not that of a promise.
  bool JoinsOnDestruction = false;
  /// It runs more than once, or several of it run at once.
  bool Multiple = false;
  /// Of Now: whoever comes first runs it, and all others wait until it has run.
  bool Once = false;
};

/// What stands for something started, and how one waits for it.
struct HandleRule {
  std::string Type;
  /// Methods after which it has ended, and after which nobody waits for it.
  std::vector<std::string> Join, Detach;
  /// Methods that wait no longer than some time ("wait_for"), and what they
  /// give where it has ended: an enumerator, or, if empty, true.
  std::vector<std::string> TryJoin;
  std::string Ready;
  /// Its destructor waits.
  bool JoinsOnDestruction = false;
  /// Functions with the handle as an argument that do the same.
  std::vector<std::string> JoinFunctions, DetachFunctions;
  unsigned Argument = 0;
};

/// What orders threads without a lock: after a wait everything that was started
/// before has come to where it said so.
struct OrderingRule {
  std::string Type;
  std::vector<std::string> Wait, Arrive;
  /// Types of handles by which one waits for it: a future is of a promise.
  std::vector<std::string> WaitedBy;
  /// Functions that do the same, on their first argument or on everything.
  std::vector<std::string> WaitFunctions;
};

} // namespace racetidy

#endif // RACETIDY_RULES_ORIGINRULE_H
