//===- LinkedFinding.h - what the composition has to say ---------*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_COMPOSITION_LINKEDFINDING_H
#define RACETIDY_CHECKS_COMPOSITION_LINKEDFINDING_H

#include "checks/model/Evidence.h"
#include "checks/model/SummarySet.h"

#include <string>
#include <vector>

namespace racetidy {

class Composition;

/// One step of an interleaving, by site instead of by SourceLocation.
struct LinkedStep {
  /// "thread A", "thread 1, started in 'main'"
  std::string Origin;
  Site At;
  /// "reads 'hits'"
  std::string What;
};

/// A finding over summaries: what Finding is inside a translation unit. Sites
/// are of the SummarySet that was composed.
struct LinkedFinding {
  Site At;
  /// What is wrong and why; lower case, no full stop, entities in quotes.
  std::string Message;
  racetidy::Evidence Evidence;
  std::vector<LinkedStep> Steps;
  /// What to do about it; may be empty.
  std::string Advice;
  /// The same for the same defect as long as names stay: made of the location's
  /// key, the function's key and what is wrong, never of a line.
  std::string Id;
  /// The function it lies in and the location it is about, by qualified names.
  std::vector<std::string> Entities;
};

/// What a check over summaries is: a filter that tells findings of a
/// composition, in the order of their sites.
using LinkFunction = void (*)(const Composition &,
                              std::vector<LinkedFinding> &);

} // namespace racetidy

#endif // RACETIDY_CHECKS_COMPOSITION_LINKEDFINDING_H
