//===- OriginKeys.cpp - origins, handles, orderings -----------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "rules/KeyTable.h"

using namespace racetidy;

static void finishOrigin(Reading &R, const YamlNode &N, const GivenKeys &Given,
                         OriginRule &Rule) {
  if (Rule.Type.empty() && Rule.Functions.empty())
    R.error(N, "an origin needs a 'type' whose objects start something, "
               "or 'functions' that do");
  if (Rule.Functions.empty() && Given.contains("handle"))
    R.error(N, "an object of an origin's 'type' is its own handle, so 'handle' "
               "is only for 'functions'");
  if (Rule.Method.empty() && Rule.Entry == OriginRule::Object)
    R.error(N, "an origin whose 'entry' is the object needs 'method', the one "
               "that is run");
  // What ends before the call returns is given all its callables to run
  // ("std::transform_reduce"); what is started for later runs the first, and
  // others are for when that has ended.
  if (!Given.contains("entry") &&
      (Rule.Kind == OriginKind::Now || Rule.Kind == OriginKind::Region))
    Rule.Entry = OriginRule::EveryCallable;
}

const Keys<OriginRule> &racetidy::originKeys() {
  static const auto Table =
      Keys<OriginRule>("an origin")
          .key("type", text(&OriginRule::Type),
               "making an object of this type starts it")
          .key("functions", texts(&OriginRule::Functions),
               "functions and methods that start it")
          .required(
              "kind",
              choice(&OriginRule::Kind, {{"thread", OriginKind::Thread},
                                         {"task", OriginKind::Task},
                                         {"future", OriginKind::Future},
                                         {"callback", OriginKind::Callback},
                                         {"signal", OriginKind::Signal},
                                         {"region", OriginKind::Region},
                                         {"loop", OriginKind::Loop},
                                         {"now", OriginKind::Now}}),
              "how it runs: see above")
          .key("with", texts(&OriginRule::With),
               "the rule is only for calls with one of these among their "
               "arguments: types, variables or enumerators")
          .key("entry",
               argument(&OriginRule::Entry,
                        {{"first", OriginRule::FirstCallable},
                         {"every", OriginRule::EveryCallable},
                         {"object", OriginRule::Object}}),
               "the argument that is run: `first` that can be called, `every` "
               "such argument, or the `object` that the method is called on")
          .key("method", text(&OriginRule::Method),
               "of an entry that is an object: its method that is run")
          .key("fields", texts(&OriginRule::Fields),
               "of an entry that points to a structure: its members that are "
               "run")
          .key("unless", texts(&OriginRule::Unless),
               "values of the first argument that the rule is not for: numbers")
          .key("argument",
               argument(&OriginRule::Argument, {{"rest", OriginRule::Rest},
                                                {"none", OriginRule::None}}),
               "the argument that the entry is given; `rest`: all that follow "
               "it")
          .key("handle",
               argument(&OriginRule::Handle, {{"result", OriginRule::Result},
                                              {"object", OriginRule::Object},
                                              {"none", OriginRule::None}}),
               "what is waited for: an argument, the `result`, or the `object` "
               "that the method is called on; `none` unless said")
          .key("joins-on-destruction", flag(&OriginRule::JoinsOnDestruction),
               "the destructor of the handle waits when it comes from here")
          .key("multiple", flag(&OriginRule::Multiple),
               "several run at once, or it runs again")
          .key("once", flag(&OriginRule::Once),
               "of `now`: the first call runs it, and all others wait until it "
               "has run")
          .example(R"(version: 1
origins:
  - type: base::Worker
    kind: thread
  - functions: [base::spawn, Pool::submit]
    with: [base::kParallel]
    kind: task
    entry: 1
    argument: 2
    handle: result
    joins-on-destruction: false
    multiple: true
  - {functions: base::Runner::Start, kind: thread, entry: object, method: Run,
     handle: object}
  - {functions: base::OnSignal, kind: signal, entry: 1, fields: run,
     unless: ["6", "11"]}
  - {functions: base::RunOnce, kind: now, once: true}
)")
          .check(finishOrigin);
  return Table;
}

const Keys<HandleRule> &racetidy::handleKeys() {
  static const auto Table =
      Keys<HandleRule>("a handle")
          .required("type", text(&HandleRule::Type), "the type")
          .key("join", texts(&HandleRule::Join),
               "methods after which it has ended")
          .key("detach", texts(&HandleRule::Detach),
               "methods after which nobody waits for it")
          .key("try-join", texts(&HandleRule::TryJoin),
               "methods that wait no longer than some time")
          .key("ready", text(&HandleRule::Ready),
               "what a method of `try-join` gives when it has ended; true "
               "unless said")
          .key("joins-on-destruction", flag(&HandleRule::JoinsOnDestruction),
               "its destructor waits")
          .key("join-functions", texts(&HandleRule::JoinFunctions),
               "functions that are given the handle, after which it has ended")
          .key("detach-functions", texts(&HandleRule::DetachFunctions),
               "functions after which nobody waits for it")
          .key("argument", number(&HandleRule::Argument),
               "of these functions: the argument that is the handle, or points "
               "to it; 0 unless said")
          .example(R"(version: 1
handles:
  - type: base::Worker
    join: [Stop, Wait]
    detach: Leave
    try-join: WaitFor
    ready: base::kEnded
    joins-on-destruction: true
  - type: worker_t
    join-functions: worker_wait
    detach-functions: worker_leave
    argument: 0
)")
          .check([](Reading &R, const YamlNode &N, const GivenKeys &,
                    HandleRule &Rule) {
            if (Rule.Join.empty() && Rule.JoinFunctions.empty() &&
                !Rule.JoinsOnDestruction)
              R.error(N, "a handle needs 'join', 'join-functions' or "
                         "'joins-on-destruction': else nobody can wait for it");
            if (!Rule.Ready.empty() && Rule.TryJoin.empty())
              R.error(N, "'ready' is what a method of 'try-join' gives");
          });
  return Table;
}

const Keys<OrderingRule> &racetidy::orderingKeys() {
  static const auto Table =
      Keys<OrderingRule>("an ordering")
          .key("type", text(&OrderingRule::Type), "the type")
          .key("wait", texts(&OrderingRule::Wait),
               "methods after which all have come to where they arrive")
          .key("arrive", texts(&OrderingRule::Arrive), "methods that arrive")
          .key("waited-by", texts(&OrderingRule::WaitedBy),
               "types of handles that wait for it, as a future does for its "
               "promise")
          .key("wait-functions", texts(&OrderingRule::WaitFunctions),
               "functions that wait")
          .example(R"(version: 1
orderings:
  - type: base::Gate
    wait: Pass
    arrive: [Open, Leave]
    waited-by: base::Ticket
  - type: gate_t
    wait-functions: gate_pass
)")
          .check([](Reading &R, const YamlNode &N, const GivenKeys &,
                    OrderingRule &Rule) {
            if (Rule.Type.empty() &&
                (!Rule.Wait.empty() || !Rule.Arrive.empty()))
              R.missing(N, "type");
            if (Rule.Wait.empty() && Rule.WaitFunctions.empty() &&
                Rule.WaitedBy.empty())
              R.error(N, "an ordering needs 'wait', 'wait-functions' or "
                         "'waited-by': without a wait nothing is ordered");
          });
  return Table;
}
