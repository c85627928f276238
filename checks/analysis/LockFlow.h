//===- LockFlow.h - how locks come and go ------------------------*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_ANALYSIS_LOCKFLOW_H
#define RACETIDY_CHECKS_ANALYSIS_LOCKFLOW_H

#include "checks/analysis/LockEffects.h"
#include "checks/analysis/PathBuilder.h"
#include "checks/model/Lockset.h"

#include "clang/Analysis/CFG.h"

#include "llvm/ADT/SetVector.h"

#include <map>
#include <vector>

namespace racetidy {

/// The name of what \p Call calls, also in a template, where it is not
/// resolved yet; empty if it has none.
std::string nameOfCallee(const clang::CallExpr &Call);

/// What a guard object stands for at a point.
struct GuardState {
  LockBits Locks = 0;
  /// The locks that it is believed to hold by its name; not among Locks.
  LockBits Assumed = 0;
  bool Shared = false;
  /// It gives its lock back while it lives.
  bool Inverse = false;
  /// No rule says that it is a guard, but what its class does.
  bool Inferred = false;
  friend bool operator==(const GuardState &, const GuardState &) = default;
};

/// The locks and guards at a point of a function.
struct LockState {
  Lockset Held;
  /// Of the locks in May: those that a try may have got, with nobody having
  /// looked at its result yet.
  LockBits Tried = 0;
  /// Held on every path if functions whose bodies are elsewhere do what their
  /// names say. Not in Held, where a name never makes a lock held for sure.
  LockBits Assumed = 0;
  /// Given back on some path though nobody here had taken it: the callers had.
  LockBits Given = 0;
  /// Taken here and given back since, on every path.
  LockBits Done = 0;
  /// Guard variables that are alive.
  std::map<EntityId, GuardState> Guards;

  void join(const LockState &Other);
  /// The bits that stand for guards themselves of which it is known which lock
  /// they may hold: they are no further locks.
  LockBits standIns() const {
    LockBits Own = 0;
    for (const auto &[Entity, Guard] : Guards)
      if (Guard.Assumed)
        Own |= Guard.Locks;
    return Own;
  }
};

/// What is known of one lock of the function.
struct LockInfo {
  AccessPath Path;
  /// The functions that are believed to take it.
  llvm::SmallVector<const clang::FunctionDecl *, 1> Assumed;
  /// Described by a rule or attribute, and bound to the thread that took it.
  bool ThreadBound = false;
  bool Recursive = false;
  /// One name for many locks, which arguments choose from: taken anew, it may
  /// be another one.
  bool OneOfMany = false;
  /// Where it was taken last, and wherever it was taken by hand.
  clang::SourceLocation Taken;
  llvm::SmallSetVector<clang::SourceLocation, 2> Takings;
  /// Given back by hand: where the function had given it back already, and
  /// where it had never taken it.
  clang::SourceLocation GivenTwice, GivenBare;
  const clang::CFGBlock *TakenIn = nullptr;
};

/// Moves a LockState over the elements of one function's control-flow graph:
/// guards made, moved, unlocked and destroyed, locks taken and released by
/// hand, tries that a branch decides, locks that the caller holds.
class LockFlow {
public:
  /// \p Effects: what the functions and classes of the project do to locks.
  LockFlow(const clang::FunctionDecl &Function, LockEffects &Effects,
           PathBuilder &Paths);

  /// Forgets what the last sweep saw given back, which may not have known what
  /// a loop carries round.
  void beginSweep();
  /// The state on entry: locks that attributes, the function's name, or a
  /// guard among its parameters say are held.
  LockState entry();
  /// Says that \p Locks are held on entry as well.
  void require(LockBits Locks, LockState &Entry);

  /// Returns the locks that \p S gave back and took again.
  LockBits statement(const clang::Stmt *S, LockState &State);
  /// The destructor of the local \p V runs.
  void destroyed(const clang::VarDecl *V, LockState &State);
  /// The state where \p Condition turned out \p True: a try got its lock or
  /// did not, a guard owns one or does not.
  void branch(const clang::Expr *Condition, bool True, LockState &State);
  /// An exception goes from inside of \p Try to its handlers: the guards
  /// declared inside are gone, though clang's graph has no destructors there.
  void unwind(const clang::CXXTryStmt &Try, LockState &State);

