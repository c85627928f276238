//===- AccessKind.h - what an access does to its location -------*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_MODEL_ACCESSKIND_H
#define RACETIDY_CHECKS_MODEL_ACCESSKIND_H

#include <cstdint>

namespace racetidy {

enum class AccessKind : uint8_t {
  AtomicLoad,
  AtomicStore,
  AtomicExchange,
  AtomicCompareExchange,
  AtomicUpdate,
  /// A plain read, or a question to a container.
  Read,
  /// A plain write of a new value.
  Write,
  /// A plain change that reads what is there at the same moment ('+=',
  /// 'push_back').
  Update,
  /// Of a container: adds what is not there, leaves alone what is.
  Insert,
  /// A call that gives what a resource holds under a key.
  ResourceRead,
  /// Any other call on a resource.
  ResourceCall,
};

inline bool isAtomic(AccessKind K) { return K <= AccessKind::AtomicUpdate; }
inline bool isResource(AccessKind K) { return K >= AccessKind::ResourceRead; }

} // namespace racetidy

#endif // RACETIDY_CHECKS_MODEL_ACCESSKIND_H
