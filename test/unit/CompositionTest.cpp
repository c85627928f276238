//===- CompositionTest.cpp - summaries put together -----------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "SummaryBuilder.h"

#include "llvm/ADT/Twine.h"

#include "gtest/gtest.h"

using namespace racetidy;

using Texts = std::vector<std::string>;

TEST(Composition, TwoThreadsThatUpdateAGlobal) {
  SummaryBuilder B;
  B.function("worker").updates("hits");
  B.function("main")
      .starts("worker", "$a")
      .starts("worker", "$b")
      .joins("$a")
      .joins("$b");
  EXPECT_EQ(B.races(), Texts{"update hits worker"});
}

TEST(Composition, OneThreadAfterTheOther) {
  SummaryBuilder B;
  B.function("worker").updates("hits");
  B.function("main")
      .starts("worker", "$a")
      .joins("$a")
      .starts("worker", "$b")
      .joins("$b")
      .reads("hits");
  EXPECT_EQ(B.races(), Texts{});
}

TEST(Composition, MainTouchesItBeforeTheJoin) {
  SummaryBuilder B;
  B.function("worker").writes("total");
  B.function("main")
      .writes("total")
      .starts("worker", "$a")
      .reads("total")
      .joins("$a");
  EXPECT_EQ(B.races(), Texts{"await total main"});
}

TEST(Composition, MainTouchesItBeforeTheStartAndAfterTheJoin) {
  SummaryBuilder B;
  B.function("worker").writes("total");
  B.function("main")
      .writes("total")
      .starts("worker", "$a")
      .joins("$a")
      .reads("total");
  EXPECT_EQ(B.races(), Texts{});
}

TEST(Composition, ThreadsStartedAndJoinedByHelpers) {
  SummaryBuilder B;
  B.function("worker").updates("hits");
  B.function("begin").starts("worker", "thread");
  B.function("end").joins("thread");
  B.function("main").writes("hits").calls("begin").calls("end").reads("hits");
  EXPECT_EQ(B.races(), Texts{});
}

TEST(Composition, BetweenTheHelpersThatStartAndJoin) {
  SummaryBuilder B;
  B.function("worker").writes("hits");
  B.function("begin").starts("worker", "thread");
  B.function("end").joins("thread");
  B.function("main").calls("begin").reads("hits").calls("end");
  EXPECT_EQ(B.races(), Texts{"conflict hits worker"});
}

TEST(Composition, APointerParameterStandsForTheArgument) {
  SummaryBuilder B;
  B.function("worker").calls("add", "", {"hits"});
  B.function("add").updates("arg0.*");
  B.function("main").starts("worker", "$a").starts("worker", "$b");
  EXPECT_EQ(B.races(), Texts{"update hits add"});
}

TEST(Composition, ACommonLockThatTheCallersHold) {
  SummaryBuilder B;
  B.function("worker").lock("mu").calls("add", "", {"hits"}).unlock("mu");
  B.function("add").updates("arg0.*");
  B.function("main").starts("worker", "$a").starts("worker", "$b");
  EXPECT_EQ(B.races(), Texts{});
}

TEST(Composition, ALockThatIsHeldOnSomePathSilences) {
  SummaryBuilder B;
  B.function("worker").mayLock("mu").updates("hits");
  B.function("main").starts("worker", "$a").starts("worker", "$b");
  EXPECT_EQ(B.races(), Texts{});
}

TEST(Composition, TwoDifferentLocks) {
  SummaryBuilder B;
  B.function("one").lock("mu1").writes("hits");
  B.function("two").lock("mu2").writes("hits");
  B.function("main").starts("one", "$a").starts("two", "$b");
  EXPECT_EQ(B.races(), Texts{"locks hits one"});
}

/// Four methods that hold the lock, and whatever \p Fifth does.
static SummaryBuilder::Function guardedCounter(SummaryBuilder &B,
                                               const std::string &Fifth) {
  for (const char *Name : {"inc", "dec", "set", "get"}) {
    auto M = B.method(Name);
    M.lock("this.mu").updates("this.n").unlock("this.mu");
  }
  return B.method(Fifth);
}

TEST(Composition, AGuardIsInferredAndABareWriteTold) {
  SummaryBuilder B;
  guardedCounter(B, "reset").writes("this.n");
  EXPECT_EQ(B.races(), Texts{"bare C::n reset"});
}

TEST(Composition, AHelperWhoseCallersHoldTheLock) {
  SummaryBuilder B;
  guardedCounter(B, "helper").writes("this.n");
  B.method("reset").lock("this.mu").calls("helper", "this");
  EXPECT_EQ(B.races(), Texts{});
}

