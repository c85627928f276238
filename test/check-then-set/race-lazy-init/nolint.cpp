// RUN: %race_check %s race-lazy-init %t -- -std=c++20 -isystem %mock
#include "thread.h"
int parse(int);
int *silenced, *next, *told;
void work() {
  if (!silenced)
    silenced = new int; // NOLINT(race-lazy-init)
  if (!next)
    // NOLINTNEXTLINE(race-*)
    next = new int;
  if (!told)
    told = new int;
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}told'{{.*}} [race-lazy-init]
}
void run() {
  std::thread a(work), b(work);
  a.join();
  b.join();
}
