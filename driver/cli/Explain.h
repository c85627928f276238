//===- Explain.h - what a check finds, and why -------------------*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_DRIVER_CLI_EXPLAIN_H
#define RACETIDY_DRIVER_CLI_EXPLAIN_H

#include "rules/RuleSet.h"

#include "llvm/ADT/ArrayRef.h"

namespace racetidy {

/// Prints the page of each of \p Checks, which may be rules of the project.
/// False if there is none of a name.
bool explain(llvm::ArrayRef<std::string> Checks, const RuleSet &Rules);

} // namespace racetidy

#endif // RACETIDY_DRIVER_CLI_EXPLAIN_H
