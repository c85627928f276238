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

TEST(Resources, MistakesAreToldWithTheirPlace) {
  auto Of = [](const std::string &Entry) {
    return firstError("version: 1\nresources:\n  - {" + Entry + "}\n");
  };
  EXPECT_EQ(Of("read: get"), "f.yaml:3:5: error: key 'name' is missing here");
  EXPECT_EQ(Of("name: x"),
            "f.yaml:3:5: error: a resource needs calls: 'read', 'write' or "
            "another word for what they do");
  EXPECT_EQ(Of("name: x, read: get, kind: stor"),
            "f.yaml:3:32: error: unknown word 'stor' for 'kind'; did you mean "
            "'store'?");
  EXPECT_EQ(Of("name: x, prepare: get"),
            "f.yaml:3:5: error: 'get' makes a statement of a text, so 'text', "
            "the number of that argument, is needed");
  EXPECT_EQ(Of("name: x, read: get, store: first"),
            "f.yaml:3:33: error: expected the number of an argument, 'none', "
            "'object' or 'unknown' for 'store'");
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

TEST(Rules, MistakesSayWhere) {
  EXPECT_EQ(firstError("version: 1\nlcoks: []\n"),
            "f.yaml:2:1: error: unknown key 'lcoks' in the rules file; did you "
            "mean 'locks'?");
  EXPECT_EQ(firstError("version: 2\n"),
            "f.yaml:1:10: error: this racetidy reads version 1 of the rules "
            "only");
  EXPECT_EQ(firstError("checks: race-a\n"),
            "f.yaml:1:1: error: key 'version' is missing; begin the file with "
            "'version: 1'");
  EXPECT_EQ(firstError("version: 1\nversion: 1\n"),
            "f.yaml:2:1: error: 'version' is given twice in the rules file; "
            "merge the two entries");
  EXPECT_EQ(firstError("version: 1\nlocks:\n  - type: X\n"),
            "f.yaml:3:5: error: a lock needs 'methods' or 'functions' that "
            "take it");
  EXPECT_EQ(firstError("version: 1\nguards: {type: X}\n"),
            "f.yaml:2:9: error: expected a list for 'guards'");
  EXPECT_EQ(firstError("[1, 2]"),
            "f.yaml:1:1: error: expected a mapping for the rules file");
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

TEST(Rules, MistakesInOrigins) {
  auto Error = [](const std::string &Origin) {
    return firstError("version: 1\norigins:\n  - " + Origin + "\n");
  };
  EXPECT_EQ(Error("{type: W, kind: tread}"),
            "f.yaml:3:21: error: unknown word 'tread' for 'kind'; did you mean "
            "'thread'?");
  EXPECT_EQ(Error("{type: W}"),
            "f.yaml:3:5: error: key 'kind' is missing here");
  EXPECT_EQ(Error("{kind: thread}"),
            "f.yaml:3:5: error: an origin needs a 'type' whose objects start "
            "something, or 'functions' that do");
  EXPECT_EQ(Error("{type: W, kind: thread, handle: 1}"),
            "f.yaml:3:5: error: an object of an origin's 'type' is its own "
            "handle, so 'handle' is only for 'functions'");
  EXPECT_EQ(Error("{functions: go, kind: task, entry: object}"),
            "f.yaml:3:5: error: an origin whose 'entry' is the object needs "
            "'method', the one that is run");
  EXPECT_EQ(Error("{functions: go, kind: task, entry: last}"),
            "f.yaml:3:40: error: expected the number of an argument, 'every', "
            "'first' or 'object' for 'entry'");
  EXPECT_EQ(Error("{functions: go, kind: task, argument: -1}"),
            "f.yaml:3:43: error: expected the number of an argument, 'none' or "
            "'rest' for 'argument'");
  EXPECT_EQ(Error("{functions: go, kind: task, handle: [0]}"),
            "f.yaml:3:41: error: expected the number of an argument, 'none', "
            "'object' or 'result' for 'handle'");
  EXPECT_EQ(
      Error("{functions: go, kind: task, entri: 1}"),
      "f.yaml:3:33: error: unknown key 'entri' in an origin; did you mean "
      "'entry'?");
  EXPECT_EQ(Error("{functions: go, kind: task, multiple: often}"),
            "f.yaml:3:43: error: expected 'true' or 'false' for 'multiple'");
}

TEST(Rules, MistakesInHandlesAndOrderings) {
  EXPECT_EQ(firstError("version: 1\nhandles:\n  - {join: end}\n"),
            "f.yaml:3:5: error: key 'type' is missing here");
  EXPECT_EQ(firstError("version: 1\nhandles:\n  - {type: H, detach: go}\n"),
            "f.yaml:3:5: error: a handle needs 'join', 'join-functions' or "
            "'joins-on-destruction': else nobody can wait for it");
  EXPECT_EQ(
      firstError("version: 1\nhandles:\n  - {type: H, join: x, jion: y}\n"),
      "f.yaml:3:24: error: unknown key 'jion' in a handle; did you mean "
      "'join'?");
  EXPECT_EQ(firstError("version: 1\norderings:\n  - {wait: pass}\n"),
            "f.yaml:3:5: error: key 'type' is missing here");
  EXPECT_EQ(firstError("version: 1\norderings:\n  - {type: G, arrive: at}\n"),
            "f.yaml:3:5: error: an ordering needs 'wait', 'wait-functions' or "
            "'waited-by': without a wait nothing is ordered");
  EXPECT_EQ(
      firstError("version: 1\norderings:\n  - {type: G, wait: x, wiat: y}\n"),
      "f.yaml:3:24: error: unknown key 'wiat' in an ordering; did you "
      "mean 'wait'?");
  EXPECT_EQ(firstError("version: 1\nthread-safe: {type: Q}\n"),
            "f.yaml:2:14: error: expected a list for 'thread-safe'");
  EXPECT_EQ(firstError("version: 1\nstart-up: [[a]]\n"),
            "f.yaml:2:12: error: expected text for 'start-up'");
  EXPECT_EQ(firstError("version: 1\nstartup: init\n"),
            "f.yaml:2:1: error: unknown key 'startup' in the rules file; did "
            "you mean 'start-up'?");
}

TEST(Rules, AContainerNeedsTypes) {
  EXPECT_EQ(firstError("version: 1\ncontainers:\n  - {query: Size}\n"),
            "f.yaml:3:5: error: key 'types' is missing here");
}

TEST(Rules, UnknownChecksAndOptionsAreMistakes) {
  EXPECT_EQ(firstError("version: 1\nchecks: [-race-aa]\n"),
            "f.yaml:2:10: error: unknown check 'race-aa'; did you mean "
            "'race-a'?");
  EXPECT_EQ(firstError("version: 1\noptions:\n  race-a: {Limti: 3}\n"),
            "f.yaml:3:12: error: unknown option 'Limti' of 'race-a'; did you "
            "mean 'Limit'?");
}

TEST(Rules, ASwitchTakesOnlyTrueAndFalse) {
  EXPECT_EQ(firstError("version: 1\noptions:\n  race-a: {Strict: maybe}\n"),
            "f.yaml:3:20: error: expected 'true' or 'false' for 'Strict'");
}

TEST(Rules, EveryMistakeIsReportedAndTheRestIsRead) {
  LoadedRules L = parseRules("version: 1\nfoo: 1\nbar: 2\nfresh: [make]\n",
                             "f.yaml", Known);
  EXPECT_EQ(L.Errors.size(), 2u);
  EXPECT_EQ(L.Rules.FreshFunctions, std::vector<std::string>{"make"});
}

TEST(Rules, MistakesPastThoseThatAnybodyReadsAreCounted) {
  std::string Text = "version: 1\n";
  for (int I = 0; I < 1234; ++I)
    Text += "k" + std::to_string(I) + ": 1\n";
  LoadedRules L = parseRules(Text, "f.yaml", Known);
  ASSERT_EQ(L.Errors.size(), 1001u);
  EXPECT_EQ(L.Errors.back().str(),
            "f.yaml:1001:1: error: there are 234 mistakes more");
}

TEST(Rules, WhatIsNotYamlSaysWhere) {
  EXPECT_TRUE(firstError("version: [1\n").starts_with("f.yaml:"));
  EXPECT_NE(firstError("version: [1\n").find("this is not YAML"),
            std::string::npos);
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

TEST(Rules, MistakesInSettings) {
  EXPECT_EQ(firstError("version: 1\nseverity: {race-a: eror}\n"),
            "f.yaml:2:20: error: unknown word 'eror' for 'severity'; did you "
            "mean 'error'?");
  EXPECT_EQ(firstError("version: 1\nseverity: {race-c: error}\n"),
            "f.yaml:2:12: error: unknown check 'race-c'; did you mean "
            "'race-a'?");
  EXPECT_EQ(firstError("version: 1\npacks: [-boots]\n"),
            "f.yaml:2:9: error: unknown pack 'boots'; did you mean 'boost'?");
  EXPECT_EQ(firstError("version: 1\nmin-confidence: med\n"),
            "f.yaml:2:17: error: unknown word 'med' for 'min-confidence'; "
            "known are 'low', 'medium', 'high'");
  EXPECT_TRUE(llvm::StringRef(firstError("version: 1\nheader-filter: (\n"))
                  .starts_with("f.yaml:2:16: error: '(' for 'header-filter' is "
                               "no regular expression: "));
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

TEST(Rules, MistakesInOwnRules) {
  auto Error = [](const std::string &Rule) {
    return firstError("version: 1\nrules:\n  - " + Rule + "\n");
  };
  EXPECT_EQ(Error("{name: my-rule, message: m, matcher: x}"),
            "f.yaml:3:12: error: the name of a rule begins with 'race-own-' "
            "and goes on in small letters, digits and '-'");
  EXPECT_EQ(Error("{name: race-own-a, message: m}"),
            "f.yaml:3:5: error: a rule needs a 'matcher' or a 'sequence'");
  EXPECT_EQ(Error("{name: race-own-a, message: m, matcher: x, "
                  "sequence: {first: f, then: g}}"),
            "f.yaml:3:5: error: a rule has a 'matcher' or a 'sequence', not "
            "both");
  EXPECT_EQ(Error("{name: race-own-a, message: M., matcher: x}"),
            "f.yaml:3:33: error: a message has no full stop at its end");
  EXPECT_EQ(Error("{name: race-own-a, message: m, sequence: {then: g}}"),
            "f.yaml:3:46: error: a sequence needs 'first', or what makes "
            "'then' right: 'unless-between', 'unless-in' or 'unless-while'");
  EXPECT_EQ(Error("{name: race-own-a, message: m, "
                  "sequence: {then: g, unless-in: f, same: 0}}"),
            "f.yaml:3:46: error: 'same' compares with 'first', which is "
            "missing");
  EXPECT_EQ(firstError("version: 1\nrules:\n"
                       "  - {name: race-own-a, message: m, matcher: x}\n"
                       "  - {name: race-own-a, message: m, matcher: x}\n"),
            "f.yaml:4:12: error: two rules are called 'race-own-a'; give one "
            "of them another name");
}

} // namespace
