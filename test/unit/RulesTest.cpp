#include "rules/ProjectRules.h"

#include <gtest/gtest.h>

using namespace racetidy;

namespace {

const Vocabulary Known{
    {{"race-a", {{"Limit", "3"}, {"Strict", "true"}}}, {"race-b", {}}}};

std::string firstError(const std::string &Yaml) {
  LoadedRules Loaded = parseRules(Yaml, "f.yaml", Known);
  return Loaded.Errors.empty() ? "" : Loaded.Errors[0].str();
}

TEST(Globs, StarStandsForAnyText) {
  EXPECT_TRUE(matchesGlob("race-*", "race-a"));
  EXPECT_TRUE(matchesGlob("*", ""));
  EXPECT_TRUE(matchesGlob("a*b*c", "a1b2b3c"));
  EXPECT_FALSE(matchesGlob("a*b", "abc"));
  EXPECT_FALSE(matchesGlob("", "a"));
}

TEST(Globs, ManyStarsStayFast) {
  std::string Pattern, Name(2000, 'a');
  for (int I = 0; I < 200; ++I)
    Pattern += "a*";
  EXPECT_FALSE(matchesGlob(Pattern + "b", Name));
}

TEST(Globs, TheLastMatchDecides) {
  EXPECT_TRUE(isSwitchedOn({"-*", "race-a"}, "race-a", true));
  EXPECT_FALSE(isSwitchedOn({"race-a", "-race-*"}, "race-a", true));
  EXPECT_FALSE(isSwitchedOn({}, "race-a", false));
}

TEST(Resources, AreReadWhole) {
  LoadedRules Loaded = parseRules("version: 1\n"
                                  "resources:\n"
                                  "  - name: the cache\n"
                                  "    shared-by: threads\n"
                                  "    types: Cache\n"
                                  "    key: 0\n"
                                  "    read: [get, peek]\n"
                                  "    write: put\n"
                                  "  - name: the server\n"
                                  "    store: 0\n"
                                  "    text: 1\n"
                                  "    execute: send\n"
                                  "    commands: {read: GET, begin: WATCH}\n",
                                  "f.yaml", Known);
  ASSERT_TRUE(Loaded.Errors.empty()) << Loaded.Errors[0].str();
  ASSERT_EQ(Loaded.Rules.Resources.size(), 2u);
  const ResourceRule &Cache = Loaded.Rules.Resources[0];
  EXPECT_FALSE(Cache.SharedByProcesses);
  EXPECT_EQ(Cache.Key, 0);
  EXPECT_EQ(Cache.Store, ResourceRule::Object);
  EXPECT_EQ(Cache.Calls.at("peek"), ResourceEffect::Read);
  EXPECT_EQ(Cache.Calls.at("put"), ResourceEffect::Write);
  EXPECT_EQ(Loaded.Rules.Resources[1].Commands.size(), 2u);
}

TEST(EmbeddedRules, KnowThePacks) {
  auto Has = [](const auto &Rules, const std::string &Type) {
    for (const auto &R : Rules)
      if (R.Type == Type)
        return true;
    return false;
  };
  const RuleSet &R = embeddedRules();
  EXPECT_TRUE(Has(R.Locks, "std::mutex"));
  EXPECT_TRUE(Has(R.Locks, "pthread_mutex_t"));
  EXPECT_TRUE(Has(R.Locks, "mtx_t"));
  EXPECT_TRUE(Has(R.Guards, "std::unique_lock"));
  EXPECT_TRUE(Has(R.Atomics, "std::atomic"));
  EXPECT_TRUE(Has(R.Pointers, "boost::weak_ptr"));
}

TEST(EmbeddedRules, KnowWhatEachPackIsFor) {
  std::vector<std::string> Starts, Locks, Safe;
  for (const OriginRule &R : embeddedRules().Origins)
    Starts.insert(Starts.end(), R.Functions.begin(), R.Functions.end());
  for (const LockRule &R : embeddedRules().Locks)
    Locks.push_back(R.Type);
  for (const std::string &Type : embeddedRules().ThreadSafeTypes)
    Safe.push_back(Type);
  auto Has = [](const std::vector<std::string> &Names, const char *Name) {
    for (const std::string &Each : Names)
      if (matchesGlob(Each, Name))
        return true;
    return false;
  };
  for (const char *Name :
       {"std::async", "pthread_create", "thrd_create", "boost::async",
        "boost::asio::post", "asio::basic_waitable_timer::async_wait",
        "absl::c_sort", "QtConcurrent::run", "folly::Executor::add",
        "folly::SemiFuture::deferValue", "tbb::detail::d1::parallel_for",
        "uv_queue_work", "g_thread_new", "CreateThread",
        "seastar::smp::submit_to"})
    EXPECT_TRUE(Has(Starts, Name)) << Name;
  for (const char *Name :
       {"omp_lock_t", "uv_rwlock_t", "GRecMutex", "CRITICAL_SECTION", "SRWLOCK",
        "tbb::detail::d1::spin_rw_mutex", "folly::SharedMutexImpl",
        "boost::timed_mutex", "QSemaphore"})
    EXPECT_TRUE(Has(Locks, Name)) << Name;
  for (const char *Name :
       {"std::latch", "FILE", "tbb::detail::d2::concurrent_hash_map",
        "boost::lockfree::queue", "folly::Synchronized",
        "moodycamel::ConcurrentQueue"})
    EXPECT_TRUE(Has(Safe, Name)) << Name;
  EXPECT_FALSE(Has(Safe, "std::vector"));
}

TEST(Rules, ALaterDescriptionOfAnOptionWins) {
  RuleSet A =
      parseRules("{version: 1, options: {race-a: {Limit: 1}}}", "a", Known)
          .Rules;
  A.append(parseRules("{version: 1, options: {race-a: {Limit: 2}}}", "b", Known)
               .Rules);
  EXPECT_EQ(A.Options["race-a"]["Limit"], "2");
}

TEST(Rules, AnEmptyFileIsNoMistake) {
  EXPECT_EQ(firstError(""), "");
  EXPECT_EQ(firstError("# nothing\n"), "");
}

TEST(Rules, PointersSayHowTheyAreAskedAndLocked) {
  LoadedRules Loaded = parseRules(
      "version: 1\npointers:\n  - {type: Weak, lock: promote, expired: "
      "[gone, dead], count: owners}\n  - {type: Ref, get: ptr, unique: only}\n",
      "f", Known);
  ASSERT_TRUE(Loaded.Errors.empty());
  const PointerRule &Weak = Loaded.Rules.Pointers[0];
  EXPECT_TRUE(Weak.isWeak());
  EXPECT_EQ(Weak.Expired, (std::vector<std::string>{"gone", "dead"}));
  EXPECT_EQ(Weak.Count, std::vector<std::string>{"owners"});
  EXPECT_FALSE(Loaded.Rules.Pointers[1].isWeak());

  EXPECT_EQ(firstError("version: 1\npointers:\n  - {type: W, expird: x}\n"),
            "f.yaml:3:15: error: unknown key 'expird' in a pointer; did you "
            "mean 'expired'?");
  EXPECT_EQ(firstError("version: 1\npointers:\n  - {type: W, expired: x}\n"),
            "f.yaml:3:5: error: a pointer with 'expired' needs 'lock', the "
            "method that makes an owner of it");
  EXPECT_EQ(
      firstError("version: 1\npointers:\n  - {type: W, lock: x, unique: y}\n"),
      "f.yaml:3:5: error: a pointer with 'lock' owns nothing, so 'unique' has "
      "no meaning for it");
  EXPECT_EQ(firstError("version: 1\npointers:\n  - {lock: x}\n"),
            "f.yaml:3:5: error: key 'type' is missing here");
}

TEST(Rules, ContainersConditionsAndSuspensionsAreRead) {
  RuleSet R = parseRules("version: 1\n"
                         "containers:\n"
                         "  - types: [Table]\n"
                         "    query-key: Has\n"
                         "    insert: Add\n"
                         "conditions: [{type: Event, wait: Await, lock: 1}]\n"
                         "suspensions: {functions: yield, "
                         "never-suspend: Ready}\n"
                         "locks:\n"
                         "  - {type: L, thread-bound: false, "
                         "try-gives-zero: true, methods: {acquire: Take}}\n"
                         "guards: [{type: G, mode: inverse, detach: Drop}]\n",
                         "f.yaml", Known)
                  .Rules;
  ASSERT_EQ(R.Containers.size(), 1u);
  EXPECT_TRUE(R.Containers[0].Methods["Has"].Keyed);
  EXPECT_EQ(R.Containers[0].Methods["Add"].K, ContainerOp::Insert);
  ASSERT_EQ(R.Conditions.size(), 1u);
  EXPECT_EQ(R.Conditions[0].Lock, 1u);
  EXPECT_EQ(R.Suspensions.Functions, std::vector<std::string>{"yield"});
  EXPECT_EQ(R.Suspensions.NeverSuspend, std::vector<std::string>{"Ready"});
  EXPECT_FALSE(R.Locks[0].ThreadBound);
  EXPECT_TRUE(R.Locks[0].TryGivesZero);
  EXPECT_TRUE(R.Guards[0].Inverse);
  EXPECT_EQ(R.Guards[0].Methods["Drop"], LockEffect::Detach);
}

TEST(Rules, OriginsHandlesAndOrderingsAreRead) {
  RuleSet Read =
      parseRules("version: 1\n"
                 "origins:\n"
                 "  - {type: Worker, kind: thread}\n"
                 "  - {functions: go, kind: thread, entry: 2, argument: 3, "
                 "handle: 0}\n"
                 "  - {functions: Pool::add, with: later, kind: task, entry: "
                 "object, method: run, argument: none, handle: result, "
                 "multiple: true, joins-on-destruction: true}\n"
                 "  - {functions: sorted, kind: now}\n"
                 "  - {functions: sorted, kind: now, entry: first}\n"
                 "handles:\n"
                 "  - {type: H, join: [end, over], detach: leave, "
                 "joins-on-destruction: true, join-functions: h_end, "
                 "detach-functions: h_leave, argument: 1, try-join: end_for, "
                 "ready: ended}\n"
                 "orderings:\n"
                 "  - {type: Gate, wait: pass, arrive: [open, ajar], "
                 "wait-functions: gate_pass, waited-by: H}\n"
                 "thread-safe: [Queue, Log]\n"
                 "start-up: init\n",
                 "f.yaml", Known)
          .Rules;
  RuleSet R;
  R.append(Read);
  using Names = std::vector<std::string>;
  ASSERT_EQ(R.Origins.size(), 5u);
  EXPECT_EQ(R.Origins[0].Type, "Worker");
  EXPECT_EQ(R.Origins[0].Entry, OriginRule::FirstCallable);
  EXPECT_EQ(R.Origins[0].Argument, OriginRule::Rest);
  EXPECT_EQ(R.Origins[0].Handle, OriginRule::None);
  EXPECT_EQ(R.Origins[1].Functions, Names{"go"});
  EXPECT_EQ(R.Origins[1].Entry, 2);
  EXPECT_EQ(R.Origins[1].Argument, 3);
  EXPECT_EQ(R.Origins[1].Handle, 0);
  EXPECT_FALSE(R.Origins[1].Multiple);
  EXPECT_EQ(R.Origins[2].Kind, OriginKind::Task);
  EXPECT_EQ(R.Origins[2].With, Names{"later"});
  EXPECT_EQ(R.Origins[2].Entry, OriginRule::Object);
  EXPECT_EQ(R.Origins[2].Method, "run");
  EXPECT_EQ(R.Origins[2].Argument, OriginRule::None);
  EXPECT_EQ(R.Origins[2].Handle, OriginRule::Result);
  EXPECT_TRUE(R.Origins[2].JoinsOnDestruction);
  EXPECT_TRUE(R.Origins[2].Multiple);
  EXPECT_EQ(R.Origins[3].Entry, OriginRule::EveryCallable);
  EXPECT_EQ(R.Origins[4].Entry, OriginRule::FirstCallable);

  ASSERT_EQ(R.Handles.size(), 1u);
  EXPECT_EQ(R.Handles[0].Join, (Names{"end", "over"}));
  EXPECT_EQ(R.Handles[0].Detach, Names{"leave"});
  EXPECT_TRUE(R.Handles[0].JoinsOnDestruction);
  EXPECT_EQ(R.Handles[0].JoinFunctions, Names{"h_end"});
  EXPECT_EQ(R.Handles[0].DetachFunctions, Names{"h_leave"});
  EXPECT_EQ(R.Handles[0].Argument, 1u);
  EXPECT_EQ(R.Handles[0].TryJoin, Names{"end_for"});
  EXPECT_EQ(R.Handles[0].Ready, "ended");

  ASSERT_EQ(R.Orderings.size(), 1u);
  EXPECT_EQ(R.Orderings[0].Wait, Names{"pass"});
  EXPECT_EQ(R.Orderings[0].Arrive, (Names{"open", "ajar"}));
  EXPECT_EQ(R.Orderings[0].WaitFunctions, Names{"gate_pass"});
  EXPECT_EQ(R.Orderings[0].WaitedBy, Names{"H"});
  EXPECT_EQ(R.ThreadSafeTypes, (Names{"Queue", "Log"}));
  EXPECT_EQ(R.StartUpFunctions, Names{"init"});
}

TEST(Yaml, NothingIsReadThatNobodyWrites) {
  auto Mistake = [](const std::string &Text) {
    return parseYaml(Text).Mistake;
  };
  EXPECT_EQ(Mistake(std::string("a\0b", 3)),
            "this is no text: it has a NUL byte");
  EXPECT_EQ(Mistake("a: \xff\xfe"), "this is no UTF-8 text");
  EXPECT_EQ(Mistake(std::string(2 << 20, ' ')),
            "a rules file may have a megabyte, and this one has more");
  EXPECT_EQ(Mistake(std::string(100'000, '[')),
            "values are nested more than 100 levels deep here");
  EXPECT_EQ(Mistake("a: &x [*x]\n"),
            "this alias stands for a value that it is part of");
  EXPECT_EQ(Mistake("a: 1\n---\nb: 2\n"),
            "a second document begins here, and a rules file is one");
  EXPECT_EQ(Mistake("a: &x 1\nb: *x\n"), "");
}

TEST(Yaml, TabsAreNamed) {
  EXPECT_TRUE(llvm::StringRef(firstError("version: 1\n\tchecks: race-a\n"))
                  .ends_with("; indent with blanks, not with tabs"));
}

TEST(Yaml, AliasesThatExplodeAreRefused) {
  std::string Text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int I = 1; I < 30; ++I) {
    std::string Last = "*a" + std::to_string(I - 1);
    Text += "a" + std::to_string(I) + ": &a" + std::to_string(I) + " [" + Last;
    for (int J = 0; J < 9; ++J)
      Text += ", " + Last;
    Text += "]\n";
  }
  EXPECT_EQ(parseYaml(Text).Mistake, "the file holds more than 100000 values "
                                     "when its aliases are written out");
}

TEST(Yaml, WhatIsPrintedIsReadAgain) {
  const char *Text = "a: [x, \"\", \"y: z\", 'true', {}]\n"
                     "b: {c: {d: [e, {f: g, h: [i]}]}, j: null}\n"
                     "k: \"line\\nbreak \\\"q\\\"\"\n";
  std::string Printed = printYaml(*parseYaml(Text).Root);
  YamlDocument Again = parseYaml(Printed);
  EXPECT_EQ(Again.Mistake, "");
  EXPECT_EQ(printYaml(*Again.Root), Printed);
  EXPECT_EQ(Again.Root->find("k")->Scalar, "line\nbreak \"q\"");
  EXPECT_EQ(Again.Root->find("b")->find("c")->find("d")->Elements.size(), 2u);
}

TEST(Rules, SettingsAreRead) {
  RuleSet R = parseRules("version: 1\n"
                         "severity: {race-*: remark, race-a: error}\n"
                         "min-confidence: low\n"
                         "include: src\n"
                         "exclude: [src/gen/*, /abs]\n"
                         "header-filter: a.*\n"
                         "packs: -*,std\n",
                         "/p/.racetidy.yaml", Known)
                  .Rules;
  EXPECT_EQ(severityOf(R, "race-a"), Severity::Error);
  EXPECT_EQ(severityOf(R, "race-b"), Severity::Remark);
  EXPECT_EQ(severityOf(RuleSet(), "race-b"), Severity::Warning);
  EXPECT_EQ(R.MinConfidence, "low");
  EXPECT_TRUE(isShown(R, "/p/src/a.cpp"));
  EXPECT_FALSE(isShown(R, "/p/srcs/a.cpp"));
  EXPECT_FALSE(isShown(R, "/p/src/gen/a.cpp"));
  EXPECT_FALSE(isShown(R, "/abs/a.cpp"));
  EXPECT_EQ(R.HeaderFilter, "a.*");
  EXPECT_EQ(R.Packs, (std::vector<std::string>{"-*", "std"}));
}

TEST(Rules, SuppressionsNeedAReasonAndMayExpire) {
  auto Error = [](const std::string &S) {
    return firstError("version: 1\nsuppressions:\n  - " + S + "\n");
  };
  EXPECT_EQ(Error("{entity: A::b, reason: x, expires: 2028-02-29}"), "");
  EXPECT_EQ(Error("{entity: A::b}"),
            "f.yaml:3:5: error: key 'reason' is missing here");
  EXPECT_EQ(Error("{reason: x}"),
            "f.yaml:3:5: error: a suppression needs 'entity' or 'path'; to "
            "switch a check off, use 'checks'");
  for (const char *Day : {"2027-02-29", "2027-13-01", "tomorrow", "2027-1-1"})
    EXPECT_EQ(
        Error("{entity: a, reason: x, expires: " + std::string(Day) + "}"),
        "f.yaml:3:37: error: expected a day like 2027-01-31 for "
        "'expires'");
  Suppression S;
  S.Expires = "2027-01-31";
  EXPECT_FALSE(S.isExpired("2027-01-31"));
  EXPECT_TRUE(S.isExpired("2027-02-01"));
}

TEST(Rules, OwnRulesAreReadAndOverridden) {
  LoadedRules A =
      parseRules("version: 1\nchecks: -race-own-a\nrules:\n"
                 "  - {name: race-own-a, message: old, matcher: callExpr()}\n"
                 "  - name: race-own-b\n"
                 "    message: m\n"
                 "    severity: error\n"
                 "    held: [L]\n"
                 "    sequence: {first: f, then: [g, co_await], same: object, "
                 "dependent: true}\n",
                 "f.yaml", Known);
  ASSERT_TRUE(A.Errors.empty()) << A.Errors[0].str();
  ASSERT_EQ(A.Rules.OwnRules.size(), 2u);
  EXPECT_EQ(A.Rules.OwnRules[1].Sequence->Same, SequenceRule::Object);
  EXPECT_TRUE(A.Rules.OwnRules[1].Sequence->Dependent);
  EXPECT_EQ(severityOf(A.Rules, "race-own-b"), Severity::Error);
  RuleSet B = parseRules("version: 1\nrules:\n"
                         "  - {name: race-own-a, message: new, matcher: x}\n",
                         "g.yaml", Known)
                  .Rules;
  A.Rules.append(B);
  ASSERT_EQ(A.Rules.OwnRules.size(), 2u);
  EXPECT_EQ(A.Rules.OwnRules[1].Message, "new");
}

TEST(Rules, OwnRulesAreSwitched) {
  EXPECT_TRUE(isOwnRuleOn({}, "race-own-a"));
  EXPECT_FALSE(isOwnRuleOn({"-race-own-a"}, "race-own-a"));
  EXPECT_FALSE(isOwnRuleOn({"-*"}, "race-own-a"));
  EXPECT_FALSE(isOwnRuleOn({"-race-own-rules"}, "race-own-a"));
  EXPECT_TRUE(isOwnRuleOn({"-*", "race-own-rules"}, "race-own-a"));
  EXPECT_TRUE(isOwnRuleOn({"-*", "race-own-a"}, "race-own-a"));
  EXPECT_FALSE(isOwnRuleOn({"-*", "race-own-b"}, "race-own-a"));
}

} // namespace
