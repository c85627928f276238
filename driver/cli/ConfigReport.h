//===- ConfigReport.h - a project's rules, shown -----------------*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_DRIVER_CLI_CONFIGREPORT_H
#define RACETIDY_DRIVER_CLI_CONFIGREPORT_H

#include "rules/ProjectRules.h"

#include <string>

namespace racetidy {

/// One rules file that says the same as all files of \p Rules together, without
/// the packs.
std::string dumpConfig(const ProjectRules &Rules);

/// A line for all that these files say, with its place, in the order in which
/// it counts; then which checks are on, and why.
std::string explainConfig(const ProjectRules &Rules);

} // namespace racetidy

#endif // RACETIDY_DRIVER_CLI_CONFIGREPORT_H
