//===- SingleCheckWait.h - a wait after which nobody looks again -*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_MODEL_SINGLECHECKWAIT_H
#define RACETIDY_CHECKS_MODEL_SINGLECHECKWAIT_H

#include "clang/Basic/SourceLocation.h"

#include <string>

namespace racetidy {

/// Something is tested, waited for, and taken as given without a second look:
/// of two who wake up, both go on.
struct SingleCheckWait {
  enum Kind : uint8_t {
    /// A coroutine awaits what it tested, and then sets it.
    Pending,
    /// A coroutine awaits something else while a mark is set, and then sets the
    /// mark itself.
    Mark,
    /// A thread waits on a condition variable, under an 'if'.
    Condition,
    /// The same without any test.
    Untested,
  } K = Pending;
  /// Where it is tested; invalid for Untested.
  clang::SourceLocation Test;
  clang::SourceLocation Wait;
  /// Where it is set; of a condition, where it is used, or invalid.
  clang::SourceLocation Use;
  /// What is tested, as the code names it; of Untested, the condition variable.
  std::string Name;
};

} // namespace racetidy

#endif // RACETIDY_CHECKS_MODEL_SINGLECHECKWAIT_H
