// The interleaving of each kind of finding.
// RUN: %race_check %s race-lock-across-suspension %t --min-confidence=low -- -std=c++20 -I%mock
#include "coroutine.h"
#include "mutex.h"
std::mutex m;
Task<> log();
bool fast();
Task<> f() {
  std::unique_lock l(m);
  if (fast())
    l.unlock();
  co_await log();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'm' may still be held while the function is suspended here; others wait for it as long, and whoever resumes may be another thread [race-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-5]]:20: note: activation A takes 'm'
  // CHECK-NOTES: :[[@LINE-3]]:3: note: activation A is suspended and keeps 'm'
  // CHECK-NOTES: :[[@LINE-7]]:20: note: activation B runs on the same thread and waits for 'm': activation A can't resume there to give it back
  // CHECK-NOTES: :[[@LINE-5]]:3: note: give 'm' back before the suspension, or use a lock that is awaited
}
