//===- Composition.cpp - summaries put together over calls ----------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/composition/Composition.h"

using namespace racetidy;

Composition::Composition(const SummarySet &Set, CompositionOptions Options)
    : Set(Set), Options(Options) {}

Composition::~Composition() = default;
