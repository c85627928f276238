//===- FindThenInsertCheck.h ------------------------------------*- C++ -*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_CHECKTHENSET_FINDTHENINSERTCHECK_H
#define RACETIDY_CHECKS_CHECKTHENSET_FINDTHENINSERTCHECK_H

#include "checks/RaceCheck.h"

namespace racetidy {

/// Finds what is put where nothing was found, in two calls of an object that
/// locks for itself.
/// Docs: docs/checks/race-find-then-insert.md
class FindThenInsertCheck : public RaceCheck {
public:
  static const CheckInfo Info;

  FindThenInsertCheck(llvm::StringRef Name,
                      clang::tidy::ClangTidyContext *Context)
      : RaceCheck(Info, Name, Context) {}

private:
  void report() override;
};

} // namespace racetidy

#endif // RACETIDY_CHECKS_CHECKTHENSET_FINDTHENINSERTCHECK_H
