//===- ResourceRule.h - what calls do to a resource --------------*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_RULES_RESOURCERULE_H
#define RACETIDY_RULES_RESOURCERULE_H

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace racetidy {

/// What a call does to a resource: something that is read and written by calls,
/// a key at a time, and that others read and write as well.
enum class ResourceEffect {
  /// Gives what is there.
  Read,
  /// Gives what is there, and keeps others from writing it until the
  /// transaction ends.
  LockingRead,
  /// Puts something there, whatever was there.
  Write,
  /// Reads and writes in one step.
  Update,
  /// Writes only where nothing is there, or nothing has changed; its result
  /// tells whether it did.
  ConditionalWrite,
  /// Begins what keeps others out, and ends it.
  Begin,
  End,
  /// Ends it, and may fail because others came first; its result tells.
  ConditionalEnd,
  /// Makes a statement of a text.
  Prepare,
  /// Runs a text, or, without one, the statement that was prepared.
  Execute,
  /// Puts a value into a statement.
  Bind,
  /// Runs a prepared statement; writes through a handle.
  Run,
  /// Gives a handle through which is written.
  Open,
};

enum class ResourceKind {
  /// A database, a cache server, a key-value store.
  Store,
  /// A file, by its name.
  File,
  /// An object in memory whose methods lock for themselves.
  Object,
};

/// Calls that read and write a resource.
struct ResourceRule {
  ResourceKind Kind = ResourceKind::Store;
  /// How messages call it: "the database".
  std::string Name;
  /// Whether other processes may write it too; else only threads of this one.
  bool SharedByProcesses = true;
  /// The calls are methods of these types; empty: functions.
  std::vector<std::string> Types;
  /// Method, or qualified function, or "constructor" -> what it does.
  std::map<std::string, ResourceEffect> Calls;
  /// The rule is only for calls with one of these among their arguments:
  /// variables, enumerators, macros, functions, or texts.
  std::vector<std::string> With;

  /// Which argument is the store: a number, the object of the method, none
  /// (there is one for all), or one that can't be told.
  static constexpr int Object = -1, None = -2, Unknown = -3;
  int Store = Object;
  /// Which argument is the key: a number, the first of the type \c KeyType, or
  /// none (the whole store is one location).
  int Key = None;
  std::string KeyType;
  /// The type of an argument that says in which part of the store the key is.
  std::string PartType;
  /// The argument that holds a statement's text, which then tells what is done.
  int Text = None;
  /// What a statement or handle is put into: an argument, the call's result, or
  /// the object that the method is called on.
  static constexpr int Result = -4;
  int Handle = Result;
  /// Of texts that are commands: the first word, or a pattern for the whole
  /// text, -> what it does. Empty: the texts are SQL. Later ones count.
  std::vector<std::pair<std::string, ResourceEffect>> Commands;

  /// Types whose objects are a transaction while they live.
  std::vector<std::string> Scopes;

  /// Names in a test of what a read gave that say that nothing was there, or
  /// that something was.
  std::vector<std::string> Absent, Present;
  /// Zero means that something was there, as with the status codes of C.
  bool ZeroIsPresent = false;
  /// Functions that only let go of a result, so that it stays unseen.
  std::vector<std::string> Release;
  /// What to do instead, for messages.
  std::string Advice;
};

} // namespace racetidy

#endif // RACETIDY_RULES_RESOURCERULE_H
