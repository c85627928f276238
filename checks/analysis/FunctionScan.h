//===- FunctionScan.h - the cheap first look at a function -------*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_ANALYSIS_FUNCTIONSCAN_H
#define RACETIDY_CHECKS_ANALYSIS_FUNCTIONSCAN_H

#include "checks/analysis/AtomicOperations.h"
#include "checks/analysis/PathBuilder.h"
#include "checks/analysis/ResourceCalls.h"
#include "checks/model/DependentWrite.h"

#include "clang/AST/ParentMap.h"
#include "llvm/ADT/DenseMap.h"

#include <memory>
#include <vector>

namespace racetidy {

class LockEffects;
class SynchronizedMethods;

/// Calls \p Visit for every statement that runs as part of \p Function itself:
/// its initialisers and body, without the bodies of lambdas and without
/// operands that are never evaluated.
void forEachEvaluated(const clang::FunctionDecl &Function,
                      llvm::function_ref<void(const clang::Stmt *)> Visit);

/// The operations on shared state that one function holds. Most functions hold
/// none and are done after this look: no control-flow graph is built for them.
class FunctionScan {
public:
  /// At most this many reads are followed in one function; the rest is counted
  /// in \c CutReads and stays silent.
  static constexpr unsigned MaxReads = 64;

  struct Operation {
    AccessKind Kind = AccessKind::Read;
    AccessPath Path;
    /// For atomic kinds only.
    AtomicOperation Atomic;
    /// The new value of a write, where there is one.
    const clang::Expr *Value = nullptr;
    /// The number of the read, if this reads a location that the function also
    /// writes, or reads once more.
    int Read = -1;
    /// Somebody looks at the operation's value.
    bool ResultUsed = false;
    /// The value is compared, masked or tested: it decides something.
    bool Decides = false;
    /// For calls on resources only.
    const ResourceCall *Resource = nullptr;
  };

  /// \p Methods: what methods of the project's own classes do that lock for
  /// themselves; null where nobody asks.
  FunctionScan(const clang::FunctionDecl &Function, LockEffects &Effects,
               SynchronizedMethods *Methods = nullptr);

  /// Whether the function holds something that the flow can decide: a
  /// location both read and written, a write under a lock, a lock and a
  /// suspension.
  bool interesting() const { return Interesting; }
  /// Whether the function can be suspended.
  bool hasSuspension() const { return HasSuspension; }

  const Operation *operation(const clang::Expr *E) const {
    auto It = Operations.find(E);
    return It == Operations.end() ? nullptr : &It->second;
  }
  /// The operation at \p E if it is an atomic one.
  const Operation *atomic(const clang::Expr *E) const {
    const Operation *Op = operation(E);
    return Op && isAtomic(Op->Kind) ? Op : nullptr;
  }
  const std::vector<const clang::Expr *> &reads() const { return Reads; }
  /// All operations, in the order of the source.
  const std::vector<const clang::Expr *> &all() const { return All; }
  /// The atomic operations, as they were met; none where no two belong
  /// together.
  const std::vector<const clang::Expr *> &sites() const { return Sites; }
  /// The stores and exchanges of atomics, also where the function is done after
  /// this look.
  const std::vector<AtomicOperation> &writes() const { return AtomicWrites; }
  /// The fields and variables that the function writes, in no order; of every
  /// function, interesting or not.
  llvm::ArrayRef<const clang::ValueDecl *> written() const { return Written; }
  /// The same for atomics that it updates in one step.
  llvm::ArrayRef<const clang::ValueDecl *> updated() const { return Updated; }
  PathBuilder &paths() { return Paths; }
  const clang::ParentMap &parents() const { return *Parents; }
  unsigned cutReads() const { return CutReads; }
  bool hasTry() const { return HasTry; }
  /// Whether the function reads and writes a resource.
  bool hasResources() const { return HasResources; }
  /// Whether the function waits on a condition variable.
  bool hasConditionWait() const { return HasConditionWait; }
  /// Whether the function calls a publication of the rules.
  bool hasPublication() const { return HasPublication; }
  /// Whether the function begins or ends a transaction.
  bool hasTransaction() const { return HasTransaction; }
  /// Whether a lock, an atomic or a thread shows that others may run.
  bool isConcurrent() const { return HasLock || HasAtomic || HasOrigin; }

private:
  void atomics(llvm::ArrayRef<AtomicOperation> Found);
  void plain(llvm::ArrayRef<const clang::Expr *> Found,
             const clang::FunctionDecl &Function);
  void resources(std::vector<ResourceCall> Found,
                 const clang::FunctionDecl &Function);
  void numberReads();
  void numberRepeatedLoads();
  void number(const clang::Expr *Node, Operation &Op);
  bool isShared(const AccessPath &Path,
                const clang::FunctionDecl &Function) const;
  void add(const clang::Expr *Node, Operation Op);

  RuleIndex &Rules;
  PathBuilder Paths;
  std::unique_ptr<clang::ParentMap> Parents;
  llvm::DenseMap<const clang::Expr *, Operation> Operations;
  std::vector<const clang::Expr *> All, Sites, Reads;
  std::vector<AtomicOperation> AtomicWrites;
  llvm::SmallVector<const clang::ValueDecl *, 8> Written;
  llvm::SmallVector<const clang::ValueDecl *, 4> Updated;
  unsigned CutReads = 0;
  bool HasTry = false, HasLock = false, HasSuspension = false;
  bool HasResources = false, HasTransaction = false;
  bool HasPublication = false, HasConditionWait = false;
  /// What somebody else gave is called under a lock.
  bool HasCallback = false;
  /// A publication is ordered by what is read, or counted, here.
  bool HasOrder = false;
  bool HasAtomic = false, HasOrigin = false;
  bool Interesting = false;
  std::vector<std::unique_ptr<ResourceCall>> Calls;
};

/// Whether \p S lets others run before the function goes on: an await that may
/// wait, a yield, a call that the rules name.
bool isSuspension(const clang::Stmt &S, RuleIndex &Rules);

} // namespace racetidy

#endif // RACETIDY_CHECKS_ANALYSIS_FUNCTIONSCAN_H
