#include "checks/model/Lockset.h"

#include <gtest/gtest.h>

using namespace racetidy;

namespace {

TEST(Lockset, AJoinKeepsMustOnlyWhereBothHold) {
  Lockset Held, Free;
  Held.acquire(1);
  Lockset Joined = Held;
  Joined.join(Free);
  EXPECT_EQ(Joined.Must, 0u);
  EXPECT_EQ(Joined.May, 1u);
}

TEST(Lockset, AnAttemptIsNoEvidenceThatTheLockIsHeld) {
  Lockset L;
  L.tryAcquire(2);
  EXPECT_EQ(L.Must, 0u);
  EXPECT_EQ(L.May, 2u);
}

TEST(Lockset, SharedModeKeepsOtherReadersIn) {
  Lockset L;
  L.acquireShared(4);
  EXPECT_EQ(L.May, 0u);
  EXPECT_EQ(L.MayShared, 4u);
}

TEST(Lockset, ReleaseGivesBackEveryMode) {
  Lockset L;
  L.acquire(1);
  L.acquireShared(2);
  L.release(3);
  EXPECT_EQ(L, Lockset());
}

} // namespace
