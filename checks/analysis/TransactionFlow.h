//===- TransactionFlow.h - which transactions are open -----------*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_ANALYSIS_TRANSACTIONFLOW_H
#define RACETIDY_CHECKS_ANALYSIS_TRANSACTIONFLOW_H

#include "checks/analysis/FunctionScan.h"

#include "clang/AST/DeclCXX.h"
#include "llvm/ADT/DenseMap.h"

#include <cstdint>

namespace racetidy {

/// Transactions that may be open at a point. They keep others from a store as a
/// lock keeps them from memory, but guard no memory, so they are none of the
/// locks. A bit each for objects that are a transaction; the calls that begin
/// and end one share a bit.
using TransactionBits = uint64_t;

/// What the functions of a unit do to transactions, where their bodies are in
/// it: 'begin()' that runs "BEGIN", a class whose constructor begins what its
/// destructor ends.
class TransactionEffects {
public:
  explicit TransactionEffects(RuleIndex &Rules) : Rules(Rules) {}

  struct Effect {
    bool Begins = false, Ends = false;
  };
  /// What is left changed behind a call of \p F.
  Effect of(const clang::FunctionDecl &F);
  RuleIndex &rules() { return Rules; }

private:
  static constexpr unsigned MaxDepth = 4;

  RuleIndex &Rules;
  unsigned Depth = 0;
  llvm::DenseMap<const clang::FunctionDecl *, Effect> Known;
};

/// Moves the transactions that may be open over the elements of one function's
/// control-flow graph.
class TransactionFlow {
public:
  TransactionFlow(const clang::FunctionDecl &Function,
                  TransactionEffects &Effects, FunctionScan &Scan)
      : Function(Function), Effects(Effects), Rules(Effects.rules()),
        Scan(Scan) {}

  /// Those that the callers hold, as a parameter or the object shows.
  TransactionBits entry();
  void statement(const clang::Stmt *S, TransactionBits &Open);
  /// The destructor of the local \p V runs.
  void destroyed(const clang::VarDecl *V, TransactionBits &Open);

private:
  /// What calls begin and end.
  static constexpr TransactionBits Called = 1;

  void call(const clang::CallExpr &Call, TransactionBits &Open);
  /// The bit of the variable that \p Object names, if it is a transaction.
  TransactionBits scopeNamed(const clang::Expr *Object);
  TransactionBits bit(const clang::VarDecl *V);

  const clang::FunctionDecl &Function;
  TransactionEffects &Effects;
  RuleIndex &Rules;
  FunctionScan &Scan;
  llvm::DenseMap<const clang::VarDecl *, unsigned> Scopes;
};

} // namespace racetidy

#endif // RACETIDY_CHECKS_ANALYSIS_TRANSACTIONFLOW_H
