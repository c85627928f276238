//===- AtomicCheckThenSetCheck.h ------------------------------------*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_CHECKTHENSET_ATOMICCHECKTHENSETCHECK_H
#define RACETIDY_CHECKS_CHECKTHENSET_ATOMICCHECKTHENSETCHECK_H

#include "checks/RaceCheck.h"

namespace racetidy {

/// Finds atomics that are tested and then set in two operations, so that two
/// threads may both pass the test and do what should be done once.
/// Docs: docs/checks/race-atomic-check-then-set.md
class AtomicCheckThenSetCheck : public RaceCheck {
public:
  static const CheckInfo Info;

  AtomicCheckThenSetCheck(llvm::StringRef Name,
                          clang::tidy::ClangTidyContext *Context)
      : RaceCheck(Info, Name, Context) {}

private:
  void report() override;
};

} // namespace racetidy

#endif // RACETIDY_CHECKS_CHECKTHENSET_ATOMICCHECKTHENSETCHECK_H
