// RUN: %race_check %s race-thread-local-across-suspension %t -- -std=c++20 -I%mock
#include "coroutine.h"
thread_local int count;
Task<int> hop();
Task<int> silenced() {
  int *mine = &count;
  co_await hop();
  ++*mine; // NOLINT(race-thread-local-across-suspension)
  co_return 0;
}
Task<int> told() {
  int *mine = &count;
  co_await hop();
  ++*mine;
  // CHECK-MESSAGES: :[[@LINE-1]]:6: warning:
  co_return 0;
}
