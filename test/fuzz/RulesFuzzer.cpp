//===- RulesFuzzer.cpp - any bytes as a rules file ------------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// './dev fuzz' builds this with libFuzzer and the address and
/// undefined-behaviour sanitizers, and runs it from the packs that ship.
///
//===----------------------------------------------------------------------===//
#include "rules/RuleLoader.h"

#include <cstdint>
#include <cstdlib>

using namespace racetidy;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *Data, size_t Size) {
  std::string Text(reinterpret_cast<const char *>(Data), Size);
  static const Vocabulary Known{
      {{"race-a", {{"Limit", "3"}, {"Strict", "true"}}}}};
  LoadedRules Loaded = parseRules(Text, "f.yaml", Known);
  // Whatever is read adds up, and every mistake has its place.
  RuleSet Twice = Loaded.Rules;
  Twice.append(Loaded.Rules);
  for (const RuleError &E : Loaded.Errors)
    if (E.Message.empty() || (Loaded.Tree && !E.Line))
      std::abort();
  // What is printed is read again as the same.
  if (Loaded.Tree) {
    YamlDocument Again = parseYaml(printYaml(*Loaded.Tree));
    if (Loaded.Errors.empty() &&
        (!Again.Root || printYaml(*Again.Root) != printYaml(*Loaded.Tree)))
      std::abort();
  }
  return 0;
}
