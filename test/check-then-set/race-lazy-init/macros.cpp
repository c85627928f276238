// Where the test stands in a macro.
// RUN: %race_check %s race-lazy-init %t -- -std=c++20 -isystem %mock
#include "thread.h"
int *make();
#define ENSURE(p) do { if (!(p)) (p) = make(); } while (0)
#define UNLIKELY(x) __builtin_expect(!!(x), 0)
int *plain, *unlikely;
void work() {
  ENSURE(plain);
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}plain'{{.*}} [race-lazy-init]
  if (UNLIKELY(unlikely == nullptr))
    unlikely = make();
  // MISSED: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}unlikely'{{.*}} [race-lazy-init]
}
void run() {
  std::thread a(work), b(work);
  a.join();
  b.join();
}
