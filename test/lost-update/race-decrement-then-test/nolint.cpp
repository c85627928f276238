// RUN: %race_check %s race-decrement-then-test %t -- -std=c++20 -I%mock
#include "atomic.h"
std::atomic<int> n;
void finish();
void a() {
  --n;
  if (n == 0) // NOLINT(race-decrement-then-test)
    finish();
}
void b() {
  --n;
  if (n == 0)
    finish();
  // CHECK-MESSAGES: :[[@LINE-2]]:7: warning: 'n' is counted down
}
