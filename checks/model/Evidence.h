//===- Evidence.h - why a finding is believed ------------------*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_MODEL_EVIDENCE_H
#define RACETIDY_CHECKS_MODEL_EVIDENCE_H

#include <cstdint>
#include <optional>
#include <string>

namespace racetidy {

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

/// One step less sure.
inline Confidence less(Confidence C) {
  return C == Confidence::High ? Confidence::Medium : Confidence::Low;
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

#endif // RACETIDY_CHECKS_MODEL_EVIDENCE_H
