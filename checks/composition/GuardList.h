//===- GuardList.h - the guards of a composition, as text --------*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_COMPOSITION_GUARDLIST_H
#define RACETIDY_CHECKS_COMPOSITION_GUARDLIST_H

#include "checks/composition/Composition.h"

#include "llvm/Support/raw_ostream.h"

namespace racetidy {

/// Writes a line for every location with a guard, sorted by name: its name, the
/// lock's, the accesses that hold it, all accesses that count, Wilson's lower
/// bound with two digits, and where the guard comes from ("declared",
/// "inferred", "only-lock", "named", "comment"), with tabs between.
void printGuards(const Composition &All, llvm::raw_ostream &Out);

/// Writes a line for every access of such a location, sorted: its file and
/// line, its name, the lock's, and how the lock is held there on all ways, with
/// tabs between and commas inside the last: "held", "bare", "other" (that of
/// another object), "unclear" (nobody can tell), "owned" (nobody else has the
/// object), "alone" (nothing else runs) or "set-up".
void printAccesses(const Composition &All, llvm::raw_ostream &Out);

} // namespace racetidy

#endif // RACETIDY_CHECKS_COMPOSITION_GUARDLIST_H
