//===- RaceModule.cpp - the registry: the only place that lists checks ----===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/RaceModule.h"

#include "checks/LinkedCheck.h"
#include "checks/own/Matchers.h"
// begin: headers of the checks, sorted
#include "checks/async/BlockingInCoroutineCheck.h"
#include "checks/async/CallbackUnderLockCheck.h"
#include "checks/async/CoroutineReferenceParameterCheck.h"
#include "checks/async/DetachedCaptureCheck.h"
#include "checks/async/LockAcrossSuspensionCheck.h"
#include "checks/async/PublishBeforeCommitCheck.h"
#include "checks/async/SingleCheckWaitCheck.h"
#include "checks/async/SleepSynchronizationCheck.h"
#include "checks/async/ThreadLocalAcrossSuspensionCheck.h"
#include "checks/async/UnawaitedTaskCheck.h"
#include "checks/async/UseAfterHandoffCheck.h"
#include "checks/check-then-set/AsyncLazyInitCheck.h"
#include "checks/check-then-set/AtomicCheckThenSetCheck.h"
#include "checks/check-then-set/DoubleCheckedLockingCheck.h"
#include "checks/check-then-set/DoubleFetchCheck.h"
#include "checks/check-then-set/ExpiredThenLockCheck.h"
#include "checks/check-then-set/FileCheckThenUseCheck.h"
#include "checks/check-then-set/FindThenInsertCheck.h"
#include "checks/check-then-set/OnceMisuseCheck.h"
#include "checks/locking/VacuousLockCheck.h"
#include "checks/lost-update/AtomicDoubleReadCheck.h"
#include "checks/lost-update/AtomicSplitUpdateCheck.h"
#include "checks/lost-update/CompareExchangeMisuseCheck.h"
#include "checks/lost-update/DecrementThenTestCheck.h"
#include "checks/lost-update/GetThenSetCheck.h"
#include "checks/lost-update/OffAffinityCheck.h"
#include "checks/lost-update/ParallelRegionUpdateCheck.h"
#include "checks/lost-update/SplitCriticalSectionCheck.h"
#include "checks/lost-update/StaleAfterSuspensionCheck.h"
#include "checks/lost-update/StoreLostUpdateCheck.h"
#include "checks/lost-update/WriteUnderSharedLockCheck.h"
#include "checks/own/OwnRulesCheck.h"
// end: headers of the checks

#include "clang-tidy/ClangTidyModule.h"

using namespace clang::tidy;
using namespace racetidy;

namespace racetidy {
// begin: checks over summaries, sorted
extern const CheckInfo BitFieldNeighbourCheck;
extern const CheckInfo ConflictingAccessCheck;
extern const CheckInfo FlagGuardedInitCheck;
extern const CheckInfo GuardedEscapeCheck;
extern const CheckInfo InconsistentGuardCheck;
extern const CheckInfo LazyInitCheck;
extern const CheckInfo LostWakeupCheck;
extern const CheckInfo MixedAtomicAccessCheck;
extern const CheckInfo SignalHandlerStateCheck;
extern const CheckInfo SignalUnsafeCallCheck;
extern const CheckInfo ThreadBeforeMembersCheck;
extern const CheckInfo UnbalancedLockCheck;
extern const CheckInfo UnguardedUpdateCheck;
extern const CheckInfo UseBeforeAwaitCheck;
// end: checks over summaries
} // namespace racetidy

