#include "checks/model/AccessPath.h"

#include <gtest/gtest.h>

using namespace racetidy;

namespace {

std::string name(EntityId Id) {
  static const char *Names[] = {"", "p", "stats", "hits", "i"};
  return Names[Id];
}

AccessPath local(EntityId Id) { return AccessPath(RootKind::Local, Id); }

TEST(AccessPath, EqualPathsAreOneLocation) {
  AccessPath A = local(1).with(PathStep::Field, 2);
  EXPECT_EQ(A, local(1).with(PathStep::Field, 2));
  EXPECT_FALSE(A == local(1).with(PathStep::Field, 3));
  EXPECT_FALSE(A ==
               AccessPath(RootKind::Parameter, 1).with(PathStep::Field, 2));
}

TEST(AccessPath, ElementsAreOneLocationOnlyByTheirIndex) {
  AccessPath First = local(1).with(PathStep::Element, 1);
  EXPECT_EQ(First, local(1).with(PathStep::Element, 1));
  EXPECT_FALSE(First == local(1).with(PathStep::Element, 2));
}

TEST(AccessPath, PrefixMeansTheLocationOrAPartOfIt) {
  AccessPath Whole = local(1), Part = Whole.with(PathStep::Field, 2);
  EXPECT_TRUE(Whole.isPrefixOf(Part));
  EXPECT_TRUE(Part.isPrefixOf(Part));
  EXPECT_FALSE(Part.isPrefixOf(Whole));
  EXPECT_FALSE(local(2).isPrefixOf(Part));
}

TEST(AccessPath, OrderIsTotalAndAgreesWithEquality) {
  AccessPath A = local(1), B = A.with(PathStep::Field, 2);
  EXPECT_TRUE(A < B);
  EXPECT_FALSE(B < A);
  EXPECT_FALSE(A < A);
}

TEST(AccessPath, ReadsAsPeopleWriteIt) {
  AccessPath This(RootKind::This, 0);
  EXPECT_EQ(This.with(PathStep::Field, 3).str(name), "hits");
  AccessPath Pointee = local(1).with(PathStep::Deref);
  EXPECT_EQ(Pointee.str(name), "*p");
  EXPECT_EQ(Pointee.with(PathStep::Field, 2).with(PathStep::Field, 3).str(name),
            "p->stats.hits");
  EXPECT_EQ(Pointee.with(PathStep::Element, 4).str(name), "p[...]");
  EXPECT_EQ(This.str(name), "*this");
}

TEST(AccessPath, LongPathsSayThatTheyAre) {
  AccessPath P = local(1);
  for (unsigned I = 0; I < AccessPath::MaxSteps; ++I)
    P = P.with(PathStep::Deref);
  EXPECT_FALSE(P.tooLong());
  EXPECT_TRUE(P.with(PathStep::Deref).tooLong());
}

} // namespace
