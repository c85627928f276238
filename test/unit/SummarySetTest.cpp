#include <gtest/gtest.h>

#include "SampleSummaries.h"

using namespace racetidy;

namespace {

/// A function with \p Accesses accesses, in a set whose symbols no other set
/// has.
SummarySet withFunction(llvm::StringRef Before, unsigned Accesses,
                        uint32_t Line = 1) {
  SummarySet Set;
  Set.intern(Before);
  FunctionSummary F;
  F.Key = Set.intern("c:@F@f#");
  F.At = site(Set, "f.h", Line);
  F.Accesses.resize(Accesses);
  for (SummaryAccess &A : F.Accesses)
    A.Text = Set.intern("text of " + Before.str());
  Set.add(std::move(F));
  return Set;
}

SummarySet joined(const SummarySet &A, const SummarySet &B) {
  SummarySet Both;
  Both.add(A);
  Both.add(B);
  Both.sort();
  return Both;
}

TEST(SummarySet, TheEmptyStringIsZero) {
  SummarySet Set;
  EXPECT_EQ(Set.intern(""), 0u);
  EXPECT_EQ(Set.text(0), "");
  Symbol S = Set.intern("a");
  EXPECT_NE(S, 0u);
  EXPECT_EQ(Set.intern("a"), S);
}

TEST(SummarySet, ASetThatWasMovedKeepsItsStrings) {
  SummarySet Set;
  Symbol S = Set.intern("text");
  SummarySet Moved = std::move(Set);
  EXPECT_EQ(Moved.text(S), "text");
  EXPECT_EQ(Moved.intern("text"), S);
}

TEST(SummarySet, AddingTranslatesEverySymbol) {
  SummarySet Other;
  Other.intern("another string first");
  Other.add(fullSet());
  Other.sort();
  expectEqual(Other, fullSet());
}

TEST(SummarySet, AddingTwiceIsAddingOnce) {
  SummarySet Twice = fullSet();
  Twice.add(fullSet());
  Twice.sort();
  expectEqual(Twice, fullSet());
}

TEST(SummarySet, TheFullerSummaryStaysWhicheverComesFirst) {
  SummarySet Less = withFunction("a", 1), More = withFunction("b", 2);
  SummarySet Both = joined(Less, More);
  EXPECT_EQ(Both.functions().front().Accesses.size(), 2u);
  expectEqual(Both, joined(More, Less));
}

TEST(SummarySet, OfTwoEquallyFullOnesOneStaysWhicheverComesFirst) {
  SummarySet A = withFunction("a", 2, 1), B = withFunction("b", 2, 2);
  expectEqual(joined(A, B), joined(B, A));
}

TEST(SummarySet, AnAddressTakenInOneUnitIsTaken) {
  SummarySet Taken, Fuller = withFunction("b", 2);
  FunctionSummary F;
  F.Key = Taken.intern("c:@F@f#");
  F.AddressTaken = true;
  Taken.add(F);
  for (const SummarySet &Both :
       {joined(Taken, Fuller), joined(Fuller, Taken)}) {
    EXPECT_TRUE(Both.functions().front().AddressTaken);
    EXPECT_EQ(Both.functions().front().Accesses.size(), 2u);
  }
  expectEqual(joined(Taken, Fuller), joined(Fuller, Taken));
}

TEST(SummarySet, ADeclarationWithItsGuardTellsMore) {
  SummarySet Plain, Guarded;
  EntitySummary E;
  E.Key = Plain.intern("c:@x");
  Plain.add(E);
  E.Key = Guarded.intern("c:@x");
  E.GuardedBy = Guarded.intern("c:@mu");
  Guarded.add(E);
  SummarySet Both = joined(Plain, Guarded);
  EXPECT_EQ(Both.text(Both.entities().front().GuardedBy), "c:@mu");
  expectEqual(Both, joined(Guarded, Plain));
}

TEST(SummarySet, SortingForgetsWhatNothingUses) {
  SummarySet Set = fullSet();
  size_t Before = Set.symbols();
  Set.intern("nothing uses it");
  Set.sort();
  EXPECT_EQ(Set.symbols(), Before);
  // And it can come again.
  EXPECT_EQ(Set.text(Set.intern("nothing uses it")), "nothing uses it");
  expectEqual(fullSet(), fullSet());
}

TEST(SummarySet, SortedSymbolsAreInTheOrderOfTheirText) {
  SummarySet Set = fullSet();
  for (Symbol S = 1; S < Set.symbols(); ++S)
    EXPECT_LT(Set.text(S - 1), Set.text(S));
  for (const FunctionSummary &F : Set.functions())
    EXPECT_EQ(Set.function(F.Key), &F);
  EXPECT_EQ(Set.function(0), nullptr);
}

} // namespace
