//===- Publication.h - what is told before it is so --------------*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_MODEL_PUBLICATION_H
#define RACETIDY_CHECKS_MODEL_PUBLICATION_H

#include "clang/Basic/SourceLocation.h"

#include <string>

namespace racetidy {

/// A call after which others act on what they find, made too early or with an
/// old order number.
struct EarlyPublication {
  enum Kind : uint8_t {
    /// The write that justifies it comes only after it.
    BeforeWrite,
    /// That write was begun, and nobody has waited for it.
    WhileUnderWay,
    /// The same, with a pause in between that stands in for waiting.
    AfterPause,
    /// What orders it was read or counted before a suspension.
    OldOrder,
  } K = BeforeWrite;
  clang::SourceLocation Published;
  /// Where the write begins; for OldOrder, where the order number was taken.
  clang::SourceLocation Write;
  /// The pause, or the suspension.
  clang::SourceLocation Between;
  /// What is called, as the code names it, and what is written or counted.
  std::string Call, Written;
};

} // namespace racetidy

#endif // RACETIDY_CHECKS_MODEL_PUBLICATION_H
