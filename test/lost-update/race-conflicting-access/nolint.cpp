// RUN: %race_check %s race-conflicting-access %t -- -std=c++20 -isystem %mock
#include "thread.h"
int parse(int);
int silenced, next, told;
void put() {
  silenced = parse(1); // NOLINT(race-conflicting-access)
  // NOLINTNEXTLINE(race-*)
  next = parse(2);
  told = parse(3);
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}told'{{.*}} [race-conflicting-access]
}
void show() { parse(silenced + next + told); }
void run() {
  std::thread a(put), b(show);
  a.join();
  b.join();
}
