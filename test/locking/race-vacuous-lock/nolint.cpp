// RUN: %race_check %s race-vacuous-lock %t -- -std=c++20 -I%mock
#include "mutex.h"
std::mutex m;
void a() { m.try_lock(); } // NOLINT
void b() { m.try_lock(); } // NOLINT(race-vacuous-lock)
// NOLINTNEXTLINE(race-vacuous-lock)
void c() { m.try_lock(); }
// NOLINTBEGIN(race-*)
void d() { m.try_lock(); }
// NOLINTEND(race-*)
void e() { m.try_lock(); }
// CHECK-MESSAGES: :[[@LINE-1]]:12: warning: whether the lock was taken is ignored
