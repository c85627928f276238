// RUN: %race_check %s race-atomic-split-update %t -- -std=c++20 -I%mock
#include "atomic.h"
#include "mutex.h"

#define BUMP(x) (x).store((x).load() + 1)
#define WITH_LOCK(m) if (std::unique_lock<std::mutex> l_(m); true)

std::atomic<int> n;
std::mutex m;
void inMacro_bad() { BUMP(n); }
// CHECK-MESSAGES: :[[@LINE-1]]:22: warning: 'n' is loaded
void lockMacro_ok() {
  WITH_LOCK(m) { BUMP(n); }
}
