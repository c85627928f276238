// A suspension between load and store tears them apart all the more.
// RUN: %race_check %s race-atomic-split-update %t -- -std=c++20 -I%mock
#include "atomic.h"
#include "coroutine.h"
std::atomic<int> n;
Task<> bump_bad() {
  int v = n.load();
  co_await Task<>();
  n.store(v + 1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'n' is loaded
}
