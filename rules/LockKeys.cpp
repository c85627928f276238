//===- LockKeys.cpp - locks, guards, conditions, atomics ------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "rules/KeyTable.h"

using namespace racetidy;

using Effects = std::map<std::string, LockEffect>;
using Operations = std::map<std::string, AtomicOp>;

/// Calls that all do the same to a lock.
static Value<Effects> effect(LockEffect Effect) {
  return {textsInfo(), [Effect](Reading &R, const YamlNode &N,
                                const std::string &What, Effects &Into) {
            for (std::string &Call : readTexts(R, N, What))
              Into[Call] = Effect;
          }};
}

static const Keys<Effects> &effectKeys(const char *What) {
  static std::map<std::string, Keys<Effects>> Made;
  auto [It, New] = Made.try_emplace(What, What);
  if (New)
    It->second.key("acquire", effect(LockEffect::Acquire), "calls that take it")
        .key("acquire-shared", effect(LockEffect::AcquireShared),
             "calls that take it together with others who only read")
        .key("try-acquire", effect(LockEffect::TryAcquire),
             "calls that may fail, and give whether they got it")
        .key("try-acquire-shared", effect(LockEffect::TryAcquireShared),
             "calls that may fail to take it together with others")
        .key("release", effect(LockEffect::Release), "calls that give it back")
        .key("release-shared", effect(LockEffect::ReleaseShared),
             "calls that give back what was shared")
        .key("assert-held", effect(LockEffect::AssertHeld),
             "calls that check that it is held")
        .key("wait", effect(LockEffect::Wait),
             "calls that give it back, wait, and take it again")
        .key("init", effect(LockEffect::Init),
             "calls that make it: nobody else can use yet what it stands "
             "beside")
        .key("destroy", effect(LockEffect::Destroy), "calls that end it");
  return It->second;
}

const Keys<LockRule> &racetidy::lockKeys() {
  static const auto Table =
      Keys<LockRule>("a lock")
          .key("type", text(&LockRule::Type),
               "the type; may be left away where `functions` take locks of "
               "many types")
          .key("methods",
               inner(&LockRule::Methods, effectKeys("the methods of a lock")),
               "its methods, by what they do")
          .key("functions",
               inner(&LockRule::Functions,
                     effectKeys("the functions of a lock")),
               "functions that are given the lock, by what they do")
          .key("argument",
               {fixedInfo("number or `all`",
                          R"({"anyOf": [{"const": "all"},
                                        {"type": "integer", "minimum": 0}]})"),
                [](Reading &R, const YamlNode &N, const std::string &What,
                   LockRule &Rule) {
                  Rule.Argument = N.isText() && N.Scalar == "all"
                                      ? AllArguments
                                      : readNumber(R, N, What);
                }},
               "of `functions`: the argument that points to the lock; the "
               "first, 0, unless said")
          .key("recursive", flag(&LockRule::Recursive),
               "one thread may take it again while it holds it")
          .key("thread-bound", flag(&LockRule::ThreadBound),
               "`false`: another thread than the one that took it may give it "
               "back")
          .key("try-gives-zero", flag(&LockRule::TryGivesZero),
               "`true`: a try that got it returns zero, as in C")
          .example(R"(version: 1
locks:
  - type: base::SpinLock
    methods:
      acquire: Take
      try-acquire: [TryTake, TryTakeFor]
      release: Give
      acquire-shared: TakeShared
      try-acquire-shared: TryTakeShared
      release-shared: GiveShared
      assert-held: AssertTaken
      wait: GiveAndWait
    recursive: false
    thread-bound: true
  - type: my_lock_t
    functions: {acquire: my_lock, try-acquire: my_try, release: my_unlock,
                init: my_lock_init, destroy: my_lock_end}
    argument: 0
    try-gives-zero: true
)")
          .check([](Reading &R, const YamlNode &N, const GivenKeys &,
                    LockRule &Rule) {
            // Functions alone may take locks of many types.
            if (Rule.Type.empty() &&
                (!Rule.Methods.empty() || Rule.Functions.empty()))
              R.missing(N, "type");
            if (Rule.Methods.empty() && Rule.Functions.empty())
              R.error(N, "a lock needs 'methods' or 'functions' that take it");
          });
  return Table;
}

static Value<GuardRule> guardEffect(LockEffect Effect) {
  return in(&GuardRule::Methods, effect(Effect));
}

