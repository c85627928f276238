//===- Explain.h - what a check finds, and why -------------------*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_DRIVER_CLI_EXPLAIN_H
#define RACETIDY_DRIVER_CLI_EXPLAIN_H

#include "driver/report/Report.h"
#include "rules/RuleSet.h"

#include "llvm/ADT/ArrayRef.h"

namespace racetidy {

/// Prints the page of each of \p Checks, which may be rules of the project.
/// False if there is none of a name.
bool explain(llvm::ArrayRef<std::string> Checks, const RuleSet &Rules);

/// What reports say of \p Check, a built-in one or the project's \p Own, which
/// may be null.
RuleText ruleText(llvm::StringRef Check, const OwnRule *Own);

} // namespace racetidy

#endif // RACETIDY_DRIVER_CLI_EXPLAIN_H