TEST(Composition, AHelperOneOfWhoseCallersDoesNotHoldTheLock) {
  SummaryBuilder B;
  guardedCounter(B, "helper").writes("this.n");
  B.method("reset").lock("this.mu").calls("helper", "this");
  B.method("forget").calls("helper", "this");
  EXPECT_EQ(B.races(), Texts{"bare C::n helper"});
}

TEST(Composition, TheLockOfAnotherObjectIsNoGuard) {
  SummaryBuilder B;
  guardedCounter(B, "steal").lock("this.mu").writes("arg0.*.n");
  EXPECT_EQ(B.races(), Texts{"bare C::n steal"});
}

TEST(Composition, ConstructorsAndFreshObjectsDoNotCount) {
  SummaryBuilder B;
  guardedCounter(B, "helper").writes("this.n");
  B.constructor("C").calls("helper", "this").onOwned();
  EXPECT_EQ(B.races(), Texts{});
}

TEST(Composition, TwoOfThreeIsNotEnough) {
  SummaryBuilder B;
  B.method("inc").lock("this.mu").updates("this.n");
  B.method("dec").lock("this.mu").updates("this.n");
  B.method("reset").writes("this.n");
  B.method("get").reads("this.n");
  EXPECT_EQ(B.races(), Texts{});
}

TEST(Composition, ADeclaredGuardNeedsNoMajority) {
  SummaryBuilder B;
  B.method("reset").writes("this.n");
  B.guarded("n", "mu");
  EXPECT_EQ(B.races(), Texts{"bare C::n reset"});
}

TEST(Composition, ALockByNameCountsWhereItsBodyTakesOne) {
  SummaryBuilder B;
  Symbol Lock = B.key("Mutex::Lock");
  for (const char *Name : {"inc", "dec", "set", "get"})
    B.method(Name).lock("this.mu", Lock).updates("this.n");
  B.method("reset").writes("this.n");
  EXPECT_EQ(B.races(), Texts{}) << "nobody knows what Lock does";

  SummaryBuilder C;
  Lock = C.key("Mutex::Lock");
  for (const char *Name : {"inc", "dec", "set", "get"})
    C.method(Name).lock("this.mu", Lock).updates("this.n");
  C.method("reset").writes("this.n");
  C.method("Mutex::Lock").acquires("this.Mutex::mu_native");
  EXPECT_EQ(C.races(), Texts{"bare C::n reset"});
}

/// "callee<-caller" of each call without the lock that the callee needs.
static Texts bareCalls(SummaryBuilder &B) {
  Composition &All = B.compose();
  const SummarySet &Set = All.summaries();
  Texts Found;
  for (const BareCall &C : All.bareCalls())
    Found.push_back(
        (llvm::Twine(Set.text(Set.functions()[C.Callee].Name)) + "<-" +
         Set.text(Set.functions()[All.contexts()[C.From].Function].Name))
            .str());
  return Found;
}

TEST(Composition, ACallWithoutTheLockThatTheCalleeNeeds) {
  SummaryBuilder B;
  B.method("append").needs("this.mu").updates("this.n");
  B.method("add").lock("this.mu").updates("this.n").calls("append", "this");
  B.method("addFast").calls("append", "this");
  EXPECT_EQ(bareCalls(B), Texts{"append<-addFast"});
}

TEST(Composition, WhoNeedsTheLockMayCallWhoNeedsIt) {
  SummaryBuilder B;
  B.method("append").needs("this.mu").updates("this.n");
  B.method("both").needs("this.mu").calls("append", "this");
  B.method("add").lock("this.mu").updates("this.n").calls("both", "this");
  B.method("maybe").mayLock("this.mu").calls("append", "this");
  B.constructor("C").calls("append", "this").onOwned();
  EXPECT_EQ(bareCalls(B), Texts{});
}

TEST(Composition, ALockBehindAPointerMayBeTheOneThatIsHeld) {
  SummaryBuilder B;
  B.method("set").needs("this.D::mu_ptr.*").writes("this.n");
  B.method("fail").lock("this.mu").writes("this.n").calls("set", "this");
  B.method("idle").lock("this.D::mu_ptr.*").writes("this.n");
  EXPECT_EQ(bareCalls(B), Texts{});
  SummaryBuilder C;
  C.method("set").needs("this.D::mu_ptr.*").writes("this.n");
  C.method("idle").lock("this.D::mu_ptr.*").writes("this.n");
  C.method("fail").calls("set", "this");
  EXPECT_EQ(bareCalls(C), Texts{"set<-fail"});
}

