//===- PathTable.h - paths of many functions, by number ----------*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_COMPOSITION_PATHTABLE_H
#define RACETIDY_CHECKS_COMPOSITION_PATHTABLE_H

#include "checks/model/SummarySet.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/Hashing.h"

namespace racetidy {

/// A path by number; 0 is the unknown one.
using PathId = uint32_t;

/// What the parameters of a function stand for at a call.
struct Binding {
  PathId Path = 0;
  /// The parameter is a pointer to it.
  bool Pointee = false;
  friend auto operator<=>(const Binding &, const Binding &) = default;
};

/// What one activation of a function is called on and with, in the terms of
/// the function that its thread began with.
struct Frame {
  PathId This = 0;
  llvm::SmallVector<Binding, 4> Parameters;
  /// Of a lambda: what the parameters of the functions around it stand for, by
  /// the keys under which it knows them.
  std::vector<std::pair<Symbol, Binding>> Captured;
  friend bool operator==(const Frame &, const Frame &) = default;
};

/// What the pointer parameter \p Number of \p Function points to in a thread
/// that begins with that function: nobody can say what it is, but it is one
/// object in each activation.
inline SummaryPath givenObject(uint32_t Function, unsigned Number) {
  return {SummaryRoot::Local, (Function + 1) * 32 + Number, 0, {}};
}
/// The function whose parameter \p Path is.
inline uint32_t takesObject(const SummaryPath &Path) {
  return Path.Index / 32 - 1;
}
/// An object that belongs to one thread alone, as far as can be told.
inline SummaryPath ownObject(unsigned Thread) {
  return {SummaryRoot::Local, Thread, 1u << 31, {}};
}
inline bool isOwnObject(const SummaryPath &Path) {
  return Path.Root == SummaryRoot::Local && Path.Name == 1u << 31;
}

/// Numbers paths, and substitutes arguments for parameters.
class PathTable {
public:
  PathTable() : Paths(1) {}

  PathId intern(const SummaryPath &Path);
  const SummaryPath &operator[](PathId Id) const { return Paths[Id]; }

  /// \p Path of a function called with \p Frame, in the caller's terms: what
  /// is not bound keeps its own root.
  PathId resolve(const SummaryPath &Path, const Frame &Frame);

private:
  std::vector<SummaryPath> Paths;
  /// By hash; equal hashes stand in one row.
  llvm::DenseMap<uint64_t, llvm::SmallVector<PathId, 1>> IdsOf;
};

/// \p Path of the caller in the terms of the callee that is called on \p Object
/// with \p Arguments; unknown where the callee has no word for it.
/// \p SameThis: the callee is a lambda of the caller and shares its `this`.
SummaryPath intoCallee(const SummaryPath &Path,
                       const std::optional<SummaryArgument> &Object,
                       llvm::ArrayRef<SummaryArgument> Arguments,
                       bool SameThis);

/// Whether \p Whole is \p Part or lies on the way to it.
bool isPrefix(const SummaryPath &Whole, const SummaryPath &Part);

} // namespace racetidy

#endif // RACETIDY_CHECKS_COMPOSITION_PATHTABLE_H
