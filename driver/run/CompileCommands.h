//===- CompileCommands.h - which files to lint, and how ----------*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_DRIVER_RUN_COMPILECOMMANDS_H
#define RACETIDY_DRIVER_RUN_COMPILECOMMANDS_H

#include "clang/Tooling/CompilationDatabase.h"

#include <string>
#include <vector>

namespace racetidy {

/// A source file and the one command that it is linted with: a database often
/// has several for one file (a static and a shared target), and linting it
/// twice finds the same twice.
struct LintJob {
  /// Absolute.
  std::string File;
  clang::tooling::CompileCommand Command;
  /// By itself, not by a folder or the whole database: what the rules exclude
  /// is linted all the same.
  bool Named = false;
};

/// What the user asked to be linted.
struct Selection {
  std::vector<LintJob> Jobs;
  /// Files that can't be linted: the file, and why with what to do. The others
  /// are linted all the same.
  struct Failure {
    std::string File, Why;
  };
  std::vector<Failure> Failures;
  /// It is all there is of the program: all files of the database, or all that
  /// were named where there is none.
  bool Whole = false;
  /// Nothing can be linted at all; one line with what to do.
  std::string Error;
};

/// Finds the compile database: in \p BuildPath if given; else upward from the
/// first of \p Paths (from the working folder when there is none); else in
/// the usual build folders below the working folder. Then finds the command of
/// every file among \p Paths and of every file of the database below the
/// folders among them; all of the database when \p Paths is empty.
Selection selectFromDatabase(llvm::ArrayRef<std::string> Paths,
                             const std::string &BuildPath);

/// The files in \p Paths, each with the fixed command of \p Database
/// ("racetidy FILE -- FLAGS").
Selection selectFixed(llvm::ArrayRef<std::string> Paths,
                      clang::tooling::CompilationDatabase &Database);

} // namespace racetidy

#endif // RACETIDY_DRIVER_RUN_COMPILECOMMANDS_H
