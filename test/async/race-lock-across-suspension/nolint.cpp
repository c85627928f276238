// RUN: %race_check %s race-lock-across-suspension %t -- -std=c++20 -I%mock
#include "coroutine.h"
#include "mutex.h"
std::mutex m;
Task<> log(int);
Task<> a() {
  std::lock_guard l(m);
  co_await log(1); // NOLINT(race-lock-across-suspension)
  co_await log(2);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'm' is held while the function is suspended here; others wait for it as long, and whoever resumes may be another thread
}