  /// The bit of the lock at \p Path. Past 61 locks in one function all further
  /// ones share a bit: coarser, and never a false "not held".
  LockBits bit(AccessPath Path);
  /// What is known of the lock of the single bit \p Lock; null for one that
  /// nobody can name.
  const LockInfo *info(LockBits Lock) const;
  /// The locks that \p S names, by themselves or by their guard: what it calls
  /// may give them back.
  LockBits namedIn(const clang::Stmt *S, LockState &State);
  /// The block that the statements to come stand in.
  void enter(const clang::CFGBlock &B) { Block = &B; }
  size_t size() const { return Infos.size(); }
  /// Those that an assertion said are held.
  LockBits asserted() const { return Asserted; }
  /// Those of them that nobody but the callers can have taken.
  LockBits required() const { return Required & ~Fresh; }
  /// Those that the function takes though it had not given them back.
  LockBits fresh() const { return Fresh; }
  /// Those that stand for many.
  LockBits chosen() const;
  /// Those that the function made.
  LockBits made() const { return Made; }

  /// The lock that somebody holds though nobody here can name it.
  static constexpr LockBits Unnamed = LockBits(1) << 63;
  /// The lock that the callers hold. Nothing here gives it back.
  static constexpr LockBits Callers = LockBits(1) << 62;

private:
  LockBits lockOf(const clang::Expr *E);
  LockBits ofFunction(const clang::CallExpr &Call, const clang::FunctionDecl &F,
                      LockEffect Effect, const LockState &State);
  std::optional<AccessPath> givenOut(const clang::Expr *E);
  void declared(const clang::VarDecl *V, LockState &State);
  /// \p V holds what the guard made by \p From stands for.
  void constructed(const clang::VarDecl *V, const GuardRule *Rule,
                   const clang::Expr *From, LockState &State);
  bool inferredGuard(const clang::VarDecl *V, LockState &State);
  /// A guard by its name alone: which lock it may hold, its argument says.
  LockBits assumedLock(const clang::VarDecl *V,
                       llvm::ArrayRef<const clang::Expr *> Args);
  /// Does to the locks of a call what the body of its callee does. Nothing
  /// where the body is elsewhere or leaves all locks as they were; else the
  /// locks that it gave back and took again.
  std::optional<LockBits> inferred(const clang::FunctionDecl &F,
                                   const clang::Expr *Object,
                                   llvm::ArrayRef<const clang::Expr *> Args,
                                   LockState &State, clang::SourceLocation Loc);
  LockBits bitOf(const LockPlace &Lock, const clang::Expr *Object,
                 llvm::ArrayRef<const clang::Expr *> Args);
  void assume(LockBits Lock, const clang::FunctionDecl &F, LockState &State);
  bool scopedByAttribute(const clang::VarDecl *V, LockState &State);
  bool isAwaitedGuard(const clang::VarDecl *V) const;
  bool mayBeUnknownGuard(const clang::VarDecl *V) const;
  LockBits method(const clang::CallExpr &Call, LockState &State);
  LockBits guardMethod(const struct MethodCall &Method, EntityId Guard,
                       const GuardRule &Rule, LockState &State);
  LockBits unruledGuard(const clang::CallExpr &Call, GuardState &Guard,
                        LockState &State);
  LockBits function(const clang::CallExpr &Call, LockState &State);
  bool attributes(const clang::CallExpr &Call, const clang::Expr *Object,
                  LockState &State);
  LockBits apply(LockEffect Effect, LockBits Lock, bool SharedGuard,
                 LockState &State, clang::SourceLocation Loc);
  LockBits hidden(LockBits Locks) const;
  void noteBare(LockBits Lock, const LockState &State,
                clang::SourceLocation Loc);
  /// The guard variable that \p E names, if it is one that is alive.
  std::map<EntityId, GuardState>::iterator guardNamed(const clang::Expr *E,
                                                      LockState &State);
  /// The locks whose taking \p E tells, and whether it is true when it has.
  std::pair<LockBits, bool> testOf(const clang::Expr *E, LockState &State);

  const clang::FunctionDecl &Function;
  LockEffects &Effects;
  RuleIndex &Rules;
  PathBuilder &Paths;
  const clang::CFGBlock *Block = nullptr;
  std::map<AccessPath, LockBits> Bits;
  std::vector<LockInfo> Infos;
  LockBits Asserted = 0, Required = 0, Fresh = 0, Made = 0;
  /// Held on entry, as far as they have a name here.
  LockBits OnEntry = 0;
  /// Some of them because the function gives them back.
  bool Believed = false;
  static constexpr unsigned MaxLocks = 62;
};

} // namespace racetidy

#endif // RACETIDY_CHECKS_ANALYSIS_LOCKFLOW_H