const Keys<GuardRule> &racetidy::guardKeys() {
  static const std::vector<std::string> GuardModes{"exclusive", "shared",
                                                   "inverse"};
  static const auto Table =
      Keys<GuardRule>("a guard")
          .required("type", text(&GuardRule::Type), "the type")
          .key("mode",
               {choiceInfo(GuardModes),
                [](Reading &R, const YamlNode &N, const std::string &What,
                   GuardRule &Rule) {
                  auto Mode = readChoice(R, N, What, GuardModes);
                  Rule.Shared = Mode == 1;
                  Rule.Inverse = Mode == 2;
                }},
               "how it holds the lock; `inverse`: it gives the lock back "
               "while it lives; `exclusive` unless said")
          .key("adopt", text(&GuardRule::AdoptTag),
               "tag type of a constructor for a lock that is held already")
          .key("defer", text(&GuardRule::DeferTag),
               "tag type of a constructor for a lock that is taken later")
          .key("try", text(&GuardRule::TryTag),
               "tag type of a constructor that tries")
          .key("acquire", guardEffect(LockEffect::Acquire),
               "methods of the guard that take the lock")
          .key("try-acquire", guardEffect(LockEffect::TryAcquire),
               "methods of the guard that try to take it")
          .key("release", guardEffect(LockEffect::Release),
               "methods of the guard that give it back")
          .key("detach", guardEffect(LockEffect::Detach),
               "methods of the guard after which the lock stays held, and the "
               "guard "
               "has let go "
               "of it")
          .key("swap", guardEffect(LockEffect::Swap),
               "methods of the guard that trade locks with another guard")
          .key("tests", texts(&GuardRule::Tests),
               "methods of the guard that tell whether it holds the lock")
          .example(R"(version: 1
guards:
  - type: base::SpinGuard
    mode: exclusive
    adopt: base::Adopt
    defer: base::Defer
    try: base::Try
    acquire: Lock
    try-acquire: TryLock
    release: Unlock
    detach: Forget
    swap: Swap
    tests: [Holds, conversion]
)");
  return Table;
}

/// The updates of an atomic, which may say which arithmetic they do.
static void readUpdates(Reading &R, const YamlNode &N, const std::string &What,
                        Operations &Into) {
  for (const auto &[Call, Arithmetic] : N.Entries) {
    std::string Sign = readText(R, *Arithmetic, What);
    AtomicOp Op{AtomicKind::Update, Sign};
    // '+=' is an update by '+' that gives the new value.
    Op.GivesNew = Op.Arithmetic.size() == 2 && Op.Arithmetic.back() == '=';
    Op.ByOne = Op.Arithmetic == "++" || Op.Arithmetic == "--";
    if (Op.GivesNew || Op.ByOne)
      Op.Arithmetic.pop_back();
    Op.GivesNew |= Op.ByOne;
    if (Sign == "none")
      Op.Arithmetic.clear();
    else if (!Sign.empty() &&
             (Op.Arithmetic.size() != 1 ||
              !llvm::StringRef("+-&|^").contains(Op.Arithmetic)))
      R.error(*Arithmetic,
              "unknown arithmetic '" + Sign +
                  "'; known are '+', '-', '&', '|', '^', these with '=', "
                  "'++', '--' and 'none'");
    Into[readText(R, *Call, What)] = Op;
  }
}

static Value<Operations> operation(AtomicKind Kind, bool Weak = false) {
  Value<Operations> Result{textsInfo(),
                           [=](Reading &R, const YamlNode &N,
                               const std::string &What, Operations &Into) {
                             if (Kind == AtomicKind::Update && N.isMapping())
                               return readUpdates(R, N, What, Into);
                             for (std::string &Call : readTexts(R, N, What)) {
                               AtomicOp Op{Kind, ""};
                               Op.Weak = Weak;
                               Into[Call] = Op;
                             }
                           }};
  if (Kind == AtomicKind::Update)
    Result.Info = fixedInfo("names, or a mapping of names to arithmetic", R"({
        "type": ["string", "array", "object"], "minLength": 1,
        "items": {"type": "string", "minLength": 1},
        "additionalProperties": {
          "enum": ["+", "-", "&", "|", "^", "+=", "-=", "&=", "|=", "^=",
                   "++", "--", "none"]}})");
  return Result;
}

static const Keys<Operations> &operationKeys(const char *What) {
  static std::map<std::string, Keys<Operations>> Made;
  auto [It, New] = Made.try_emplace(What, What);
  if (New)
    It->second.key("load", operation(AtomicKind::Load), "calls that load it")
        .key("store", operation(AtomicKind::Store), "calls that store to it")
        .key("exchange", operation(AtomicKind::Exchange),
             "calls that store, and give the old value")
        .key("compare-exchange", operation(AtomicKind::CompareExchange),
             "calls that store where it has the value that is expected")
        .key("compare-exchange-weak",
             operation(AtomicKind::CompareExchange, /*Weak=*/true),
             "compare-exchanges that may fail though the values are equal")
        .key("update", operation(AtomicKind::Update),
             "calls that do arithmetic in one step: `+`, `-`, `&`, `|` or `^` "
             "where they give the old value, the same with `=` where they give "
             "the new one, `++` or `--` by one, `none` where none is known");
  return It->second;
}

