//===- RuleKeys.cpp - the keys of a rules file ----------------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "rules/KeyTable.h"

using namespace racetidy;

/// Two rules of one file by one name are a slip; in another file the later one
/// replaces the earlier.
static void findRepeatedRules(Reading &R, const YamlNode &N) {
  const YamlNode *Rules = N.find("rules");
  if (!Rules)
    return;
  llvm::StringSet<> Seen;
  for (const YamlNode::Pointer &Rule : Rules->Elements)
    if (const YamlNode *Name = Rule->find("name");
        Name && !Seen.insert(Name->Scalar).second)
      R.error(*Name, "two rules are called '" + Name->Scalar +
                         "'; give one of them another name");
}

/// A key whose value goes into the rules.
static Value<LoadedRules> rule(Value<RuleSet> V) {
  return in(&LoadedRules::Rules, std::move(V));
}

const Keys<LoadedRules> &racetidy::documentKeys() {
  static const Keys<LoadedRules> Made = [] {
    Keys<LoadedRules> Document("the rules file");
    addSettingKeys(Document);
    Document
        .key("locks", rule(each(&RuleSet::Locks, lockKeys())),
             "types whose objects are locks")
        .key("guards", rule(each(&RuleSet::Guards, guardKeys())),
             "types whose objects hold a lock while they live")
        .key("conditions", rule(each(&RuleSet::Conditions, conditionKeys())),
             "what a thread waits on, its lock given back meanwhile")
        .key("suspensions",
             rule(inner(&RuleSet::Suspensions, suspensionKeys())),
             "what lets others run in the middle of a function, beside "
             "`co_await`")
        .key("containers", rule(each(&RuleSet::Containers, containerKeys())),
             "types that hold elements")
        .key("atomics", rule(atomicsValue()),
             "types that are updated in single atomic steps")
        .key("origins", rule(each(&RuleSet::Origins, originKeys())),
             "what starts something that runs at the same time as others")
        .key("handles", rule(each(&RuleSet::Handles, handleKeys())),
             "what stands for something started, and how one waits for it")
        .key("orderings", rule(each(&RuleSet::Orderings, orderingKeys())),
             "what orders threads without a lock")
        .key("resources", rule(each(&RuleSet::Resources, resourceKeys())),
             "what is read and written by calls: databases, cache servers, "
             "files, objects that lock for themselves")
        .key("awaitables", rule(each(&RuleSet::Awaitables, awaitableKeys())),
             "types whose objects are awaited, where their shape does not tell "
             "all")
        .key("publications",
             rule(each(&RuleSet::Publications, publicationKeys())),
             "calls after which others act on what they find, and what has to "
             "be done before")
        .key("sleeps", rule(texts(&RuleSet::SleepFunctions)),
             "functions that wait for some time, whatever happens meanwhile")
        .key("blocks", rule(texts(&RuleSet::BlockingFunctions)),
             "functions that keep the thread until something else has "
             "happened, beside joins and waits that other keys describe")
        .key("signal-unsafe", rule(texts(&RuleSet::SignalUnsafeFunctions)),
             "functions of a library that change something of its own, which a "
             "signal may find half changed")
        .key("shared-memory",
             rule(each(&RuleSet::SharedMemory, sharedMemoryKeys())),
             "functions that give memory which other processes write as well")
        .key("affinities", rule(each(&RuleSet::Affinities, affinityKeys())),
             "types whose objects belong to one thread")
        .key("executors", rule(each(&RuleSet::Executors, executorKeys())),
             "what runs what it is given one after the other: strands, "
             "sequences, event loops, pools of one thread")
        .key("thread-safe", rule(texts(&RuleSet::ThreadSafeTypes)),
             "types that lock for themselves: anybody may call their methods. "
             "A class that derives from one has state of its own and is not "
             "meant")
        .key("start-up", rule(texts(&RuleSet::StartUpFunctions)),
             "functions that are called once, before anything else is started")
        .key("test-files", rule(texts(&RuleSet::TestFiles)),
             "names of files that hold tests, which have their stores for "
             "themselves")
        .key("stand-ins", rule(texts(&RuleSet::StandIns)),
             "names of files that hold what tests use instead of the real "
             "thing: findings in them are one step less sure")
        .key("single-writers",
             rule(each(&RuleSet::SingleWriters, singleWriterKeys())),
             "locations that one thread alone writes")
        .key("pointers", rule(each(&RuleSet::Pointers, pointerKeys())),
             "smart pointers")
        .key("fresh", rule(texts(&RuleSet::FreshFunctions)),
             "functions whose result nobody else knows yet")
        .key("forwarders", rule(texts(&RuleSet::Forwarders)),
             "functions that hand on their first argument, bound to the others "
             "if there are any")
        .key("naming", rule(inner(&RuleSet::Naming, namingKeys())),
             "conventions. They only ever silence")
        .key("rules", rule(each(&RuleSet::OwnRules, ownRuleKeys())),
             "patterns that the project itself says are wrong")
        .example(R"(version: 1
extends: strict
root: true
checks: [race-*, -race-atomic-check-then-set]
options:
  race-vacuous-lock: {StaticState: false}
severity:
  race-conflicting-access: error
  race-guarded-escape: remark
min-confidence: medium
include: [src, tools/*.cpp]
exclude: third_party
header-filter: src/
exclude-header-filter: "\\.pb\\.h$"
packs: ["-*", std, posix]
sleeps: base::Pause
blocks: base::SyncWait
signal-unsafe: base::Log
thread-safe: ["base::*Queue", base::Log]
start-up: Server::Init
test-files: ["*_test.cc"]
stand-ins: ["fake_*"]
fresh: base::MakeRef
forwarders: base::Bind
)");
    Document.check([](Reading &R, const YamlNode &N, const GivenKeys &,
                      LoadedRules &) { findRepeatedRules(R, N); });
    return Document;
  }();
  return Made;
}
