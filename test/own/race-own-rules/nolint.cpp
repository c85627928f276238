// RUN: %race_check %s race-own-rules %t --config-file=%S/Inputs/rules.yaml -- -std=c++20 -I%mock
#include "mutex.h"
void notify();
std::mutex m;
void a() {
  std::lock_guard<std::mutex> l(m);
  notify(); // NOLINT(race-own-notify-under-lock)
  // NOLINTNEXTLINE(race-own-*)
  notify();
  notify();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'notify' is called with a lock held
}
