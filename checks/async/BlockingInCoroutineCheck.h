//===- BlockingInCoroutineCheck.h -------------------------------*- C++ -*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_ASYNC_BLOCKINGINCOROUTINECHECK_H
#define RACETIDY_CHECKS_ASYNC_BLOCKINGINCOROUTINECHECK_H

#include "checks/RaceCheck.h"

#include "llvm/ADT/DenseSet.h"

namespace racetidy {

/// Finds coroutines that keep their thread where they should give it back.
/// Docs: docs/checks/race-blocking-in-coroutine.md
class BlockingInCoroutineCheck : public RaceCheck {
public:
  static const CheckInfo Info;

  BlockingInCoroutineCheck(llvm::StringRef Name,
                           clang::tidy::ClangTidyContext *Context)
      : RaceCheck(Info, Name, Context) {}

private:
  /// A call that blocks.
  struct Block {
    /// "waits for 'f'"
    std::string What, Instead;
    const clang::VarDecl *Object = nullptr;
    Confidence Level = Confidence::Medium;
  };

  void report() override;
  void coroutine(const clang::FunctionDecl &F);
  std::optional<Block> blocks(const clang::CallExpr &Call);

  /// A template's pattern and what was made from it are the same code.
  llvm::DenseSet<clang::SourceLocation> Reported;
};

} // namespace racetidy

#endif // RACETIDY_CHECKS_ASYNC_BLOCKINGINCOROUTINECHECK_H
