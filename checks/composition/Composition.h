//===- Composition.h - summaries put together over calls ---------*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_COMPOSITION_COMPOSITION_H
#define RACETIDY_CHECKS_COMPOSITION_COMPOSITION_H

#include "checks/composition/LinkedFinding.h"
#include "checks/model/Summary.h"

namespace racetidy {

struct CompositionOptions {
  /// The set holds all of the program: who calls a function is in it. Else a
  /// function that others can see may have callers out of sight, and what
  /// depends on them is believed one step less.
  bool Whole = false;
};

/// What a set of summaries tells when it is put together. The set must be
/// sorted and outlive the composition.
class Composition {
public:
  Composition(const SummarySet &Set, CompositionOptions Options);
  ~Composition();

  const SummarySet &summaries() const { return Set; }

private:
  const SummarySet &Set;
  CompositionOptions Options;
};

} // namespace racetidy

#endif // RACETIDY_CHECKS_COMPOSITION_COMPOSITION_H
