//===- RaceModule.h - the registry of the checks -----------------*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_RACEMODULE_H
#define RACETIDY_CHECKS_RACEMODULE_H

namespace racetidy {

/// Referring to it makes the linker keep the module's registration.
extern volatile int RaceModuleAnchor;

} // namespace racetidy

#endif // RACETIDY_CHECKS_RACEMODULE_H
