//===- Pauses.h - pauses that stand in for waiting -----------------*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_COMPOSITION_PAUSES_H
#define RACETIDY_CHECKS_COMPOSITION_PAUSES_H

#include "checks/composition/Composition.h"

namespace racetidy {

/// The pause between a start and an access that should have waited for what was
/// started; no valid site if there is none. \p R is of the kind BeforeAwait.
inline Site pauseBetween(const Composition &All, const Race &R) {
  const SummarySpawn &Start = *All.calls().starts()[R.Start].Spawn;
  Site Pause = All.locations().access(R.At).Pause;
  bool Between = Pause.isValid() &&
                 All.calls().starts()[R.Start].In == R.At.Function &&
                 Start.At < Pause;
  return Between ? Pause : Site();
}

} // namespace racetidy

#endif // RACETIDY_CHECKS_COMPOSITION_PAUSES_H
