// RUN: %race_check %s race-atomic-check-then-set %t -- -std=c++20 -I%mock
#include "atomic.h"
std::atomic<bool> started;
void launch();
void a() {
  if (!started) {
    started = true; // NOLINT(race-atomic-check-then-set)
    launch();
  }
}
void b() {
  if (!started) {
    started = true; // NOLINT(race-atomic-split-update)
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'started' is tested
    launch();
  }
}
