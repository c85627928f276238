//===- ResourceFlow.h - writes to resources that depend on reads -*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_ANALYSIS_RESOURCEFLOW_H
#define RACETIDY_CHECKS_ANALYSIS_RESOURCEFLOW_H

#include "checks/analysis/DependentWrites.h"

namespace racetidy {

/// Judges the writes to resources: does one depend on what an earlier call read
/// there, with nothing that kept others out from the read on? The half of
/// WriteJudge that knows calls instead of memory.
class ResourceFlow {
public:
  ResourceFlow(const clang::FunctionDecl &Function, FunctionScan &Scan,
               const ValueFlow &Values, const Privacy &Private,
               Branches &Decisions)
      : Function(Function), Scan(Scan), Values(Values), Private(Private),
        Decisions(Decisions) {}

  /// \p Op is a call on a resource, at \p Node.
  void call(const FunctionScan::Operation &Op, const clang::Expr *Node,
            FlowState &State, const clang::CFGBlock &B);

  void clear() { Found.clear(); }
  std::vector<DependentWrite> results() const;

private:
  struct Dependent {
    unsigned Read;
    /// The call that says what is written: the write itself, or what prepared
    /// it.
    const FunctionScan::Operation *Write;
    DependenceKind Kind;
    const clang::IfStmt *Test = nullptr;
  };

  const FunctionScan::Operation &operation(unsigned R) const {
    return *Scan.operation(Scan.reads()[R]);
  }
  void read(unsigned R, FlowState &State);
  void write(const FunctionScan::Operation &Op, const clang::Expr *Node,
             ReadBits Data, bool Tests, FlowState &State,
             const clang::CFGBlock &B);
  bool maySupersede(unsigned R, const FunctionScan::Operation &Write) const;
  /// Whether \p Condition with the outcome \p Outcome says that what the read
  /// asked for is not there.
  bool saysAbsent(const clang::Expr *Condition, bool Outcome,
                  const ResourceRule &Rule) const;

  const clang::FunctionDecl &Function;
  FunctionScan &Scan;
  const ValueFlow &Values;
  const Privacy &Private;
  Branches &Decisions;
  /// By the call that writes; insertion order is sweep order.
  llvm::MapVector<const clang::Expr *, Dependent> Found;
};

/// The conditional writes of one function whose result nobody looks at.
std::vector<UnseenOutcome> unseenOutcomes(const clang::FunctionDecl &Function,
                                          FunctionScan &Scan);

} // namespace racetidy

#endif // RACETIDY_CHECKS_ANALYSIS_RESOURCEFLOW_H
