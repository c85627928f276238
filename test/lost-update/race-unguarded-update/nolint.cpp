// RUN: %race_check %s race-unguarded-update %t -- -std=c++20 -isystem %mock
#include "thread.h"
int silenced, next, told;
void work() {
  ++silenced; // NOLINT(race-unguarded-update)
  // NOLINTNEXTLINE(race-*)
  ++next;
  ++told;
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}told'{{.*}} [race-unguarded-update]
}
void run() {
  std::thread a(work), b(work);
  a.join();
  b.join();
}
