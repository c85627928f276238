//===- Interleaving.h - how the update is lost -------------------*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_MODEL_INTERLEAVING_H
#define RACETIDY_CHECKS_MODEL_INTERLEAVING_H

#include "checks/model/Evidence.h"

#include "clang/Basic/SourceLocation.h"

#include <string>
#include <vector>

namespace racetidy {

/// One step of an interleaving: who does what, where.
struct InterleavingStep {
  /// "thread A", "thread B"
  std::string Origin;
  clang::SourceLocation Loc;
  /// "loads 'hits'"
  std::string What;
};

/// The witness that a finding carries: steps in time order, ending in the
/// loss. Notes, JSON and every later report are drawn from this one value; a
/// finding that can't tell its interleaving is not reported.
using Interleaving = std::vector<InterleavingStep>;

} // namespace racetidy

#endif // RACETIDY_CHECKS_MODEL_INTERLEAVING_H
