//===- RuleIndex.h - rules looked up by declaration --------------*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_ANALYSIS_RULEINDEX_H
#define RACETIDY_CHECKS_ANALYSIS_RULEINDEX_H

#include "checks/analysis/NameTable.h"
#include "rules/RuleSet.h"

#include "clang/AST/Decl.h"
#include "clang/AST/Type.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallVector.h"

#include <memory>
#include <optional>

namespace clang {
class Expr;
}

namespace racetidy {

/// The name of \p D as a user writes it: qualified, without inline and
/// unnamed namespaces and without template arguments.
std::string userName(const clang::NamedDecl &D);

/// Whether \p D stands in the standard library's namespace.
bool isOfStandard(const clang::Decl &D);
/// Whether \p D belongs to a library: it stands in a system header, or in the
/// standard library's namespace.
bool isOfLibrary(const clang::Decl &D);

/// Answers what the rules say of a type or a function. One index serves one
/// translation unit: answers are kept by declaration. Not safe for threads.
class RuleIndex {
public:
  explicit RuleIndex(std::shared_ptr<const RuleSet> Rules);
  /// The one that all who ask about \p Unit in this thread share while somebody
  /// keeps it.
  static std::shared_ptr<RuleIndex> of(const clang::ASTContext &Unit,
                                       std::shared_ptr<const RuleSet> Rules);

  const RuleSet &rules() const { return *Rules; }

  /// The rule for an object of type \p T, or null. References are looked
  /// through, pointers are not; typedef names count ("pthread_spinlock_t"), and
  /// so do public bases.
  const LockRule *lock(clang::QualType T);
  const GuardRule *guard(clang::QualType T);
  const AtomicRule *atomic(clang::QualType T);
  const PointerRule *pointer(clang::QualType T);
  const ConditionRule *condition(clang::QualType T);
  const ContainerRule *container(clang::QualType T);
  /// The rule for an awaitable; its shape may say that it is one all the same.
  const AwaitableRule *awaitable(clang::QualType T) {
    return answer(T).Awaitable;
  }
  /// Whether awaiting an object of type \p T is known to go on at once.
  bool neverSuspends(clang::QualType T) { return answer(T).NeverSuspends; }

  /// The rule by which making an object of type \p T starts something.
  const OriginRule *originType(clang::QualType T) { return answer(T).Origin; }
  const HandleRule *handle(clang::QualType T) { return answer(T).Handle; }
  const OrderingRule *ordering(clang::QualType T) { return answer(T).Ordering; }
  /// The rule by which objects of type \p T belong to one thread.
  const AffinityRule *affinity(clang::QualType T) { return answer(T).Affinity; }
  /// Whether an object of type \p T, or what it points to, runs what it is
  /// given one after the other.
  bool isExecutor(clang::QualType T);
  /// The rule by which \p F hands to the one executor that there is.
  const ExecutorRule *executor(const clang::FunctionDecl &F) {
    return concurrency(F).Executor;
  }
  /// Whether objects of type \p T lock for themselves.
  bool isThreadSafe(clang::QualType T) { return answer(T).ThreadSafe; }

  /// Whether \p T is a lock, by rule or by clang's capability attribute.
  /// By rule, by attribute, or because its class takes and gives back a lock of
  /// its own and does nothing else.
  bool isLock(clang::QualType T);
  bool isLockClass(const clang::CXXRecordDecl *R);
  const LockRule *wrappedLock(const clang::CXXRecordDecl *R);
  /// Whether \p T is a lock that only the thread which took it may give back.
  bool isThreadBound(clang::QualType T);

  /// What a free function does to the lock or atomic that an argument points
  /// to. Names of builtins that clang keeps as their own expressions
  /// ("__c11_atomic_load") are looked up as text.
  struct LockCall {
    LockEffect Effect;
    unsigned Argument;
    bool TryGivesZero;
    bool ThreadBound;
  };
  std::optional<LockCall> lockFunction(const clang::FunctionDecl &F);
  struct AtomicCall {
    AtomicOp Op;
    unsigned Object, Value, Expected, Desired;
  };
  std::optional<AtomicCall> atomicFunction(const clang::FunctionDecl &F);
  std::optional<AtomicCall> atomicFunction(llvm::StringRef Name) const;

  /// The rule by which a call of \p F with \p Args starts something, or runs
  /// what it is given at once. A method also answers to the names that it has
  /// in public bases.
  const OriginRule *origin(const clang::FunctionDecl &F,
                           llvm::ArrayRef<const clang::Expr *> Args = {});
  /// What a free function does to the handle that an argument is, or points to.
  struct HandleCall {
    /// It waits; else it only lets go.
    bool Joins;
    unsigned Argument;
  };
  std::optional<HandleCall> handleFunction(const clang::FunctionDecl &F);
  /// Whether \p F waits for others, by OrderingRule::WaitFunctions.
  bool waitsForAll(const clang::FunctionDecl &F);
  /// Whether \p F is said to be called once while the program starts.
  bool isStartUp(const clang::FunctionDecl &F);
  bool isSetUp(const clang::FunctionDecl &F) const;
  /// Whether \p F gives the larger or the smaller of its arguments.
  bool givesBound(const clang::FunctionDecl &F) const;

  /// What calls of \p F do to a resource, by the rules that have its name; the
  /// last rule first.
  using ResourceUse = std::pair<const ResourceRule *, ResourceEffect>;
  llvm::ArrayRef<ResourceUse> resources(const clang::FunctionDecl &F);
  /// Whether objects of type \p T, or what they point to, are a transaction
  /// while they live.
  bool isTransaction(clang::QualType T);

