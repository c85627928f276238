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

TEST(Rules, WhatIsNotYamlSaysWhere) {
  EXPECT_TRUE(firstError("version: [1\n").starts_with("f.yaml:"));
  EXPECT_NE(firstError("version: [1\n").find("this is not YAML"),
            std::string::npos);
}

} // namespace