namespace {
/// One entry of the list, which may be about methods and functions at once.
struct AtomicEntry {
  AtomicRule Type;
  AtomicFunctionRule Functions;
};
} // namespace

/// A number of an argument, of methods and functions alike.
static Value<AtomicEntry> both(unsigned AtomicRule::*OfMethods,
                               unsigned AtomicFunctionRule::*OfFunctions) {
  return {numberInfo(), [=](Reading &R, const YamlNode &N,
                            const std::string &What, AtomicEntry &Into) {
            Into.Type.*OfMethods = Into.Functions.*OfFunctions =
                                       readNumber(R, N, What);
          }};
}

static const Keys<AtomicEntry> &atomicKeys() {
  static const auto Table =
      Keys<AtomicEntry>("an atomic")
          .key("type", in(&AtomicEntry::Type, text(&AtomicRule::Type)),
               "the type")
          .key("methods",
               in(&AtomicEntry::Type,
                  inner(&AtomicRule::Methods,
                        operationKeys("the methods of an atomic"))),
               "its methods, by what they do; the operators of C++ are "
               "methods (`operator++`)")
          .key("functions",
               in(&AtomicEntry::Functions,
                  inner(&AtomicFunctionRule::Functions,
                        operationKeys("the functions of an atomic"))),
               "functions that are given the location, by what they do")
          .key("object",
               in(&AtomicEntry::Functions, number(&AtomicFunctionRule::Object)),
               "of `functions`: the argument that points to the location; 0 "
               "unless said")
          .key("value", both(&AtomicRule::Value, &AtomicFunctionRule::Value),
               "the argument that is the new value, or the operand of an "
               "update; 0 of methods and 1 of functions unless said")
          .key("expected",
               both(&AtomicRule::Expected, &AtomicFunctionRule::Expected),
               "of a compare-exchange: the argument that is expected; likewise "
               "0 and 1")
          .key("desired",
               both(&AtomicRule::Desired, &AtomicFunctionRule::Desired),
               "of a compare-exchange: the argument that is stored; 1 of "
               "methods and 2 of functions unless said")
          .key("refers-to",
               {numberInfo(),
                [](Reading &R, const YamlNode &N, const std::string &What,
                   AtomicEntry &Into) {
                  Into.Type.RefersTo = static_cast<int>(readNumber(R, N, What));
                }},
               "for a view of a location: the argument of its constructor that "
               "is the location")
          .example(R"(version: 1
atomics:
  - type: base::Counter
    methods:
      load: [Get, conversion]
      store: Set
      exchange: Swap
      compare-exchange: CompareAndSet
      compare-exchange-weak: TrySet
      update: {Add: +, AddGet: +=, Inc: ++, Mix: none}
    value: 0
    expected: 0
    desired: 1
  - functions: {load: counter_get, store: counter_set, update: counter_min}
    object: 0
  - type: base::View
    refers-to: 0
    methods: {load: get, store: set}
)")
          .check([](Reading &R, const YamlNode &N, const GivenKeys &Given,
                    AtomicEntry &Entry) {
            if (Entry.Type.Type.empty() && !Given.contains("functions"))
              R.error(N, "an atomic needs a 'type' with 'methods', or "
                         "'functions'");
            if (Entry.Type.Type.empty() && !Entry.Type.Methods.empty())
              R.missing(N, "type");
          });
  return Table;
}

Value<RuleSet> racetidy::atomicsValue() {
  return each<RuleSet, AtomicEntry>(
      atomicKeys(), [](RuleSet &Rules, AtomicEntry Entry) {
        if (!Entry.Type.Type.empty())
          Rules.Atomics.push_back(std::move(Entry.Type));
        if (!Entry.Functions.Functions.empty())
          Rules.AtomicFunctions.push_back(std::move(Entry.Functions));
      });
}

const Keys<ConditionRule> &racetidy::conditionKeys() {
  static const auto Table =
      Keys<ConditionRule>("a condition")
          .required("type", text(&ConditionRule::Type), "the type")
          .key("wait", texts(&ConditionRule::Waits), "methods that wait")
          .key("notify", texts(&ConditionRule::Notifies),
               "methods that wake who waits")
          .key("notify-functions", texts(&ConditionRule::NotifyFunctions),
               "functions that wake who waits on what their first argument "
               "points to")
          .key("lock", number(&ConditionRule::Lock),
               "the argument of a wait that is the lock or its guard; 0 unless "
               "said")
          .example(R"(version: 1
conditions:
  - type: base::Event
    wait: [Await, AwaitFor]
    notify: Signal
    notify-functions: event_signal
    lock: 0
)");
  return Table;
}
