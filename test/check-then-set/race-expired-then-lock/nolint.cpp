// RUN: %race_check %s race-expired-then-lock %t -- -std=c++20 -I%mock
#include "memory.h"
struct Job { void go(); };
std::weak_ptr<Job> w;
void a() { if (!w.expired()) w.lock()->go(); } // NOLINT
void b() { if (!w.expired()) w.lock()->go(); } // NOLINT(race-expired-then-lock)
// NOLINTNEXTLINE(race-expired-then-lock)
void c() { if (!w.expired()) w.lock()->go(); }
// NOLINTBEGIN(race-*)
void d() { if (!w.expired()) w.lock()->go(); }
// NOLINTEND(race-*)
void e() { if (!w.expired()) w.lock()->go(); }
// CHECK-MESSAGES: :[[@LINE-1]]:30: warning: 'w' is asked
