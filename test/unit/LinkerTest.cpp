#include "driver/link/Linker.h"
#include "checks/composition/Composition.h"

#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

#include <gtest/gtest.h>

#include "SampleSummaries.h"

#include <deque>

using namespace racetidy;

namespace {

/// Tells each function of the set, in the order of their keys, and whom it
/// calls as the second step.
void tellFunctions(const Composition &All, std::vector<LinkedFinding> &Found) {
  const SummarySet &Set = All.summaries();
  for (const FunctionSummary &F : Set.functions()) {
    std::string Name = Set.text(F.Key).str();
    LinkedFinding Finding{
        F.At,
        "'" + Name + "' is there; 100% of it",
        {"it is told", F.Lambda ? Confidence::Low : Confidence::High},
        {},
        "leave it away",
        Name,
        {}};
    Finding.Steps = {{"thread A", F.At, "does it"}};
    for (const SummaryCall &Call : F.Calls)
      Finding.Steps.push_back({"thread B", Call.At, "does it too"});
    Found.push_back(std::move(Finding));
  }
}

const CheckInfo Fake{"race-fake", "it is there", "locking", "unreleased",
                     "linked",    true,          "362",     "none",
                     {},          tellFunctions};

class LinkerTest : public testing::Test {
protected:
  void SetUp() override {
    ASSERT_FALSE(llvm::sys::fs::createUniqueDirectory("racetidy-link", Folder));
    Settings.Options = clang::tidy::ClangTidyOptions::getDefaults();
    Settings.Options.Checks = "-*,race-fake";
    Settings.Options.HeaderFilterRegex = ".*";
  }
  void TearDown() override { llvm::sys::fs::remove_directories(Folder); }

  std::string path(llvm::StringRef Name) {
    llvm::SmallString<128> Path = Folder;
    llvm::sys::path::append(Path, Name);
    return std::string(Path);
  }
  void write(llvm::StringRef Name, llvm::StringRef Text) {
    std::error_code EC;
    llvm::raw_fd_ostream(path(Name), EC) << Text;
    ASSERT_FALSE(EC);
  }
  FunctionSummary &function(llvm::StringRef Key, llvm::StringRef File,
                            uint32_t Line) {
    FunctionSummary F;
    F.Key = Set.intern(Key);
    F.At = {Set.intern(path(File)), Line, 5};
    Functions.push_back(std::move(F));
    return Functions.back();
  }
  void unit(llvm::StringRef File,
            std::vector<std::pair<std::string, Confidence>> Own = {}) {
    UnitSummary Unit{Set.intern(path(File)), 1, {}, {}};
    for (const auto &[Id, Level] : Own)
      Unit.Findings.push_back({Set.intern(Id), Level});
    Set.add(std::move(Unit));
  }
  LinkResult link() {
    for (FunctionSummary &F : Functions)
      Set.add(std::move(F));
    Functions.clear();
    return racetidy::link(Set, /*Whole=*/true, {&Fake},
                          [&](const std::string &File) {
                            Asked.push_back(File);
                            return Settings;
                          });
  }
  /// "file:offset" of all that was found.
  static std::vector<std::string> places(const LinkResult &R) {
    std::vector<std::string> Places;
    for (const auto &E : R.Findings.Diagnostics)
      Places.push_back((llvm::sys::path::filename(E.Message.FilePath) + ":" +
                        llvm::Twine(E.Message.FileOffset))
                           .str());
    return Places;
  }

