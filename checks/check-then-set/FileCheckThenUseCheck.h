//===- FileCheckThenUseCheck.h ----------------------------------*- C++ -*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_CHECKTHENSET_FILECHECKTHENUSECHECK_H
#define RACETIDY_CHECKS_CHECKTHENSET_FILECHECKTHENUSECHECK_H

#include "checks/RaceCheck.h"

namespace racetidy {

/// Finds files that are made where none was found, in two steps.
/// Docs: docs/checks/race-file-check-then-use.md
class FileCheckThenUseCheck : public RaceCheck {
public:
  static const CheckInfo Info;

  FileCheckThenUseCheck(llvm::StringRef Name,
                        clang::tidy::ClangTidyContext *Context)
      : RaceCheck(Info, Name, Context) {}

private:
  void report() override;
};

} // namespace racetidy

#endif // RACETIDY_CHECKS_CHECKTHENSET_FILECHECKTHENUSECHECK_H
