// RUN: %race_check %s race-write-under-shared-lock %t -- -std=c++20 -I%mock
#include "mutex.h"
std::shared_mutex m;
int n, slots[4];
void slot(int i) {
  std::shared_lock l(m);
  slots[i] = 1; // low: it may be the caller's own
}
void a() {
  std::shared_lock l(m);
  ++n; // NOLINT(race-write-under-shared-lock)
  ++n;
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'n' is changed while 'm' is held in shared mode only; others hold it too
}