TEST(Composition, AHelperThatOneCallerCallsWithoutTheLockIsOneMistake) {
  SummaryBuilder B;
  guardedCounter(B, "helper")
      .writes("this.n")
      .reads("this.n")
      .updates("this.n")
      .writes("this.n")
      .reads("this.n")
      .updates("this.n");
  B.method("reset").lock("this.mu").unlock("this.mu").calls("helper", "this");
  EXPECT_EQ(B.races(), Texts{"bare C::n helper"});
}

TEST(Composition, WhatTouchesAPartTouchesTheWhole) {
  SummaryBuilder B;
  B.method("hit").lock("this.mu").updates("this.stats.D::hits");
  B.method("miss").lock("this.mu").updates("this.stats.D::misses");
  B.method("both").lock("this.mu").writes("this.stats");
  B.method("reset").writes("this.stats.D::hits");
  EXPECT_EQ(B.races(), Texts{"bare C::stats reset"});
}

TEST(Composition, ALockBehindAPointerMayBeTheGuard) {
  SummaryBuilder B;
  guardedCounter(B, "reset").lock("this.D::mu_ptr.*").writes("this.n");
  EXPECT_EQ(B.races(), Texts{});
  SummaryBuilder C;
  guardedCounter(C, "reset").lock("this.D::other").writes("this.n");
  EXPECT_EQ(C.races(), Texts{"bare C::n reset"});
}

/// How sure the only race is.
static Confidence levelOf(SummaryBuilder &B) {
  llvm::ArrayRef<Race> Races = B.compose().races();
  EXPECT_EQ(Races.size(), 1u);
  return Races.empty() ? Confidence::High : Races[0].Level;
}

TEST(Composition, ACallbackMayBeRunUnderTheLock) {
  SummaryBuilder B;
  auto Called = guardedCounter(B, "forget").writes("this.n");
  EXPECT_GT(levelOf(B), Confidence::Low);
  Called->AddressTaken = true;
  Called->Visible = false;
  EXPECT_EQ(levelOf(B), Confidence::Low);
}

TEST(Composition, AnotherLockThatOthersUseThereIsAnotherProtocol) {
  auto Make = [](SummaryBuilder &B, const char *Second) {
    guardedCounter(B, "append").writes("this.n");
    for (const char *Name : {"rotate", "trim"})
      B.method(Name).lock("this.mu").lock(Second).updates("this.n");
    B.method("two").lock("this.queue").calls("append", "this");
    B.method("one").calls("append", "this");
  };
  SummaryBuilder B, C;
  Make(B, "this.other");
  EXPECT_GT(levelOf(B), Confidence::Low);
  Make(C, "this.queue");
  EXPECT_EQ(levelOf(C), Confidence::Low);
}

TEST(Composition, WhoWritesTakesBothLocksAndWhoReadsEither) {
  auto Make = [](SummaryBuilder &B, bool Both) {
    auto Inc = B.method("inc").lock("this.mu");
    if (Both)
      Inc.lock("this.other");
    Inc.updates("this.n");
    for (const char *Name : {"get", "look", "see"})
      B.method(Name).lock("this.mu").reads("this.n");
    auto Peek = B.method("peek").lock("this.other").reads("this.n");
    Peek->Accesses.back().MultiWord = true;
  };
  SummaryBuilder B, C;
  Make(B, false);
  EXPECT_GT(levelOf(B), Confidence::Low);
  Make(C, true);
  EXPECT_EQ(levelOf(C), Confidence::Low);
}

TEST(Composition, FarFromItsThreadAnAccessIsBelievedWhereOthersTakeALock) {
  auto Make = [](SummaryBuilder &B, bool Locks) {
    auto Guarded = [&](const char *Name) {
      auto F = B.function(Name);
      if (Locks)
        F.lock("mu");
      F.reads("hits");
    };
    Guarded("get"), Guarded("look");
    B.function("c").updates("hits");
    B.function("b").calls("c");
    B.function("a").calls("b");
    B.function("run").calls("a");
    B.function("other").calls("get").calls("look");
    B.function("main").starts("run", "$r").starts("other", "$o");
  };
  SummaryBuilder B, C;
  Make(B, false);
  EXPECT_EQ(B.compose().races()[0].Level, Confidence::Low);
  Make(C, true);
  EXPECT_EQ(C.compose().races()[0].Level, Confidence::Medium);
}

