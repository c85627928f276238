//===- Lockset.h - which locks are held at a point ---------------*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_MODEL_LOCKSET_H
#define RACETIDY_CHECKS_MODEL_LOCKSET_H

#include <cstdint>

namespace racetidy {

/// A set of locks of one function, a bit a lock.
using LockBits = uint64_t;

/// The locks that are held on every path (Must) and on some path (May) to a
/// point, in exclusive mode, and likewise those held in shared mode.
///
/// Evidence that a lock guards something uses Must; a report needs the lock
/// absent from May. That rule keeps correlated branches and conditional
/// locking quiet.
struct Lockset {
  LockBits Must = 0;
  LockBits May = 0;
  LockBits MustShared = 0;
  LockBits MayShared = 0;

  void acquire(LockBits L) { Must |= L, May |= L; }
  void tryAcquire(LockBits L) { May |= L; }
  void acquireShared(LockBits L) { MustShared |= L, MayShared |= L; }
  void tryAcquireShared(LockBits L) { MayShared |= L; }
  void release(LockBits L) {
    Must &= ~L, May &= ~L, MustShared &= ~L, MayShared &= ~L;
  }

  /// Held on every path, in either mode.
  LockBits mustAny() const { return Must | MustShared; }
  /// Held on some path, in either mode.
  LockBits mayAny() const { return May | MayShared; }

  /// Joins the state of another path to the same point.
  void join(const Lockset &O) {
    Must &= O.Must;
    May |= O.May;
    MustShared &= O.MustShared;
    MayShared |= O.MayShared;
  }
  friend bool operator==(const Lockset &, const Lockset &) = default;
};

} // namespace racetidy

#endif // RACETIDY_CHECKS_MODEL_LOCKSET_H
