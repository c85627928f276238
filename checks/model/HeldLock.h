//===- HeldLock.h - a lock held where it should not be -----------*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_MODEL_HELDLOCK_H
#define RACETIDY_CHECKS_MODEL_HELDLOCK_H

#include "checks/model/DependentWrite.h"

namespace clang {
class FunctionDecl;
class ValueDecl;
} // namespace clang

namespace racetidy {

/// A thread's lock that is held where a coroutine is suspended.
struct LockAcrossSuspension {
  clang::SourceLocation Suspension;
  /// Where the lock was taken last.
  clang::SourceLocation Taken;
  /// The lock as the code names it.
  std::string Lock;
  /// Held on some paths only.
  bool OnSomePath = false;
};

/// A callable that somebody else gave, called while a lock is held.
struct CallbackUnderLock {
  clang::SourceLocation Call;
  /// Where the lock was taken last.
  clang::SourceLocation Taken;
  /// The callable and the lock as the code names them.
  std::string Callable, Lock;
  /// The field or variable that is the lock.
  const clang::ValueDecl *LockDecl = nullptr;
  const clang::FunctionDecl *Function = nullptr;
};

/// A location changed while its lock is held in shared mode only.
struct WriteUnderSharedLock {
  Access Write;
  std::string Name, Lock;
  clang::SourceLocation Taken;
};

} // namespace racetidy

#endif // RACETIDY_CHECKS_MODEL_HELDLOCK_H
