//===- RuleTests.h - do rules find what they shall? --------------*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_DRIVER_CLI_RULETESTS_H
#define RACETIDY_DRIVER_CLI_RULETESTS_H

#include "driver/cli/Flags.h"

#include "clang/Tooling/CompilationDatabase.h"

namespace racetidy {

/// Runs the rules file that comes first in \p F over the sources that follow,
/// or over those beside it that have its name, and compares what is found with
/// their marks: a comment "expect: CHECK", on the line of the finding or alone
/// on the one before. Returns the exit code.
int testRules(const Flags &F, clang::tooling::CompilationDatabase *Fixed);

} // namespace racetidy

#endif // RACETIDY_DRIVER_CLI_RULETESTS_H
