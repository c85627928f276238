//===- PublicationFlow.h - what is told, and what is done by then *- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_ANALYSIS_PUBLICATIONFLOW_H
#define RACETIDY_CHECKS_ANALYSIS_PUBLICATIONFLOW_H

#include "checks/analysis/FunctionScan.h"
#include "checks/model/Publication.h"

#include "llvm/ADT/MapVector.h"

namespace racetidy {

/// The publications of one function and the writes that have to come before
/// them, a bit each: at a point, what may have happened.
struct PublicationState {
  /// Writes that were begun and that nobody has waited for.
  uint64_t UnderWay = 0;
  /// Writes that have ended on some way here.
  uint64_t Done = 0;
  /// Of those under way: a pause came since.
  uint64_t Paused = 0;
  /// Publications that were made with no write done before.
  uint64_t Told = 0;

  void join(const PublicationState &Other) {
    UnderWay |= Other.UnderWay;
    Done |= Other.Done;
    Paused |= Other.Paused;
    Told |= Other.Told;
  }
};

/// Moves a PublicationState over one function, by the rules' `publications`.
/// What is begun and what is awaited is seen by the shape of the code: a call
/// whose result is no awaitable is done when it returns; one inside the operand
/// of a 'co_await' when that goes on; one that a local or an object is given,
/// when that is mentioned again.
class PublicationFlow {
public:
  PublicationFlow(const clang::FunctionDecl &Function, RuleIndex &Rules,
                  FunctionScan &Scan);

  bool empty() const { return Publications.empty(); }
  void statement(const clang::Stmt &S, PublicationState &State);
  /// What orders the publication \p S, or null.
  const clang::Expr *orderOf(const clang::Stmt &S) const;
  /// The order of the publication \p S was taken at \p Read, and the function
  /// was suspended at \p Suspension since.
  void oldOrder(const clang::Stmt &S, clang::SourceLocation Read,
                clang::SourceLocation Suspension, std::string Name);

  void clear() {
    Found.clear();
    ToldAgain.clear();
  }
  std::vector<EarlyPublication> results() const;

private:
  struct Write {
    const clang::CallExpr *Call;
    /// The 'co_await' whose operand it is in; null for none.
    const clang::Stmt *Await = nullptr;
    /// The local or object that was given what stands for it.
    const clang::ValueDecl *Holder = nullptr;
    /// Done when the call returns.
    bool AtOnce = false;
  };
  struct Publication {
    const clang::CallExpr *Call;
    const PublicationRule *Rule;
    /// The writes that it is about.
    uint64_t Of = 0;
  };
  /// Which publication and which write.
  using Pair = std::pair<unsigned, unsigned>;

  void link(RuleIndex &Rules);
  void place(Write &W, RuleIndex &Rules);
  void publish(unsigned P, PublicationState &State);
  void begin(unsigned W, PublicationState &State);

  static constexpr unsigned MaxCalls = 64;
  const clang::FunctionDecl &Function;
  FunctionScan &Scan;
  std::vector<Write> Writes;
  std::vector<Publication> Publications;
  llvm::DenseMap<const clang::Stmt *, unsigned> WriteAt, PublicationAt;
  llvm::DenseMap<const clang::Stmt *, uint64_t> AwaitedAt;
  llvm::DenseSet<const clang::Stmt *> Pauses;
  llvm::DenseMap<unsigned, clang::SourceLocation> PausedAt;
  llvm::MapVector<Pair, EarlyPublication> Found;
  /// Writes after which the same is told again.
  llvm::DenseSet<Pair> ToldAgain;
};

} // namespace racetidy

#endif // RACETIDY_CHECKS_ANALYSIS_PUBLICATIONFLOW_H
