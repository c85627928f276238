//===- AsyncLazyInitCheck.h -------------------------------------*- C++ -*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_CHECKTHENSET_ASYNCLAZYINITCHECK_H
#define RACETIDY_CHECKS_CHECKTHENSET_ASYNCLAZYINITCHECK_H

#include "checks/RaceCheck.h"

namespace racetidy {

/// Finds what is made by an await if it is not there yet, with nothing that
/// tells a second activation that it is under way.
/// Docs: docs/checks/race-async-lazy-init.md
class AsyncLazyInitCheck : public RaceCheck {
public:
  static const CheckInfo Info;

  AsyncLazyInitCheck(llvm::StringRef Name,
                     clang::tidy::ClangTidyContext *Context)
      : RaceCheck(Info, Name, Context) {}

private:
  void report() override;
};

} // namespace racetidy

#endif // RACETIDY_CHECKS_CHECKTHENSET_ASYNCLAZYINITCHECK_H
