//===- DataKeys.cpp - containers, pointers, names, who writes -------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "rules/KeyTable.h"

using namespace racetidy;

static Value<ContainerRule> methods(ContainerOp Op) {
  return {textsInfo(), [Op](Reading &R, const YamlNode &N,
                            const std::string &What, ContainerRule &Into) {
            for (std::string &Method : readTexts(R, N, What))
              Into.Methods[Method] = Op;
          }};
}

const Keys<ContainerRule> &racetidy::containerKeys() {
  static const auto Table =
      Keys<ContainerRule>("a container")
          .required("types", texts(&ContainerRule::Types), "the types")
          .key("query", methods({ContainerOp::Query, false}),
               "methods that tell something of what is in it")
          .key("query-key", methods({ContainerOp::Query, true}),
               "methods that tell something of the element that the first "
               "argument "
               "names")
          .key("mutate", methods({ContainerOp::Mutate, false}),
               "methods that change what is in it, whatever was there")
          .key("mutate-key", methods({ContainerOp::Mutate, true}),
               "methods that change the element that the first argument names")
          .key("insert", methods({ContainerOp::Insert, false}),
               "methods that add what is not there, and leave what is")
          .key("insert-key", methods({ContainerOp::Insert, true}),
               "methods that add what is not there under the key that is the "
               "first "
               "argument")
          .example(R"(version: 1
containers:
  - types: [base::Table, base::Index]
    query: Size
    query-key: [Has, Find]
    mutate: Clear
    mutate-key: Remove
    insert: AddRow
    insert-key: AddIfAbsent
)");
  return Table;
}

const Keys<SuspensionRules> &racetidy::suspensionKeys() {
  static const auto Table =
      Keys<SuspensionRules>("'suspensions'")
          .key("functions", texts(&SuspensionRules::Functions),
               "functions and methods that let others run before they return")
          .key("never-suspend", texts(&SuspensionRules::NeverSuspend),
               "types that are awaited and go on at once")
          .example(R"(version: 1
suspensions:
  functions: fiber::yield
  never-suspend: base::Ready
)");
  return Table;
}

const Keys<AwaitableRule> &racetidy::awaitableKeys() {
  static const auto Table =
      Keys<AwaitableRule>("an awaitable")
          .key("types", texts(&AwaitableRule::Types), "the types")
          .key("keepers", texts(&AwaitableRule::Keepers),
               "functions and methods that are given one, of whatever type, "
               "and "
               "return before it has ended: a scope's `spawn`")
          .key(
              "start",
              choice(&AwaitableRule::Start, {{"lazy", AwaitableStart::Lazy},
                                             {"eager", AwaitableStart::Eager}}),
              "when its work begins: when it is awaited (`lazy`, unless said), "
              "or at once")
          .key("may-be-dropped", flag(&AwaitableRule::MayBeDropped),
               "true: whoever drops one means it")
          .example(R"(version: 1
awaitables:
  - types: [base::Job, "base::*Operation"]
    start: lazy
  - types: base::Background
    start: eager
    may-be-dropped: true
  - keepers: [base::Scope::spawn, base::startDetached]
)")
          .check([](Reading &R, const YamlNode &N, const GivenKeys &Given,
                    AwaitableRule &Rule) {
            if (Rule.Types.empty() && Rule.Keepers.empty())
              R.error(N, "an awaitable needs 'types' whose objects are "
                         "awaited, or 'keepers' that are given one");
            for (const char *Key : {"start", "may-be-dropped"})
              if (Rule.Types.empty() && Given.contains(Key))
                R.error(N, std::string("'") + Key +
                               "' says something of 'types', and none are "
                               "given");
          });
  return Table;
}

const Keys<SharedMemoryRule> &racetidy::sharedMemoryKeys() {
  static const auto Table =
      Keys<SharedMemoryRule>("shared memory")
          .required("functions", texts(&SharedMemoryRule::Functions),
                    "functions that give it")
          .key("with", texts(&SharedMemoryRule::With),
               "only calls with one of these among the arguments: constants, "
               "macros or variables")
          .example(R"(version: 1
shared-memory:
  - functions: base::MapShared
  - {functions: base::Map, with: [base::kShared, BASE_SHARED]}
)");
  return Table;
}

const Keys<AffinityRule> &racetidy::affinityKeys() {
  static const auto Table =
      Keys<AffinityRule>("an affinity")
          .required("types", texts(&AffinityRule::Types),
                    "the types, and with them all that derive from them")
          .key("anywhere", texts(&AffinityRule::Anywhere),
               "methods, and functions that are given one as their first "
               "argument, that any thread may call")
          .key("advice", text(&AffinityRule::Advice), "what to do instead")
          .example(R"(version: 1
affinities:
  - types: [ui::View, ui::Canvas]
    anywhere: [postRedraw, ui::Canvas::id]
    advice: hand it to 'ui::post'
)");
  return Table;
}

