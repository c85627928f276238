//===- ChangesByCall.h - what calls change of what they are given *- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_COMPOSITION_CHANGESBYCALL_H
#define RACETIDY_CHECKS_COMPOSITION_CHANGESBYCALL_H

#include "checks/composition/CallGraph.h"

namespace racetidy {

/// Changes that a function makes by calling others: 'list_add(&queue, x)'
/// changes 'queue', and 'state_.reset()' changes 'state_'. In terms of the
/// caller, so that they are known however many callers the callee has.
///
/// After the mod-ref sets of Banning ("An efficient way to find the side
/// effects of procedure calls", POPL 1979), for parameters alone.
class ChangesByCall {
public:
  ChangesByCall(const SummarySet &Set, const CallGraph &Calls);

  /// As accesses of the whole object, in the order of the calls.
  llvm::ArrayRef<SummaryAccess> of(FunctionId F) const { return Found[F]; }

private:
  /// What a function changes of its object, and of what its parameters point
  /// to, a bit each, but nothing that hangs by a further pointer.
  struct Changed {
    bool This = false;
    uint32_t Parameters = 0;
    void note(const SummaryPath &Path);
  };
  void summarise();
  void collect();
  bool isKept(const SummaryPath &Path) const;

  const SummarySet &Set;
  const CallGraph &Calls;
  std::vector<Changed> By;
  std::vector<std::vector<SummaryAccess>> Found;
};

} // namespace racetidy

#endif // RACETIDY_CHECKS_COMPOSITION_CHANGESBYCALL_H
