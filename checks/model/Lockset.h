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
/// point, in exclusive mode, and those that may be held in shared mode.
///
/// Evidence that a lock guards something uses Must; a report needs the lock
/// absent from May. That rule keeps correlated branches and conditional
/// locking quiet.
struct Lockset {
  LockBits Must = 0;
  LockBits May = 0;
  LockBits MayShared = 0;

  void acquire(LockBits L) { Must |= L, May |= L; }
  void tryAcquire(LockBits L) { May |= L; }
  void acquireShared(LockBits L) { MayShared |= L; }
  void release(LockBits L) { Must &= ~L, May &= ~L, MayShared &= ~L; }

  /// Joins the state of another path to the same point.
  void join(const Lockset &O) {
    Must &= O.Must;
    May |= O.May;
    MayShared |= O.MayShared;
  }
  friend bool operator==(const Lockset &, const Lockset &) = default;
};

} // namespace racetidy

#endif // RACETIDY_CHECKS_MODEL_LOCKSET_H