  llvm::SmallString<128> Folder;
  SummarySet Set;
  std::deque<FunctionSummary> Functions;
  LinkSettings Settings{"", std::make_shared<const RuleSet>(), {}};
  std::vector<std::string> Asked;
};

using Places = std::vector<std::string>;

TEST_F(LinkerTest, FindingsComeInTheOrderOfTheirPlaces) {
  write("a.cc", "void a();\nvoid b();\n");
  write("b.cc", "void c();\n");
  unit("a.cc"), unit("b.cc");
  function("f3", "a.cc", 1);
  function("f2", "a.cc", 2);
  function("f1", "b.cc", 1);
  LinkResult R = link();
  EXPECT_EQ(places(R), (Places{"a.cc:4", "a.cc:14", "b.cc:4"}));
  EXPECT_EQ(R.Functions, 3u);
  EXPECT_EQ(R.Units, 2u);
  EXPECT_EQ(R.CutFunctions, 2u);
}

TEST_F(LinkerTest, AFindingIsADiagnosticAndItsDetail) {
  write("a.cc", "void a();\nvoid b();\n");
  unit("a.cc");
  FunctionSummary &F = function("f", "a.cc", 1);
  F.Calls.emplace_back().At = {F.At.File, 2, 6};
  LinkResult R = link();
  ASSERT_EQ(R.Findings.Diagnostics.size(), 1u);
  const clang::tidy::ClangTidyError &E = R.Findings.Diagnostics.front();
  EXPECT_EQ(E.DiagnosticName, "race-fake");
  EXPECT_EQ(E.Message.Message, "'f' is there; 100% of it");
  EXPECT_EQ(E.Message.FilePath, path("a.cc"));
  ASSERT_EQ(E.Notes.size(), 4u);
  EXPECT_EQ(E.Notes[0].Message, "thread A does it");
  EXPECT_EQ(E.Notes[1].Message, "thread B does it too");
  EXPECT_EQ(E.Notes[1].FileOffset, 15u);
  EXPECT_EQ(E.Notes[2].Message, "leave it away");
  EXPECT_EQ(E.Notes[3].Message, "seen only with other files of this run");
  auto Detail = R.Findings.Details.find(detailKey(
      "race-fake", path("a.cc"), E.Message.FileOffset, E.Message.Message));
  ASSERT_NE(Detail, R.Findings.Details.end());
  EXPECT_EQ(Detail->second.Confidence, "high");
  EXPECT_EQ(Detail->second.Evidence, "it is told");
  EXPECT_EQ(Detail->second.Steps.size(), 2u);
  EXPECT_TRUE(Detail->second.Linked);
  EXPECT_TRUE(R.Findings.Context);
}

TEST_F(LinkerTest, WhatAUnitTellsByItselfIsLocal) {
  write("a.cc", "void a();\nvoid b();\nvoid c();\n");
  unit("a.cc", {{"race-fake f", Confidence::High},
                {"race-fake g", Confidence::Low},
                {"race-other h", Confidence::High}});
  function("f", "a.cc", 1);
  // The unit alone tells it, but not surely enough to be shown.
  function("g", "a.cc", 2);
  function("h", "a.cc", 3);
  std::vector<bool> Linked;
  LinkResult R = link();
  for (const auto &E : R.Findings.Diagnostics)
    Linked.push_back(E.Notes.back().Message ==
                     "seen only with other files of this run");
  EXPECT_EQ(Linked, (std::vector<bool>{false, true, true}));
}

TEST_F(LinkerTest, EveryFormOfNolintIsHonoured) {
  write("a.cc", "void a(); // NOLINT\n"
                "void b(); // NOLINT(race-fake)\n"
                "void c(); // NOLINT(race-other)\n"
                "// NOLINTNEXTLINE(race-*)\n"
                "void d();\n"
                "// NOLINTBEGIN(race-fake)\n"
                "void e();\n"
                "// NOLINTEND(race-fake)\n");
  unit("a.cc");
  for (unsigned Line : {1, 2, 3, 5, 7})
    function("f" + std::to_string(Line), "a.cc", Line);
  LinkResult R = link();
  ASSERT_EQ(R.Findings.Diagnostics.size(), 1u);
  EXPECT_EQ(R.Findings.Diagnostics[0].Message.Message,
            "'f3' is there; 100% of it");
}

TEST_F(LinkerTest, OnlyWhatIsOnIsShown) {
  write("a.cc", "void a();\n");
  unit("a.cc");
  function("f", "a.cc", 1);
  Settings.Options.Checks = "-*,race-other";
  EXPECT_TRUE(link().Findings.Diagnostics.empty());
  // The settings are those of the file that the finding lies in.
  EXPECT_EQ(Asked, Places{path("a.cc")});
}

TEST_F(LinkerTest, OnlyWhatIsSureEnoughIsShown) {
  write("a.cc", "void a();\nvoid b();\n");
  unit("a.cc");
  function("f", "a.cc", 1).Lambda = true;
  function("g", "a.cc", 2);
  EXPECT_EQ(places(link()), Places{"a.cc:14"});
  Settings.Least = Confidence::Low;
  EXPECT_EQ(places(link()), (Places{"a.cc:4", "a.cc:14"}));
}

TEST_F(LinkerTest, HeadersAreFilteredUnlessASourceIsInvolved) {
  write("a.cc", "void a();\n");
  write("h.h", "void h();\nvoid i();\nvoid j();\n");
  unit("a.cc");
  function("f", "h.h", 1);
  FunctionSummary &F = function("g", "h.h", 2);
  F.Calls.emplace_back().At = {Set.intern(path("a.cc")), 1, 1};
  function("h", "a.cc", 1);
  EXPECT_EQ(places(link()), (Places{"a.cc:4", "h.h:4", "h.h:14"}));
  Settings.Options.HeaderFilterRegex = "other";
  EXPECT_EQ(places(link()), (Places{"a.cc:4", "h.h:14"}));
  Settings.Options.HeaderFilterRegex = ".*";
  Settings.Options.ExcludeHeaderFilterRegex = "h\\.h";
  EXPECT_EQ(places(link()), (Places{"a.cc:4", "h.h:14"}));
}

TEST_F(LinkerTest, AFileThatIsGoneIsNamed) {
  write("a.cc", "void a();\n");
  unit("a.cc");
  function("f", "a.cc", 1);
  function("g", "gone.cc", 1);
  LinkResult R = link();
  EXPECT_EQ(places(R), Places{"a.cc:4"});
  EXPECT_EQ(R.Lost, Places{path("gone.cc")});
}

TEST_F(LinkerTest, AFileThatBecameShorterIsNoCrash) {
  write("a.cc", "\n");
  unit("a.cc");
  function("f", "a.cc", 1000);
  EXPECT_EQ(link().Findings.Diagnostics.size(), 1u);
}

TEST_F(LinkerTest, AUnitSaysWhatItTellsByItself) {
  LintResult Result;
  addUnit(Set, Result);
  EXPECT_TRUE(Set.units().empty());
  Result.Summaries = std::make_shared<const SummarySet>(fullSet());
  Result.Own = {{"race-fake f", Confidence::Medium}};
  addUnit(Set, Result);
  addUnit(Set, Result);
  const UnitSummary *Unit = Set.unit(Set.intern("src/cache.cc"));
  ASSERT_TRUE(Unit);
  EXPECT_EQ(Unit->CutFunctions, 3u);
  ASSERT_EQ(Unit->Findings.size(), 2u);
  EXPECT_EQ(Set.text(Unit->Findings[1].Id), "race-fake f");
  EXPECT_EQ(Set.functions().size(), 1u);
  EXPECT_EQ(cutFunctions(Set), 3u);
}

} // namespace
