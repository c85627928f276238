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

TEST(Rules, MistakesInAwaitables) {
  EXPECT_EQ(firstError("version: 1\nawaitables:\n  - {start: lazy}\n"),
            "f.yaml:3:5: error: an awaitable needs 'types' whose objects are "
            "awaited, or 'keepers' that are given one");
  EXPECT_EQ(firstError("version: 1\nawaitables:\n"
                       "  - {keepers: S::spawn, start: lazy}\n"),
            "f.yaml:3:5: error: 'start' says something of 'types', and none "
            "are given");
  EXPECT_EQ(firstError("version: 1\nawaitables:\n  - {types: T, keeper: f}\n"),
            "f.yaml:3:16: error: unknown key 'keeper' in an awaitable; did you "
            "mean 'keepers'?");
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
