#include "rules/RuleDescription.h"
#include "rules/KeyTable.h"

#include "llvm/Support/JSON.h"

#include <gtest/gtest.h>

#include <set>

using namespace racetidy;

namespace {

/// The keys that stand in \p Node under each list of keys.
void collectUses(const YamlNode &Node, const KeyList &Keys,
                 std::map<const KeyList *, std::set<std::string>> &Used) {
  for (const YamlNode::Pointer &Element : Node.Elements)
    collectUses(*Element, Keys, Used);
  for (const auto &[Key, Value] : Node.Entries)
    for (const KeyInfo &Info : Keys.keys())
      if (Info.Name == Key->Scalar) {
        Used[&Keys].insert(Info.Name);
        if (Info.Value.Keys)
          collectUses(*Value, *Info.Value.Keys, Used);
      }
}

void forEachList(const KeyList &Keys,
                 const std::function<void(const KeyList &)> &Each) {
  Each(Keys);
  for (const KeyInfo &Info : Keys.keys())
    if (Info.Value.Keys)
      forEachList(*Info.Value.Keys, Each);
}

TEST(RuleDescription, EveryKeyHasAnExampleAndNoExampleAMistake) {
  std::map<const KeyList *, std::set<std::string>> Used;
  forEachList(documentKeys(), [&](const KeyList &Keys) {
    if (Keys.example().empty())
      return;
    std::string Text = Keys.example().str();
    LoadedRules Loaded =
        parseRules(Text, "example",
                   {{{"race-vacuous-lock", {{"StaticState", "true"}}},
                     {"race-atomic-check-then-set", {}},
                     {"race-conflicting-access", {}},
                     {"race-guarded-escape", {}},
                     {"race-unguarded-update", {}}}});
    for (const RuleError &E : Loaded.Errors)
      ADD_FAILURE() << E.str();
    collectUses(*parseYaml(Text).Root, documentKeys(), Used);
  });
  forEachList(documentKeys(), [&](const KeyList &Keys) {
    std::set<std::string> Seen;
    // Those of the functions of a lock are those of its methods.
    for (const auto &[Other, Names] : Used)
      if (Other == &Keys || (Other->keys().size() == Keys.keys().size() &&
                             Other->keys()[0].Name == Keys.keys()[0].Name))
        Seen.insert(Names.begin(), Names.end());
    for (const KeyInfo &Info : Keys.keys())
      EXPECT_TRUE(Seen.count(Info.Name))
          << "no example uses '" << Info.Name << "' of " << Keys.what();
  });
}

TEST(RuleDescription, EveryKeySaysWhatItMeans) {
  forEachList(documentKeys(), [&](const KeyList &Keys) {
    std::set<std::string> Names;
    for (const KeyInfo &Info : Keys.keys()) {
      EXPECT_FALSE(Info.Meaning.empty()) << Info.Name;
      EXPECT_FALSE(llvm::StringRef(Info.Meaning).ends_with(".")) << Info.Name;
      EXPECT_TRUE(Names.insert(Info.Name).second) << Info.Name << " twice";
    }
  });
}

TEST(RuleDescription, TheSchemaNamesChecksAndOptions) {
  auto Schema = llvm::json::parse(
      rulesSchema({{{"race-a", {{"Limit", "3"}, {"Strict", "true"}}}}}));
  ASSERT_TRUE(bool(Schema)) << llvm::toString(Schema.takeError());
  const llvm::json::Object *Options = Schema->getAsObject()
                                          ->getObject("properties")
                                          ->getObject("options")
                                          ->getObject("properties")
                                          ->getObject("race-a")
                                          ->getObject("properties");
  ASSERT_TRUE(Options);
  EXPECT_EQ(Options->getObject("Strict")->getString("type"), "boolean");
  EXPECT_TRUE(Options->getObject("Limit"));
}

} // namespace