TEST(Composition, AMethodWhoseBodyIsKnownIsNoLookAtItsObject) {
  auto Make = [](SummaryBuilder &B) {
    for (const char *Name : {"inc", "dec", "set", "get"})
      B.method(Name).lock("this.mu").writes("this.errors");
    auto F = B.method("retry").reads("this.errors");
    F->Accesses.back().MultiWord = true;
    F.calls("recover", "this.errors");
    F->Calls.back().At = F->Accesses.back().At;
  };
  SummaryBuilder B, C;
  Make(B);
  EXPECT_EQ(B.races(), Texts{"bare C::errors retry"});
  Make(C);
  C.method("recover").reads("this.D::last");
  EXPECT_EQ(C.races(), Texts{});
}

TEST(Composition, ABigLockIsHeldForManyReasons) {
  SummaryBuilder B;
  guardedCounter(B, "peek").writes("this.n");
  for (const char *Name : {"a", "b", "c", "d", "e", "f"})
    B.method(Name).lock("this.mu").reads("this.fixed");
  EXPECT_EQ(B.races(), Texts{"bare C::n peek"}) << "all is done under it";
  for (const char *Name : {"g", "h"})
    B.method(Name).reads("this.fixed");
  EXPECT_EQ(B.races(), Texts{}) << "four of five is what chance gives";
}

TEST(Composition, CallersOutOfSightTakeAwayOneStep) {
  SummaryBuilder B;
  guardedCounter(B, "reset").writes("this.n");
  guardedCounter(B, "clear").writes("this.n");
  Composition &Part = B.compose(/*Whole=*/false);
  ASSERT_FALSE(Part.races().empty());
  Confidence InPart = Part.races()[0].Level;
  Composition &Whole = B.compose(/*Whole=*/true);
  EXPECT_LT(InPart, Whole.races()[0].Level);
}

TEST(Composition, AThreadOfTheObjectAndAMethod) {
  SummaryBuilder B;
  B.method("run").updates("this.n");
  B.method("start").starts("run", "this.t", "this");
  B.method("get").reads("this.n");
  EXPECT_EQ(B.races(), Texts{"update C::n run"});
}

TEST(Composition, WhatIsSetBeforeTheThreadThatUsesItIsStarted) {
  SummaryBuilder B;
  guardedCounter(B, "run").lock("this.mu").updates("this.n");
  B.method("start").writes("this.n").starts("run", "this.t", "this");
  for (const Race &R : B.compose().races())
    EXPECT_EQ(R.Level, Confidence::Low);
}

TEST(Composition, SlotsOfAnArray) {
  SummaryBuilder B;
  B.function("worker").updates("slots.[]");
  B.function("main").starts("worker", "$a").multiple();
  EXPECT_EQ(B.races(), Texts{});
}

TEST(Composition, OneElementByAConstant) {
  SummaryBuilder B;
  B.function("worker").updates("slots.[]").at("2").updates("others.[]").at("1");
  B.function("main")
      .updates("others.[]")
      .at("0")
      .starts("worker", "$a")
      .multiple();
  EXPECT_EQ(B.races(), (Texts{"update others worker", "update slots worker"}));
}

TEST(Composition, AllOfAnArrayAndOneElement) {
  SummaryBuilder B;
  B.function("clear").writes("slots").whole();
  B.function("mark").writes("slots.[]");
  B.function("main").starts("clear", "$a").starts("mark", "$b");
  EXPECT_EQ(B.races(), Texts{"conflict slots clear"});
}

TEST(Composition, AWholeObjectThatIsAssignedAndOneOfItsFields) {
  SummaryBuilder B;
  B.function("reset").writes("state").whole();
  B.function("step").writes("state.n");
  B.function("main").starts("reset", "$a").starts("step", "$b");
  EXPECT_EQ(B.races(), Texts{"conflict state reset"});
}

TEST(Composition, APointerIsNotWhatItPointsTo) {
  SummaryBuilder B;
  B.function("through").lock("mu").writes("p.*").unlock("mu");
  B.function("main").starts("through", "$a").reads("p");
  EXPECT_EQ(B.races(), Texts{});
}

TEST(Composition, AnAssertionMeetsOnlyWhoTakesNoLock) {
  SummaryBuilder B;
  B.function("checks").reads("stage").harmless().reads("level").harmless();
  B.function("raises").writes("stage").lock("mu").writes("level").unlock("mu");
  B.function("main").starts("checks", "$a").starts("raises", "$b");
  EXPECT_EQ(B.races(), Texts{"conflict stage raises"});
}

