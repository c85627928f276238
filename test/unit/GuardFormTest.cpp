#include "checks/model/GuardForm.h"

#include <gtest/gtest.h>

using namespace racetidy;

namespace {

AccessPath thisPath() { return AccessPath(RootKind::This, 1); }
AccessPath field(const AccessPath &P, uint32_t Id) {
  return P.with(PathStep::Field, Id);
}

TEST(GuardForm, ALockBesideTheLocation) {
  EXPECT_EQ(guardForm(field(thisPath(), 2), field(thisPath(), 3)),
            GuardForm::Sibling);
  EXPECT_EQ(guardForm(field(thisPath(), 2).with(PathStep::Element, 5),
                      field(thisPath(), 3)),
            GuardForm::Owner);
}

TEST(GuardForm, ALockOfTheObjectAround) {
  EXPECT_EQ(guardForm(field(field(thisPath(), 2), 4), field(thisPath(), 3)),
            GuardForm::Owner);
}

TEST(GuardForm, ALockBehindAPointer) {
  EXPECT_EQ(guardForm(field(thisPath(), 2),
                      field(thisPath(), 3).with(PathStep::Deref)),
            GuardForm::Pointee);
}

TEST(GuardForm, OneOfSeveral) {
  EXPECT_EQ(guardForm(field(thisPath(), 2),
                      field(thisPath(), 3).with(PathStep::Element, 7)),
            GuardForm::Striped);
}

TEST(GuardForm, OneLockOfARowForOneElementOfAnother) {
  AccessPath Row(RootKind::Static, 9), Data(RootKind::Static, 8);
  auto Element = [](const AccessPath &P, IndexId I) {
    return P.with(PathStep::Element, I);
  };
  EXPECT_EQ(guardForm(field(Element(Data, 7), 2), Element(Row, 7)),
            GuardForm::Row);
  EXPECT_EQ(guardForm(Element(Data, 6), Element(Row, 7)), GuardForm::None);
  EXPECT_EQ(guardForm(Data, Element(Row, 7)), GuardForm::None);
}

TEST(GuardForm, AGlobalLock) {
  AccessPath Lock(RootKind::Static, 9);
  EXPECT_EQ(guardForm(AccessPath(RootKind::Static, 8), Lock),
            GuardForm::Global);
  EXPECT_EQ(guardForm(field(thisPath(), 2), Lock), GuardForm::Global);
}

TEST(GuardForm, AnotherObjectsLockGuardsNothingHere) {
  AccessPath Other(RootKind::Parameter, 6);
  EXPECT_EQ(guardForm(Other.with(PathStep::Deref), field(thisPath(), 3)),
            GuardForm::None);
  EXPECT_EQ(guardForm(field(Other, 2), field(thisPath(), 3)), GuardForm::None);
  // 'sorted_' under 'rep_->lock_'.
  EXPECT_EQ(guardForm(field(thisPath(), 2),
                      field(field(thisPath(), 4).with(PathStep::Deref), 5)),
            GuardForm::None);
}

} // namespace
