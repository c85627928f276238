//===- Runner.h - lints files ------------------------------------*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_DRIVER_RUN_RUNNER_H
#define RACETIDY_DRIVER_RUN_RUNNER_H

#include "driver/run/CompileCommands.h"
#include "driver/run/LintResult.h"
#include "rules/RuleSet.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace racetidy {

/// How one file is to be linted.
struct LintSettings {
  clang::tidy::ClangTidyOptions Options;
  std::vector<std::string> ExtraArgs, ExtraArgsBefore;
  /// If there are any, summaries are made with these rules.
  std::shared_ptr<const RuleSet> Summarise;
};

/// Lints all of \p Jobs in this process with \p Workers threads (0: one a
/// processor). \p Done is called on the calling thread, in the order of
/// \p Jobs, whatever order they end in.
void lint(llvm::ArrayRef<LintJob> Jobs, unsigned Workers,
          std::function<LintSettings(const LintJob &)> SettingsOf,
          std::function<void(LintResult)> Done);

} // namespace racetidy

#endif // RACETIDY_DRIVER_RUN_RUNNER_H
