// RUN: %race_check %s race-double-checked-locking %t -- -std=c++20 -I%mock
#include "mutex.h"
std::mutex m;
int *p, *q;
void a() {
  if (!p) {
    std::lock_guard l(m);
    p = new int; // NOLINT(race-double-checked-locking)
  }
  if (!q) {
    std::lock_guard l(m);
    q = new int;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'q' is tested without 'm' and set under it with no second test; two threads may pass the test and set it one after the other
  }
}
