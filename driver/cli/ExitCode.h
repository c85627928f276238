//===- ExitCode.h - how the command line ends --------------------*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_DRIVER_CLI_EXITCODE_H
#define RACETIDY_DRIVER_CLI_EXITCODE_H

#include "llvm/Support/raw_ostream.h"

namespace racetidy {

/// Exit codes; docs/cli.md says the same.
enum ExitCode { Clean = 0, HasFindings = 1, Usage = 2, Incomplete = 3 };

/// Where errors go: standard error, with the program's name before them.
llvm::raw_ostream &complain();

} // namespace racetidy

#endif // RACETIDY_DRIVER_CLI_EXITCODE_H
