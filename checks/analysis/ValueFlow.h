//===- ValueFlow.h - which reads a value depends on --------------*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_ANALYSIS_VALUEFLOW_H
#define RACETIDY_CHECKS_ANALYSIS_VALUEFLOW_H

#include "checks/analysis/FunctionScan.h"

#include "llvm/ADT/DenseMap.h"

#include <map>

namespace racetidy {

/// A set of the function's numbered reads.
using ReadBits = uint64_t;

/// What the function's own variables hold at a point: for each, the reads that
/// its value was computed from, and which assignment gave it.
struct ValueState {
  struct Value {
    ReadBits Reads = 0;
    /// The statement that set the variable last; null where paths differ.
    const clang::Stmt *Definition = nullptr;
    friend bool operator==(const Value &, const Value &) = default;
  };
  std::map<AccessPath, Value> Variables;
  /// Reads whose path still names the location that was read.
  ReadBits Live = 0;

  friend bool operator==(const ValueState &, const ValueState &) = default;
};

/// Follows values through expressions and local variables of one function.
/// Values that pass through other memory or through callees' side effects are
/// not followed: the finding is missed, never invented.
class ValueFlow {
public:
  ValueFlow(FunctionScan &Scan) : Scan(Scan) {}

  /// Moves the state over \p S, which clang's CFG gives in evaluation order.
  void statement(const clang::Stmt *S, ValueState &State);

  /// The reads that the value of \p E was computed from, as of when it was
  /// last evaluated.
  ReadBits readsOf(const clang::Expr *E) const;

  /// Which call made the statement or handle that \p Handle names, as the last
  /// on every way here; null if that can't be told.
  const FunctionScan::Operation *madeBy(const clang::Expr *Handle,
                                        const ValueState &State) const;
  /// The reads that went into the statement or handle that \p Handle names.
  ReadBits held(const clang::Expr *Handle, const ValueState &State) const;

  /// Joins \p From into \p Into. A variable that was set differently on the
  /// two paths depends on \p Decision, what the branch between them read.
  static void join(ValueState &Into, const ValueState &From, ReadBits Decision);

private:
  void assign(const clang::Expr *Target, ReadBits Reads, bool Whole,
              const clang::Stmt *Definition, ValueState &State);
  void define(const AccessPath &Path, ReadBits Reads,
              const clang::Stmt *Definition, ValueState &State);
  ReadBits variable(const AccessPath &Path, const ValueState &State) const;
  void callArguments(const clang::Stmt *Call, ReadBits Reads,
                     ValueState &State);
  void resource(const FunctionScan::Operation &Op, const clang::Expr *E,
                ValueState &State);
  /// The variable that is a statement or handle, or points to one.
  std::optional<AccessPath> handle(const clang::Expr *E) const;
  const FunctionScan::Operation *maker(const clang::Stmt *Definition) const;
  /// What a callee was given of resources, it may leave in what it writes.
  ReadBits ofResources(ReadBits Reads) const;
  void drop(ReadBits Reads, ValueState &State);
  void forget(const AccessPath &Changed, ValueState &State);

  FunctionScan &Scan;
  llvm::DenseMap<const clang::Expr *, ReadBits> Values;
};

} // namespace racetidy

#endif // RACETIDY_CHECKS_ANALYSIS_VALUEFLOW_H
