// RUN: %race_check %s race-blocking-in-coroutine %t -- -std=c++20 -I%mock
#include "coroutine.h"
extern "C" unsigned sleep(unsigned);
Task<int> silenced() {
  sleep(1); // NOLINT(race-blocking-in-coroutine)
  co_return 1;
}
Task<int> told() {
  sleep(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning:
  co_return 1;
}
