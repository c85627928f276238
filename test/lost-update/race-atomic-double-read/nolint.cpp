// RUN: %race_check %s race-atomic-double-read %t -- -std=c++20 -I%mock
#include "atomic.h"
std::atomic<int> n;
int a() { return n * n; } // NOLINT(race-atomic-double-read)
// NOLINTNEXTLINE(race-atomic-double-read)
int b() { return n * n; }
// NOLINTBEGIN(race-*)
int c() { return n > 0 && n < 10; }
// NOLINTEND(race-*)
int d() { return n * n; }
// CHECK-MESSAGES: :[[@LINE-1]]:22: warning: 'n' is loaded twice
