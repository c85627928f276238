//===- Plugin.cpp - the checks as a clang-tidy plugin ---------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/RaceModule.h"

// The registry's static objects are all there is to load.
[[maybe_unused]] static int Anchor = racetidy::RaceModuleAnchor;
