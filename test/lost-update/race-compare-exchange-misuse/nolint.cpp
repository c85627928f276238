// RUN: %race_check %s race-compare-exchange-misuse %t -- -std=c++20 -I%mock
#include "atomic.h"
std::atomic<int> n;
void a() {
  int e = n;
  n.compare_exchange_weak(e, e + 1); // NOLINT(race-compare-exchange-misuse)
}
void b() {
  int e = n;
  // NOLINTNEXTLINE(race-*)
  n.compare_exchange_weak(e, e + 1);
}
void c() {
  int e = n;
  n.compare_exchange_weak(e, e + 1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the result of the compare-exchange of 'n' is ignored
}
