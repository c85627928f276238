//===- Contexts.h - how functions come to run --------------------*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_COMPOSITION_CONTEXTS_H
#define RACETIDY_CHECKS_COMPOSITION_CONTEXTS_H

#include "checks/composition/CompositionOptions.h"
#include "checks/composition/LockTable.h"

#include "llvm/ADT/BitVector.h"

#include <deque>

namespace racetidy {

/// What runs concurrently with others: the program's main thread, whoever calls
/// what can be called from outside, or something started.
using OriginId = uint32_t;
inline constexpr OriginId Callers = 0, MainThread = 1, FirstSpawn = 2;

using ContextId = uint32_t;
inline constexpr ContextId NoContext = ~0u;

/// One way in which a function comes to run: in which origin, under which
/// locks, on which objects, and what can't be running meanwhile.
///
/// Origins instead of call strings: O2 (Liu et al., PLDI 2021).
struct Context {
  FunctionId Function = 0;
  OriginId Origin = Callers;
  HeldLocks Entry;
  racetidy::Frame Frame;
  /// Objects that nobody else knows yet: `this`, and parameters by number.
  bool ThisOwned = false;
  /// Run through a once: nobody else runs it, and whoever comes later waits.
  bool Once = false;
  uint32_t ParametersOwned = 0;
  /// By its name, or that of a function around it, it makes its object ready
  /// before others have it. Not in what was started: that one others had.
  bool SetUp = false;
  /// Starts that are not running: not begun yet, or joined.
  llvm::BitVector Excluded;
  /// Calls since its thread began: the longer the way, the likelier it is that
  /// some test on it, which is not seen, says that it is never taken.
  unsigned Depth = 0;
  /// It may have callers out of sight, which may hold locks.
  bool Open = false;
  /// It begins with a function that somebody unknown calls through a pointer,
  /// perhaps under locks, or at a time when nothing else runs.
  bool Indirect = false;
  /// It runs in, or is, a function that was put once into the slot through
  /// which it was called: that one, plus one; 0 for none.
  FunctionId PutOnce = 0;
  /// Where it was called from, for the witness.
  ContextId Caller = NoContext;
  uint32_t Call = 0;
};

/// Lets every function run in the ways in which it can, from the roots down:
/// arguments for parameters, the callers' locks on top. Ways that differ only
/// in their objects are joined past \c MaxFrames, those that differ in their
/// locks past \c MaxLocksets; an origin past \c MaxPerFunction ways is cut.
class Contexts {
public:
  static constexpr unsigned MaxFrames = 2, MaxLocksets = 4, MaxPerFunction = 24;

  Contexts(const SummarySet &Set, const CallGraph &Calls,
           const LockTable &Locks, PathTable &Paths,
           CompositionOptions Options);

  llvm::ArrayRef<ContextId> of(FunctionId F) const { return Of[F]; }
  const Context &operator[](ContextId Id) const { return All[Id]; }

  /// What can't be running at a point of \p C that \p Events describes.
  llvm::BitVector excluded(const Context &C, const EventState &Events) const;
  /// What \p F starts after that point, by itself and by what it calls, and
  /// what that starts in its turn.
  llvm::BitVector startedLater(FunctionId F, const EventState &Events) const;
  /// What can't be running at the place where the start \p S is made, in every
  /// way.
  const llvm::BitVector &excludedAtStart(SpawnId S) const {
    return StartExcluded[S];
  }
  /// Whether something reaches the start at all.
  bool isStarted(SpawnId S) const { return !StartExcluded[S].empty(); }
  /// Whether \p S may be running more than once at a time, for sure.
  bool isMultiple(SpawnId S) const;
  /// Whether the function that starts \p S is seen to run more than once.
  bool startsAgain(SpawnId S) const;
  /// Whether \p S may outlive the function that starts it.
  bool outlives(SpawnId S) const;
  bool hasMain() const { return HasMain; }
  unsigned cut() const { return Cut; }

private:
  void addChildren(llvm::BitVector &Running) const;
  void findLeaks();
  void addMain();
  void addCallers();
  void run();
  void excludeJoined(const FunctionSummary &F, EventBits Joined,
                     llvm::BitVector &Excluded) const;
  bool joined(SpawnId S, const FunctionSummary &F, EventBits Done) const;
  bool runsAgain(FunctionId F, unsigned Depth = 0) const;
  void enter(Context C);
  void merge(ContextId Into, const Context &C);
  void again(ContextId Id);
  void follow(ContextId Id);
  Frame frameFor(const Context &C, const FunctionSummary &Callee,
                 const std::optional<SummaryArgument> &Object,
                 llvm::ArrayRef<SummaryArgument> Arguments, bool SameThis);
  void bindParameters(Frame &F, const FunctionSummary &Callee);
  /// The key under which lambdas of \p Function know its parameter.
  Symbol parameter(Symbol Function, unsigned Number) const;
  bool isOwned(const Context &C, const SummaryArgument &A) const;

  const SummarySet &Set;
  const CallGraph &Calls;
  const LockTable &Locks;
  PathTable &Paths;
  const CompositionOptions Options;

  std::vector<Context> All;
  std::vector<llvm::SmallVector<ContextId, 2>> Of;
  /// Ways that are still to be followed, each once at a time.
  std::deque<ContextId> Work;
  std::vector<bool> IsWaiting;
  /// By function: the starts that may be running when it ends; those of which
  /// its own events tell when they run; and those that its other calls begin.
  std::vector<llvm::BitVector> Leaks, Under, Possible;
  /// By function: handles that it joins on every way, by entity.
  std::vector<llvm::SmallVector<Symbol, 2>> JoinsOf;
  std::vector<llvm::BitVector> StartExcluded;
  llvm::DenseMap<std::pair<Symbol, unsigned>, Symbol> ParameterKeys;
  /// By the entity of a handle.
  llvm::DenseMap<Symbol, llvm::SmallVector<SpawnId, 2>> StartsOf;
  bool HasMain = false;
  unsigned Cut = 0;
};

} // namespace racetidy

#endif // RACETIDY_CHECKS_COMPOSITION_CONTEXTS_H
