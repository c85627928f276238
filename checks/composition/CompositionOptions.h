//===- CompositionOptions.h - what a set of summaries holds ------*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_COMPOSITION_COMPOSITIONOPTIONS_H
#define RACETIDY_CHECKS_COMPOSITION_COMPOSITIONOPTIONS_H

namespace racetidy {

struct CompositionOptions {
  /// The set holds all of the program: who calls a function is in it. Else a
  /// function that others can see may have callers out of sight, and what
  /// depends on them is believed one step less.
  bool Whole = false;
};

} // namespace racetidy

#endif // RACETIDY_CHECKS_COMPOSITION_COMPOSITIONOPTIONS_H
