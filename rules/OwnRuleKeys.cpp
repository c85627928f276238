//===- OwnRuleKeys.cpp - what else a project says is wrong ----------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "rules/KeyTable.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace racetidy;

static const Keys<SequenceRule> &sequenceKeys() {
  static const auto Table =
      Keys<SequenceRule>("a sequence")
          .key("first", texts(&SequenceRule::First),
               "where it begins; unless said, where the function does")
          .required("then", texts(&SequenceRule::Then),
                    "where it ends, and is reported")
          .key("unless-between", texts(&SequenceRule::UnlessBetween),
               "what makes it right, if it comes in between on every way")
          .key("unless-in", texts(&SequenceRule::UnlessIn),
               "functions in which it is right, also in lambdas that are "
               "handed to them")
          .key("unless-while", texts(&SequenceRule::UnlessWhile),
               "types of local objects while one of which lives it is right")
          .key("same",
               argument(&SequenceRule::Same,
                        {{"object", SequenceRule::Object},
                         {"anything", SequenceRule::Anything}}),
               "both ends must be about the same `object` that the method is "
               "called on, or the same argument; `anything` unless said")
          .key("dependent", flag(&SequenceRule::Dependent),
               "the end must use what the beginning gave, or be decided by it")
          .check([](Reading &R, const YamlNode &N, const GivenKeys &Given,
                    SequenceRule &Rule) {
            if (!Rule.First.empty())
              return;
            for (const char *Key : {"same", "dependent"})
              if (Given.contains(Key))
                R.error(N, "'" + std::string(Key) +
                               "' compares with 'first', which is missing");
            if (Rule.UnlessBetween.empty() && Rule.UnlessIn.empty() &&
                Rule.UnlessWhile.empty())
              R.error(N,
                      "a sequence needs 'first', or what makes 'then' right: "
                      "'unless-between', 'unless-in' or 'unless-while'");
          });
  return Table;
}

static Value<OwnRule> matcher() {
  return {textInfo("matcher"), [](Reading &R, const YamlNode &N,
                                  const std::string &What, OwnRule &Rule) {
            Rule.Matcher = readText(R, N, What);
            if (Rule.Matcher.empty() || !R.Known.MatcherProblem)
              return;
            std::string Problem = R.Known.MatcherProblem(Rule.Matcher);
            if (!Problem.empty())
              R.error(N, "this is no matcher: " + Problem);
          }};
}

static Value<OwnRule> notes() {
  return {fixedInfo("mapping of names to texts", R"({
              "type": "object",
              "additionalProperties": {"type": "string", "minLength": 1}})"),
          [](Reading &R, const YamlNode &N, const std::string &What,
             OwnRule &Rule) {
            if (!N.isMapping())
              return R.error(N, "expected a mapping for " + What);
            for (const auto &[Key, Text] : N.Entries)
              Rule.Notes[readText(R, *Key, "the name of what is bound")] =
                  readText(R, *Text, "the text of a note");
          }};
}

/// Whether \p Name is one that NOLINT, flags and reports take.
static bool isRuleName(llvm::StringRef Name) {
  return Name.consume_front(OwnRulePrefix) && !Name.empty() &&
         llvm::all_of(Name, [](char C) {
           return llvm::isLower(C) || llvm::isDigit(C) || C == '-';
         });
}

static void finishRule(Reading &R, const YamlNode &N, const GivenKeys &Given,
                       OwnRule &Rule) {
  if (!Rule.Name.empty() && !isRuleName(Rule.Name))
    R.error(*N.find("name"),
            "the name of a rule begins with '" + std::string(OwnRulePrefix) +
                "' and goes on in small letters, digits and '-'");
  if (Given.contains("matcher") == Given.contains("sequence"))
    R.error(N, Given.contains("matcher")
                   ? "a rule has a 'matcher' or a 'sequence', not both"
                   : "a rule needs a 'matcher' or a 'sequence'");
  if (Rule.Sequence)
    for (const char *Key : {"notes", "shared", "across-suspension"})
      if (Given.contains(Key))
        R.error(*N.find(Key),
                "'" + std::string(Key) + "' is for rules with a 'matcher'");
  if (llvm::StringRef(Rule.Message).ends_with("."))
    R.error(*N.find("message"), "a message has no full stop at its end");
}

const Keys<OwnRule> &racetidy::ownRuleKeys() {
  static const auto Table =
      Keys<OwnRule>("a rule")
          .required("name", text(&OwnRule::Name),
                    "how it is called in reports, `NOLINT` and `checks`; it "
                    "begins with `race-own-`")
          .required("message", text(&OwnRule::Message, "text"),
                    "what is wrong and what to do; `{id}` stands for what the "
                    "matcher binds as `id`")
          .key("help", text(&OwnRule::Help, "text"),
               "more of that, for `racetidy explain`")
          .key("severity",
               {choiceInfo({"remark", "warning", "error"}),
                [](Reading &R, const YamlNode &N, const std::string &What,
                   OwnRule &Rule) {
                  if (auto Word = readChoice(R, N, What,
                                             {"remark", "warning", "error"}))
                    Rule.Severity = Severity(*Word);
                }},
               "how it is shown; the `severity` of the file wins over it")
          .key("matcher", matcher(),
               "a matcher of clang's AST, as `clang-query` reads it; what it "
               "matches is reported")
          .key("notes", notes(),
               "what is said of what the matcher binds, each in a note")
          .key("held", texts(&OwnRule::Held),
               "only where a lock of one of these names is held on every way: "
               "`\"*\"` any lock, `Cache::mu_`")
          .key("not-held", texts(&OwnRule::NotHeld),
               "only where no lock of these names is held on any way")
          .key("shared", flag(&OwnRule::Shared),
               "only if there is evidence that several threads use the "
               "variable or field that is matched")
          .key("across-suspension", flag(&OwnRule::AcrossSuspension),
               "only a local variable that lives while its coroutine is "
               "suspended")
          .key("sequence",
               {keysInfo(sequenceKeys(), /*IsList=*/false),
                [](Reading &R, const YamlNode &N, const std::string &,
                   OwnRule &Rule) {
                  SequenceRule Read;
                  sequenceKeys().read(R, N, Read);
                  Rule.Sequence = std::move(Read);
                }},
               "what must not happen in one function, in this order")
          .example(R"(version: 1
rules:
  - name: race-own-callback-under-lock
    message: "'{callee}' is called with a lock held, and may come back for it"
    help: Listeners call into the store. Collect what to call, unlock, and call.
    severity: error
    matcher: callExpr(callee(functionDecl(hasName("notify")).bind("callee")))
    notes: {callee: declared here}
    held: "*"
  - name: race-own-bare-counter
    message: "'{member}' is touched without the lock that others take for it"
    matcher: memberExpr(member(hasName("total_"))).bind("member")
    not-held: ["*::mu_"]
    shared: true
  - name: race-own-view-across-await
    message: a view may be of something that is gone after the suspension
    matcher: varDecl(hasType(cxxRecordDecl(hasName("::base::View"))))
    across-suspension: true
  - name: race-own-lost-draft
    message: the draft may have been changed since it was read; use a transaction
    sequence:
      first: Store::get
      then: Store::put
      unless-between: Store::lockRow
      unless-in: [Store::transact]
      unless-while: Transaction
      same: 0
      dependent: true
)")
          .check(finishRule);
  return Table;
}