TEST(Composition, WhatIsCalledThroughASlot) {
  SummaryBuilder B;
  B.function("count").updates("hits");
  B.function("worker").calls("C::hook");
  B.function("main")
      .puts("count", "set#0")
      .starts("worker", "$a")
      .starts("worker", "$b");
  B.function("set").puts("set#0", "C::hook");
  EXPECT_EQ(B.races(), Texts{"update hits count"});
}

TEST(Composition, ASlotThatHoldsTooMuchTellsNothing) {
  SummaryBuilder B;
  B.function("count").updates("hits");
  B.function("worker").calls("C::hook");
  auto Main = B.function("main");
  Main.puts("count", "C::hook");
  for (int I = 0; I < 8; ++I) {
    std::string Name = "other" + std::to_string(I);
    B.function(Name).reads("zero");
    Main.puts(Name, "C::hook");
  }
  Main.starts("worker", "$a").starts("worker", "$b");
  EXPECT_EQ(B.races(), Texts{});
}

/// A function of the project starts a thread that runs what it is given.
static void startsWhatItIsGiven(SummaryBuilder &B) {
  B.function("entry").calls("C::run");
  B.function("create").puts("create#0", "C::run").starts("entry", "$h");
}

TEST(Composition, AThreadThatRunsWhatItIsGivenTwice) {
  SummaryBuilder B;
  startsWhatItIsGiven(B);
  B.function("work").updates("hits");
  B.function("main")
      .puts("work", "create#0", true)
      .calls("create")
      .calls("create");
  EXPECT_EQ(B.races(), Texts{"update hits work"});
}

TEST(Composition, AThreadThatRunsSomethingElseEachTime) {
  SummaryBuilder B;
  startsWhatItIsGiven(B);
  B.function("work").updates("hits");
  B.function("rest").updates("misses");
  B.function("main")
      .puts("work", "create#0")
      .puts("rest", "create#0")
      .calls("create")
      .calls("create");
  EXPECT_EQ(B.races(), Texts{});
}

TEST(Composition, ALockThatAFunctionOfAnotherUnitTakes) {
  SummaryBuilder B;
  B.function("enter").acquires("mu");
  B.function("worker").calls("enter").foreign().updates("hits");
  B.function("bare").calls("start").foreign().updates("misses");
  B.function("start").reads("zero");
  B.function("main")
      .starts("worker", "$a")
      .starts("worker", "$b")
      .starts("bare", "$c")
      .multiple();
  EXPECT_EQ(B.races(), Texts{"update misses bare"});
}

TEST(Composition, AThreadStartedInALoop) {
  SummaryBuilder B;
  B.function("worker").updates("hits");
  B.function("main").starts("worker", "$a").multiple();
  EXPECT_EQ(B.races(), Texts{"update hits worker"});
}

TEST(Composition, WhatTheStarterCaptured) {
  SummaryBuilder B;
  B.function("lambda").writes("$total");
  B.function("sum").starts("lambda", "$f").reads("$total").joins("$f");
  EXPECT_EQ(B.races(), Texts{"await $total sum"});
}

TEST(Composition, LazyInitialisationReachedByThreads) {
  SummaryBuilder B;
  B.function("instance").reads("p").writes("p").tested();
  B.function("worker").calls("instance");
  B.function("main").starts("worker", "$a").starts("worker", "$b");
  EXPECT_EQ(B.races(), Texts{"lazy p instance"});
}

TEST(Composition, LazyInitialisationBeforeTheThreads) {
  SummaryBuilder B;
  B.function("instance").reads("p").writes("p").tested();
  B.function("worker").reads("q");
  B.function("main").calls("instance").starts("worker", "$a").joins("$a");
  EXPECT_EQ(B.races(), Texts{});
}

TEST(Composition, ChainsAndCyclesOfCallsEnd) {
  SummaryBuilder B;
  for (int I = 0; I < 10000; ++I)
    B.function("f" + std::to_string(I))
        .calls("f" + std::to_string((I + 1) % 10000), "", {"arg0.*.next"})
        .updates("hits");
  B.function("main").starts("f0", "$a").starts("f7", "$b");
  EXPECT_FALSE(B.races().empty());
}

TEST(Wilson, FewCasesProveLess) {
  EXPECT_LT(wilsonBound(3, 3), 2.0 / 3);
  EXPECT_GT(wilsonBound(6, 6), 2.0 / 3);
  EXPECT_LT(wilsonBound(7, 8), wilsonBound(70, 80));
  EXPECT_EQ(wilsonBound(0, 0), 0);
}
