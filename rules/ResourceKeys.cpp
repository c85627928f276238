//===- ResourceKeys.cpp - resources ---------------------------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "rules/KeyTable.h"

using namespace racetidy;

namespace {

struct EffectWord {
  const char *Name;
  ResourceEffect Effect;
  const char *Meaning;
  /// Also what a command's text may do.
  bool OfCommands;
};

constexpr EffectWord EffectWords[] = {
    {"read", ResourceEffect::Read, "calls that give what is there", true},
    {"locking-read", ResourceEffect::LockingRead,
     "calls that give what is there, and keep others from writing it until the "
     "transaction ends",
     false},
    {"write", ResourceEffect::Write,
     "calls that put something there, whatever was there", true},
    {"update", ResourceEffect::Update, "calls that read and write in one step",
     true},
    {"conditional-write", ResourceEffect::ConditionalWrite,
     "calls that write only where nothing is there, or nothing has changed, "
     "and "
     "give whether they did",
     true},
    {"begin", ResourceEffect::Begin, "calls that begin a transaction", true},
    {"end", ResourceEffect::End, "calls that end it", true},
    {"conditional-end", ResourceEffect::ConditionalEnd,
     "calls that end it, unless others came first, and give whether they did",
     true},
    {"prepare", ResourceEffect::Prepare,
     "calls that make a statement of a text", false},
    {"execute", ResourceEffect::Execute,
     "calls that run a text, or, without one, the statement that was prepared",
     false},
    {"bind", ResourceEffect::Bind, "calls that put a value into a statement",
     false},
    {"run", ResourceEffect::Run,
     "calls that run a prepared statement, or write through a handle", false},
    {"open", ResourceEffect::Open,
     "calls that give a handle through which is written", false},
};

using Commands = std::vector<std::pair<std::string, ResourceEffect>>;

} // namespace

static const Keys<Commands> &commandKeys() {
  static const auto Table = [] {
    Keys<Commands> Made("'commands'");
    for (const EffectWord &E : EffectWords)
      if (E.OfCommands)
        Made.key(E.Name,
                 {textsInfo(),
                  [Effect = E.Effect](Reading &R, const YamlNode &N,
                                      const std::string &What, Commands &Into) {
                    for (std::string &Each : readTexts(R, N, What))
                      Into.emplace_back(std::move(Each), Effect);
                  }},
                 "first words of commands, or patterns for the whole text");
    return Made;
  }();
  return Table;
}

static void finishResource(Reading &R, const YamlNode &N, const GivenKeys &,
                           ResourceRule &Rule) {
  if (Rule.Calls.empty() && Rule.Scopes.empty())
    R.error(N, "a resource needs calls: 'read', 'write' or another word for "
               "what they do");
  if (Rule.Types.empty() && Rule.Store == ResourceRule::Object)
    Rule.Store = ResourceRule::None;
  for (const auto &[Name, Effect] : Rule.Calls)
    if (Effect == ResourceEffect::Prepare && Rule.Text == ResourceRule::None)
      R.error(N, "'" + Name +
                     "' makes a statement of a text, so 'text', the "
                     "number of that argument, is needed");
}

const Keys<ResourceRule> &racetidy::resourceKeys() {
  static const auto Table = [] {
    Keys<ResourceRule> Made("a resource");
    Made.required("name", text(&ResourceRule::Name, "text"),
                  "how messages call it: `the database`")
        .key("kind",
             choice(&ResourceRule::Kind, {{"store", ResourceKind::Store},
                                          {"file", ResourceKind::File},
                                          {"object", ResourceKind::Object}}),
             "a database, a file by its name, or an object in memory whose "
             "methods lock for themselves; `store` unless said")
        .key("shared-by",
             choice(&ResourceRule::SharedByProcesses,
                    {{"processes", true}, {"threads", false}}),
             "who else may write it; `processes` unless said")
        .key("types", texts(&ResourceRule::Types),
             "the calls are methods of these; left away, they are functions")
        .key("with", texts(&ResourceRule::With),
             "the rule is only for calls with one of these among their "
             "arguments: names, or texts")
        .key("store",
             argument(&ResourceRule::Store,
                      {{"object", ResourceRule::Object},
                       {"none", ResourceRule::None},
                       {"unknown", ResourceRule::Unknown}}),
             "the argument that is the store, the `object` of the method, "
             "`none` where there is one for all, or `unknown`")
        .key("key",
             {fixedInfo("number or type",
                        R"({"anyOf": [{"type": "string"},
                                      {"type": "integer", "minimum": 0}]})"),
              [](Reading &R, const YamlNode &N, const std::string &What,
                 ResourceRule &Rule) {
                unsigned Number = 0;
                std::string Text = readText(R, N, What);
                if (!llvm::StringRef(Text).getAsInteger(10, Number))
                  Rule.Key = Number;
                else
                  Rule.KeyType = Text;
              }},
             "the argument that says which location is meant, by its number or "
             "by its type; left away, the whole store is one")
        .key("part", text(&ResourceRule::PartType),
             "the type of an argument that says in which part of the store the "
             "key is")
        .key("text",
             argument(&ResourceRule::Text, {{"none", ResourceRule::None}}),
             "the argument that holds a statement's text, which tells what is "
             "done")
        .key(
            "handle",
            argument(&ResourceRule::Handle, {{"result", ResourceRule::Result},
                                             {"object", ResourceRule::Object}}),
            "what a statement or handle is put into: an argument, the "
            "`result`, or the `object` of the method")
        .key("commands", inner(&ResourceRule::Commands, commandKeys()),
             "texts that are commands, by what they do; left away, the texts "
             "are SQL")
        .key("scopes", texts(&ResourceRule::Scopes),
             "types whose objects are a transaction while they live")
        .key("absent", texts(&ResourceRule::Absent),
             "names in a test of what a read gave that say that nothing was "
             "there")
        .key("present", texts(&ResourceRule::Present),
             "names that say that something was there")
        .key("zero-is-present", flag(&ResourceRule::ZeroIsPresent),
             "zero says that something was there, as with the status codes of "
             "C")
        .key("release", texts(&ResourceRule::Release),
             "functions that only let go of a result, which stays unseen")
        .key("advice", text(&ResourceRule::Advice, "text"),
             "what to do instead, for messages");
    for (const EffectWord &E : EffectWords)
      Made.key(
          E.Name,
          {textsInfo(),
           [Effect = E.Effect](Reading &R, const YamlNode &N,
                               const std::string &What, ResourceRule &Rule) {
             for (std::string &Each : readTexts(R, N, What))
               Rule.Calls[Each] = Effect;
           }},
          E.Meaning);
    return Made
        .example(R"(version: 1
resources:
  - name: the draft store
    kind: store
    shared-by: processes
    types: app::DraftStore
    with: app::kShared
    store: object
    key: 0
    part: app::Folder
    read: Get
    locking-read: GetForUpdate
    write: [Put, Remove]
    update: Merge
    conditional-write: PutIfVersion
    begin: Begin
    end: Rollback
    conditional-end: Commit
    open: Edit
    run: Save
    handle: result
    scopes: app::DraftTransaction
    absent: kNotFound
    present: kFound
    zero-is-present: false
    release: app::freeDraft
    advice: pass the version that was read to 'PutIfVersion'
  - name: the table
    prepare: db_prepare
    execute: db_execute
    bind: db_bind
    store: 0
    text: 1
    commands:
      read: GET
      write: SET
      update: INCR
      conditional-write: SETNX
      begin: MULTI
      end: DISCARD
      conditional-end: EXEC
)")
        .check(finishResource);
  }();
  return Table;
}
