//===- AccessPath.h - how code names a memory location -----------*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Access paths: a root and a few steps. Plain values that know nothing of
/// Clang; entities are numbers given out by the analysis.
///
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_MODEL_ACCESSPATH_H
#define RACETIDY_CHECKS_MODEL_ACCESSPATH_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/SmallVector.h"

#include <compare>
#include <cstdint>
#include <functional>
#include <string>

namespace racetidy {

/// A variable or field, numbered by the analysis that met it. 0 is nobody.
using EntityId = uint32_t;
/// An element's index, numbered so that equal numbers are equal indices.
using IndexId = uint32_t;

enum class RootKind : uint8_t {
  This,
  Parameter,
  Local,
  /// A variable of an enclosing function, used inside a lambda.
  Captured,
  /// A global, a static data member or a static local.
  Static,
};

struct PathStep {
  enum Kind : uint8_t { Field, Deref, Element } K;
  /// The field's entity or the element's index; 0 for a dereference.
  uint32_t Id;
  friend auto operator<=>(const PathStep &, const PathStep &) = default;
};

/// A location as an expression names it: `this->stats_[i].hits` is the root
/// This, a field, an element and a field. Two equal paths are the same
/// location as long as nothing they go through was assigned in between; two
/// different paths may still be aliases, which racetidy does not see.
///
/// After RacerD (Blackshear et al., OOPSLA 2018): syntactic paths, cut at a
/// fixed length.
class AccessPath {
public:
  /// Longer paths are not followed: real code rarely has them, and a cut path
  /// would compare equal to its siblings.
  static constexpr unsigned MaxSteps = 8;

  AccessPath() = default;
  AccessPath(RootKind Kind, EntityId Root) : Kind(Kind), Root(Root) {}

  RootKind kind() const { return Kind; }
  EntityId root() const { return Root; }
  llvm::ArrayRef<PathStep> steps() const { return Steps; }

  /// This path with one more step.
  AccessPath with(PathStep::Kind K, uint32_t Id = 0) const {
    AccessPath Longer = *this;
    Longer.Steps.push_back({K, Id});
    return Longer;
  }
  /// This path without its last \p N steps.
  AccessPath withoutLast(size_t N) const {
    AccessPath Shorter = *this;
    Shorter.Steps.truncate(Steps.size() - N);
    return Shorter;
  }
  bool tooLong() const { return Steps.size() > MaxSteps; }

  /// Whether the location is this one or lies inside it (a field of it, an
  /// element of it, what it points to).
  bool isPrefixOf(const AccessPath &Other) const;

  /// Whether the path goes through a pointer.
  bool dereferences() const;

  friend bool operator==(const AccessPath &A, const AccessPath &B) {
    return A.Kind == B.Kind && A.Root == B.Root && A.Steps == B.Steps;
  }
  friend bool operator<(const AccessPath &A, const AccessPath &B);

  /// The path in C++ words, `p->stats[…].hits`. \p Name gives an entity's name.
  std::string str(const std::function<std::string(EntityId)> &Name) const;

private:
  RootKind Kind = RootKind::Static;
  EntityId Root = 0;
  llvm::SmallVector<PathStep, 4> Steps;
};

} // namespace racetidy

#endif // RACETIDY_CHECKS_MODEL_ACCESSPATH_H
