// RUN: %race_check %s race-use-before-await %t -- -std=c++20 -isystem %mock
#include "thread.h"
void consume(...);
void sameLine() {
  int total = 0;
  std::thread t([&] { total = 1; });
  consume(total); // NOLINT(race-use-before-await)
  t.join();
}
void nextLine() {
  int total = 0;
  std::thread t([&] { total = 1; });
  // NOLINTNEXTLINE(race-use-before-await)
  consume(total);
  t.join();
}
void otherCheck_bad() {
  int total = 0;
  std::thread t([&] { total = 1; });
  consume(total); // NOLINT(race-conflicting-access)
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'total'{{.*}} [race-use-before-await]
  t.join();
}
