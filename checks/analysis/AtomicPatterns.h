//===- AtomicPatterns.h - atomic operations that belong together -*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_ANALYSIS_ATOMICPATTERNS_H
#define RACETIDY_CHECKS_ANALYSIS_ATOMICPATTERNS_H

#include "checks/analysis/FunctionScan.h"
#include "checks/model/AtomicMisuse.h"
#include "checks/model/Lockset.h"

#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"

#include <vector>

namespace racetidy {

/// Finds atomic operations of one function that should have been one. The
/// shapes come from the syntax, and most functions have none: only for the
/// others the flow is asked which locks are held, whether both operations still
/// mean one location, and whether anybody else can reach it.
class AtomicPatterns {
public:
  AtomicPatterns(const clang::FunctionDecl &Function, RuleIndex &Rules,
                 FunctionScan &Scan);

  /// Whether there is nothing to ask the flow for.
  bool empty() const { return Shapes.empty(); }

  /// The flow comes past \p Op, before its effects: the locks that are held, of
  /// which \p Own is the one that the location itself may be, the reads that
  /// still name what they read, and whether the location is private.
  void runs(const FunctionScan::Operation &Op, const Lockset &Held,
            LockBits Own, uint64_t Live, bool Private);

  /// The shapes that the flow confirmed.
  std::vector<AtomicMisuse> findings() const;

private:
  struct Facts {
    bool Locked = false;
    bool Private = false;
    uint64_t Live = 0;
  };

  RuleIndex &Rules;
  FunctionScan &Scan;
  std::vector<AtomicMisuse> Shapes;
  llvm::DenseMap<const clang::Expr *, Facts> Seen;
};

/// Which atomic pointers ever become null again, over all functions of a unit:
/// one that is set once and stays may be tested and loaded once more.
class PointerFates {
public:
  void note(const clang::FunctionDecl &Function, const FunctionScan &Scan);
  /// Whether every store that was seen puts something there.
  bool onlySet(const clang::ValueDecl *D) const;

private:
  /// By the place of the declaration, so that a template and its instances are
  /// one.
  llvm::DenseSet<clang::SourceLocation> Set, Unset;
};

} // namespace racetidy

#endif // RACETIDY_CHECKS_ANALYSIS_ATOMICPATTERNS_H
