//===- Interleaving.h - how the update is lost -------------------*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_MODEL_INTERLEAVING_H
#define RACETIDY_CHECKS_MODEL_INTERLEAVING_H

#include "clang/Basic/SourceLocation.h"

#include <optional>
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

/// How sure the evidence makes a finding (the table in
/// docs/design/evidence.md).
enum class Confidence : uint8_t { Low, Medium, High };

inline const char *toString(Confidence C) {
  switch (C) {
  case Confidence::Low:
    return "low";
  case Confidence::Medium:
    return "medium";
  case Confidence::High:
    return "high";
  }
  return "";
}

/// The confidence that \p Name names, if it does.
inline std::optional<Confidence> confidenceFrom(const std::string &Name) {
  for (Confidence C : {Confidence::Low, Confidence::Medium, Confidence::High})
    if (Name == toString(C))
      return C;
  return std::nullopt;
}

/// Why the location is believed to be shared, and what confidence that gives.
struct Evidence {
  std::string What;
  Confidence Level = Confidence::High;
};

} // namespace racetidy

#endif // RACETIDY_CHECKS_MODEL_INTERLEAVING_H
