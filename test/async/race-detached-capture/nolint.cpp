// RUN: %race_check %s race-detached-capture %t -- -std=c++20 -I%mock
#include "thread.h"
void use(int &);
void a() {
  int x = 0;
  std::thread([&x] { use(x); }).detach(); // NOLINT(race-detached-capture)
}
void b() {
  int x = 0;
  std::thread([&x] { use(x); }).detach();
  // CHECK-MESSAGES: :[[@LINE-1]]:17: warning:
}