namespace {

/// Calls \p Each with every check's class, sorted by the check's name.
template <typename Function> void forEachCheck(Function Each) {
  // begin: checks, sorted
  Each.template operator()<AsyncLazyInitCheck>();
  Each.template operator()<AtomicCheckThenSetCheck>();
  Each.template operator()<AtomicDoubleReadCheck>();
  Each.template operator()<AtomicSplitUpdateCheck>();
  Each.template operator()<LinkedCheckOf<BitFieldNeighbourCheck>>();
  Each.template operator()<BlockingInCoroutineCheck>();
  Each.template operator()<CallbackUnderLockCheck>();
  Each.template operator()<CompareExchangeMisuseCheck>();
  Each.template operator()<LinkedCheckOf<ConflictingAccessCheck>>();
  Each.template operator()<CoroutineReferenceParameterCheck>();
  Each.template operator()<DecrementThenTestCheck>();
  Each.template operator()<DetachedCaptureCheck>();
  Each.template operator()<DoubleCheckedLockingCheck>();
  Each.template operator()<DoubleFetchCheck>();
  Each.template operator()<ExpiredThenLockCheck>();
  Each.template operator()<FileCheckThenUseCheck>();
  Each.template operator()<FindThenInsertCheck>();
  Each.template operator()<LinkedCheckOf<FlagGuardedInitCheck>>();
  Each.template operator()<GetThenSetCheck>();
  Each.template operator()<LinkedCheckOf<GuardedEscapeCheck>>();
  Each.template operator()<LinkedCheckOf<InconsistentGuardCheck>>();
  Each.template operator()<LinkedCheckOf<LazyInitCheck>>();
  Each.template operator()<LockAcrossSuspensionCheck>();
  Each.template operator()<LinkedCheckOf<LostWakeupCheck>>();
  Each.template operator()<LinkedCheckOf<MixedAtomicAccessCheck>>();
  Each.template operator()<OffAffinityCheck>();
  Each.template operator()<OnceMisuseCheck>();
  Each.template operator()<OwnRulesCheck>();
  Each.template operator()<ParallelRegionUpdateCheck>();
  Each.template operator()<PublishBeforeCommitCheck>();
  Each.template operator()<LinkedCheckOf<SignalHandlerStateCheck>>();
  Each.template operator()<LinkedCheckOf<SignalUnsafeCallCheck>>();
  Each.template operator()<SingleCheckWaitCheck>();
  Each.template operator()<SleepSynchronizationCheck>();
  Each.template operator()<SplitCriticalSectionCheck>();
  Each.template operator()<StaleAfterSuspensionCheck>();
  Each.template operator()<StoreLostUpdateCheck>();
  Each.template operator()<LinkedCheckOf<ThreadBeforeMembersCheck>>();
  Each.template operator()<ThreadLocalAcrossSuspensionCheck>();
  Each.template operator()<UnawaitedTaskCheck>();
  Each.template operator()<LinkedCheckOf<UnbalancedLockCheck>>();
  Each.template operator()<LinkedCheckOf<UnguardedUpdateCheck>>();
  Each.template operator()<UseAfterHandoffCheck>();
  Each.template operator()<LinkedCheckOf<UseBeforeAwaitCheck>>();
  Each.template operator()<VacuousLockCheck>();
  Each.template operator()<WriteUnderSharedLockCheck>();
  // end: checks
}

class RaceModule : public ClangTidyModule {
public:
  void addCheckFactories(ClangTidyCheckFactories &Factories) override {
    forEachCheck([&]<typename Check>() {
      Factories.registerCheck<Check>(Check::Info.Name);
    });
  }
};

} // namespace

llvm::ArrayRef<const CheckInfo *> racetidy::allChecks() {
  static const std::vector<const CheckInfo *> All = [] {
    std::vector<const CheckInfo *> Infos;
    forEachCheck([&]<typename Check>() { Infos.push_back(&Check::Info); });
    return Infos;
  }();
  return All;
}

const Vocabulary &racetidy::knownNames() {
  static const Vocabulary Known = [] {
    Vocabulary V;
    for (const CheckInfo *Check : allChecks())
      for (auto &Names = V.Checks[Check->Name.str()];
           const CheckInfo::Option &O : Check->Options)
        Names[O.Name.str()] = O.Default.str();
    V.MatcherProblem = matcherProblem;
    return V;
  }();
  return Known;
}

static ClangTidyModuleRegistry::Add<RaceModule>
    Registered("race-module", "race-prone patterns in C and C++");

volatile int racetidy::RaceModuleAnchor = 0;
