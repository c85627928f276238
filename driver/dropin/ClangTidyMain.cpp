//===- ClangTidyMain.cpp - clang-tidy with the checks linked in -----------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// For editors that take a path to clang-tidy and nothing else.
///
//===----------------------------------------------------------------------===//
#include "checks/RaceModule.h"

// Referring to the modules makes the linker keep clang-tidy's own checks.
#include "clang-tidy/ClangTidyForceLinker.h"
#include "clang-tidy/tool/ClangTidyMain.h"

[[maybe_unused]] static int Anchor = racetidy::RaceModuleAnchor;

int main(int Argc, const char **Argv) {
  return clang::tidy::clangTidyMain(Argc, Argv);
}
