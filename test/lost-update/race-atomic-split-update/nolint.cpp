// RUN: %race_check %s race-atomic-split-update %t -- -std=c++20 -I%mock
#include "atomic.h"
std::atomic<int> n;
void a() { n = n + 1; } // NOLINT
void b() { n = n + 1; } // NOLINT(race-atomic-split-update)
// NOLINTNEXTLINE(race-*)
void c() { n = n + 1; }
// NOLINTBEGIN(race-atomic-split-update)
void d() { n = n + 1; }
// NOLINTEND(race-atomic-split-update)
void e() { n = n + 1; } // NOLINT(race-vacuous-lock)
// CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'n' is loaded
