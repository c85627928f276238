//===- Main.cpp - the command line ----------------------------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "driver/cli/Flags.h"
#include "driver/cli/Session.h"

#include "llvm/Support/InitLLVM.h"
#include "llvm/Support/Process.h"

using namespace racetidy;

int main(int Argc, const char **Argv) {
  llvm::InitLLVM Init(Argc, Argv);
  // "FILE -- FLAGS": everything after the dashes is the compiler's. Linking
  // needs none.
  std::string Problem;
  std::unique_ptr<clang::tooling::CompilationDatabase> Fixed;
  if (Argc < 2 || Argv[1] != llvm::StringRef("link"))
    Fixed = clang::tooling::FixedCompilationDatabase::loadFromCommandLine(
        Argc, Argv, Problem);
  if (!Problem.empty()) {
    complain() << Problem << "\n";
    return Usage;
  }
  std::optional<Flags> F = parseFlags(Argc, Argv);
  int Code = F ? Session(*F).run(std::move(Fixed)) : Usage;
  llvm::outs().flush();
  // Nothing is taken down: a file on which clang crashed has left its objects
  // registered with LLVM, and they are gone.
  llvm::sys::Process::Exit(Code, /*NoCleanup=*/true);
}
