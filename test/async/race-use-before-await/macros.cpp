// RUN: %race_check %s race-use-before-await %t -- -std=c++20 -isystem %mock
#include "thread.h"

#define GO(code) std::async(std::launch::async, [&] { code; })
#define TWICE(x) ((x) + (x))
#define WAIT(f) (f).wait()

void consume(...);
void started_bad() {
  int total = 0;
  auto f = GO(total = 1);
  consume(total);
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'total'{{.*}} [race-use-before-await]
  WAIT(f);
}
// Read twice by one macro: one finding.
void used_bad() {
  int total = 0;
  auto f = GO(total = 1);
  consume(TWICE(total));
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'total'{{.*}} [race-use-before-await]
  WAIT(f);
}
int waited_ok() {
  int total = 0;
  auto f = GO(total = 1);
  WAIT(f);
  return TWICE(total);
}
