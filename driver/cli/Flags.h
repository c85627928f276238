//===- Flags.h - the flags of the command line -------------------*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_DRIVER_CLI_FLAGS_H
#define RACETIDY_DRIVER_CLI_FLAGS_H

#include <optional>
#include <string>
#include <vector>

namespace racetidy {

/// What is to be done: lint files, or one of the two halves of that, or
/// something with rules.
enum class Command { Lint, Scan, Link, TestRules, Explain };

enum class OutputFormat { Text, Json, Sarif };

/// What the user asked for; docs/cli.md describes every flag.
struct Flags {
  Command What = Command::Lint;
  /// Of scan: the file to write.
  std::string Output;
  bool Dump = false, DumpGuards = false, DumpAccesses = false;
  std::vector<std::string> Paths;
  std::string BuildPath;
  /// A rules file, or the rules themselves, given by '--config'.
  std::string ConfigFile, Config;
  std::string Checks;
  /// Empty where the rules file may say.
  std::string MinConfidence;
  std::optional<std::string> HeaderFilter, ExcludeHeaderFilter;
  std::vector<std::string> ExtraArgs, ExtraArgsBefore;
  unsigned Workers = 0;
  bool DumpConfig = false, VerifyConfig = false, ExplainConfig = false;
  std::string DescribeRules;
  bool ListChecks = false, ListChecksAsJson = false;
  OutputFormat Format = OutputFormat::Text;
  /// A file of findings that are not shown; empty for none.
  std::string Baseline;
  bool UpdateBaseline = false, PruneBaseline = false;
  bool AllowStaleBaseline = false;
  bool Fix = false, Quiet = false, Verbose = false;
  bool Profile = false;
  std::optional<bool> Colour;
};

/// Reads the flags. Mistakes are reported on standard error, and nothing is
/// returned. "--help" and "--version" answer and end the process.
std::optional<Flags> parseFlags(int Argc, const char *const *Argv);

} // namespace racetidy

#endif // RACETIDY_DRIVER_CLI_FLAGS_H