  /// What calls of \p F have to do with publications: the rule by which they
  /// are one, and whether some rule wants them done before.
  struct PublicationUse {
    const PublicationRule *Rule = nullptr;
    bool Precedes = false;
  };
  PublicationUse publication(const clang::FunctionDecl &F);
  /// Whether \p F has to be done before the publication by \p Rule.
  bool precedes(const clang::FunctionDecl &F, const PublicationRule &Rule);
  /// Whether a call of \p F wakes who waits on the condition variable that its
  /// first argument is, or points to.
  bool notifies(const clang::FunctionDecl &F);
  /// Whether a call of \p F waits for some time, whatever happens meanwhile.
  bool sleeps(const clang::FunctionDecl &F);
  bool isSignalUnsafe(const clang::FunctionDecl &F);
  /// Whether a call of \p F keeps the thread until something else has happened.
  bool blocks(const clang::FunctionDecl &F);
  /// Whether a call of \p F with \p Args gives memory that other processes
  /// write as well.
  bool givesSharedMemory(const clang::FunctionDecl &F,
                         llvm::ArrayRef<const clang::Expr *> Args);

  bool isFreshFunction(const clang::FunctionDecl &F);
  /// Whether \p F is given an awaitable and returns before it has ended.
  bool keepsAwaitable(const clang::FunctionDecl &F);
  /// Whether a call of \p F stands for its first argument.
  bool isForwarder(const clang::FunctionDecl &F);
  /// Whether a call of \p F lets others run before it returns, as a yield of a
  /// fiber does.
  bool suspends(const clang::FunctionDecl &F);
  /// Whether the name of \p F says that its callers hold a lock.
  bool isCalledWithLockHeld(const clang::FunctionDecl &F) const;
  /// Whether the name of \p F says that it checks that a lock is held.
  bool assertsLockHeld(const clang::FunctionDecl &F) const;
  /// What the name of \p F says that it does to some lock, where no rule does.
  std::optional<LockEffect>
  lockEffectByName(const clang::FunctionDecl &F) const;
  std::optional<LockEffect> lockEffectByName(const std::string &Name) const;
  /// Whether the name of the type says that its objects are guards.
  bool isNamedLikeGuard(clang::QualType T) const;
  bool isSingleWriter(const clang::NamedDecl &D) const;
  /// Whether it does not matter how often the function or macro of this name
  /// is called, nor with which of two values.
  bool isHarmless(llvm::StringRef Name) const;
  /// Whether only the thread of an object that \p Rule is about may call \p F
  /// on it: methods that a project adds to a library's type say nothing of
  /// that.
  bool needsAffinity(const clang::FunctionDecl &F,
                     const AffinityRule &Rule) const;

private:
  struct TypeAnswer {
    const LockRule *Lock = nullptr;
    const GuardRule *Guard = nullptr;
    const AtomicRule *Atomic = nullptr;
    const PointerRule *Pointer = nullptr;
    const ConditionRule *Condition = nullptr;
    const ContainerRule *Container = nullptr;
    const OriginRule *Origin = nullptr;
    const HandleRule *Handle = nullptr;
    const OrderingRule *Ordering = nullptr;
    const AwaitableRule *Awaitable = nullptr;
    const AffinityRule *Affinity = nullptr;
    bool Executor = false;
    bool NeverSuspends = false;
    bool ThreadSafe = false;
    bool Transaction = false, Described = false;
  };
  const TypeAnswer &answer(clang::QualType T);
  /// Fills what is still empty in \p A with the rules named \p Name.
  void fill(TypeAnswer &A, const std::string &Name) const;

  struct FunctionAnswer {
    std::optional<LockCall> Lock;
    std::optional<AtomicCall> Atomic;
    bool Fresh = false, Forwards = false;
    bool Suspends = false, Sleeps = false, Blocks = false, Notifies = false;
    const SharedMemoryRule *SharedMemory = nullptr;
    PublicationUse Publication;
  };
  const FunctionAnswer &answer(const clang::FunctionDecl &F);

  /// Apart from the others, since most checks never ask.
  struct ConcurrencyAnswer {
    /// The last rule first.
    llvm::SmallVector<const OriginRule *, 1> Origins;
    std::optional<HandleCall> Handle;
    const ExecutorRule *Executor = nullptr;
    bool WaitsForAll = false;
    bool StartUp = false;
    bool SignalUnsafe = false;
  };
  const ConcurrencyAnswer &concurrency(const clang::FunctionDecl &F);

  std::shared_ptr<const RuleSet> Rules;
  llvm::DenseMap<const void *, TypeAnswer> Types;
  llvm::DenseMap<const clang::FunctionDecl *, FunctionAnswer> Functions;
  llvm::DenseMap<const clang::FunctionDecl *, ConcurrencyAnswer> Concurrency;
  llvm::DenseMap<const clang::CXXRecordDecl *, bool> LockClasses;
  llvm::DenseMap<const clang::CXXRecordDecl *, const LockRule *> WrappedLocks;
  /// Of the rules' origins; filled when it is first asked for.
  std::optional<NameTable> OriginNames;
  /// Likewise of the calls on resources, and what they do, by number.
  std::optional<NameTable> ResourceNames;
  std::vector<ResourceUse> ResourceUses;
  llvm::DenseMap<const clang::FunctionDecl *, llvm::SmallVector<ResourceUse, 1>>
      Resources;
};

} // namespace racetidy

#endif // RACETIDY_CHECKS_ANALYSIS_RULEINDEX_H