const Keys<ExecutorRule> &racetidy::executorKeys() {
  static const auto Table =
      Keys<ExecutorRule>("an executor")
          .key("types", texts(&ExecutorRule::Types),
               "types whose objects are executors, each for itself: what an "
               "origin starts runs on the one among its arguments, or on the "
               "one whose method it is")
          .key("functions", texts(&ExecutorRule::Functions),
               "origins that hand to one executor, the same for all of them")
          .example(R"(version: 1
origins:
  - {functions: [base::post, ui::post, "base::Sequence::add"], kind: task}
executors:
  - types: [base::Strand, base::Sequence]
  - functions: ui::post
)")
          .check([](Reading &R, const YamlNode &N, const GivenKeys &,
                    ExecutorRule &Rule) {
            if (Rule.Types.empty() && Rule.Functions.empty())
              R.error(N, "an executor needs 'types' whose objects are "
                         "executors, or 'functions' that hand to one");
          });
  return Table;
}

const Keys<PublicationRule> &racetidy::publicationKeys() {
  static const auto Table =
      Keys<PublicationRule>("a publication")
          .required("functions", texts(&PublicationRule::Functions),
                    "functions and methods after which others act on what they "
                    "find")
          .key("after", texts(&PublicationRule::After),
               "the writes that must have ended before: functions and methods, "
               "which may be awaited")
          .key("ordered", number(&PublicationRule::Ordered),
               "the argument that says which of two publications is newer, "
               "counted from zero: it must not be older than a suspension")
          .check([](Reading &R, const YamlNode &N, const GivenKeys &,
                    PublicationRule &Rule) {
            if (Rule.After.empty() &&
                Rule.Ordered == PublicationRule::Unordered)
              R.error(N, "a publication needs 'after' or 'ordered'");
          })
          .example(R"(version: 1
publications:
  - functions: [PreviewCache::drop, bus::changed]
    after: [DraftStore::put]
  - functions: Listeners::broadcast
    ordered: 0
)");
  return Table;
}

const Keys<PointerRule> &racetidy::pointerKeys() {
  static const auto Table =
      Keys<PointerRule>("a pointer")
          .required("type", text(&PointerRule::Type), "the type")
          .key("get", texts(&PointerRule::Get),
               "methods that return the plain pointer")
          .key("lock", texts(&PointerRule::Lock),
               "of a pointer that watches what others own: methods that make "
               "an owner, which is null when the object is gone")
          .key("expired", texts(&PointerRule::Expired),
               "of a pointer that watches: methods that tell whether the "
               "object is "
               "gone")
          .key("count", texts(&PointerRule::Count),
               "methods that count the owners")
          .key("unique", texts(&PointerRule::Unique),
               "methods that tell whether there is one owner only")
          .example(R"(version: 1
pointers:
  - type: base::Ref
    get: ptr
    count: owners
    unique: isOnlyOwner
  - type: base::WeakRef
    lock: promote
    expired: isGone
)")
          .check([](Reading &R, const YamlNode &N, const GivenKeys &,
                    PointerRule &Rule) {
            // Only a pointer that does not own has to be locked, and only then
            // can its object be gone.
            if (!Rule.Expired.empty() && Rule.Lock.empty())
              R.error(N, "a pointer with 'expired' needs 'lock', the method "
                         "that makes an owner of it");
            if (Rule.isWeak() && !Rule.Unique.empty())
              R.error(N, "a pointer with 'lock' owns nothing, so 'unique' has "
                         "no meaning for it");
          });
  return Table;
}

const Keys<NamingRules> &racetidy::namingKeys() {
  static const auto Table =
      Keys<NamingRules>("'naming'")
          .key("called-with-lock-held", texts(&NamingRules::CalledWithLockHeld),
               "functions whose callers hold a lock")
          .key("acquires-lock", texts(&NamingRules::AcquiresLock),
               "functions that take a lock, of types that no rule describes")
          .key("releases-lock", texts(&NamingRules::ReleasesLock),
               "functions that give a lock back, of types that no rule "
               "describes")
          .key("asserts-lock-held", texts(&NamingRules::AssertsLockHeld),
               "functions that check that a lock is held")
          .key("guard-types", texts(&NamingRules::GuardTypes),
               "types of local objects that hold a lock while they live")
          .key("set-up", texts(&NamingRules::SetUp),
               "functions that make their object ready before others have it: "
               "what they do without a lock is told only with low confidence")
          .key("bounds", texts(&NamingRules::Bounds),
               "functions that give the larger or the smaller of their "
               "arguments")
          .key("harmless", texts(&NamingRules::Harmless),
               "functions and macros that may be called twice, and with either "
               "of two values: logs, assertions, wake-ups")
          .example(R"(version: 1
naming:
  called-with-lock-held: ["*Locked", "*_unlocked"]
  acquires-lock: Take
  releases-lock: Give
  asserts-lock-held: "*AssertHeld"
  guard-types: "*Lock"
  set-up: [Open, "Init*"]
  bounds: [largest, smallest]
  harmless: ["*Trace", LOG]
)");
  return Table;
}

const Keys<SingleWriterRule> &racetidy::singleWriterKeys() {
  static const auto Table =
      Keys<SingleWriterRule>("a single writer")
          .required("entity", text(&SingleWriterRule::Entity),
                    "the field or variable")
          .required("reason", text(&SingleWriterRule::Reason, "text"),
                    "why that is so, for those who read this")
          .example(R"(version: 1
single-writers:
  - entity: Ring::head
    reason: only the producer calls push()
)");
  return Table;
}
