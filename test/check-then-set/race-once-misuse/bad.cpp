// RUN: %race_check %s race-once-misuse %t --fix -- -std=c++20 -I%mock
#include "thread.h"

void init();

void local_bad() {
  // CHECK-FIXES: static std::once_flag flag;
  std::once_flag flag;
  std::call_once(flag, init);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'flag' is a once flag of this call alone, so what should run once runs each time [race-once-misuse]
}

template <typename F> void template_bad(F f) {
  // CHECK-FIXES: static std::once_flag once;
  std::once_flag once;
  std::call_once(once, f);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'once' is a once flag of this call alone
}
void use() { template_bad(init); }

void lambda_bad() {
  auto start = [] {
    // CHECK-FIXES: static std::once_flag started;
    std::once_flag started;
    std::call_once(started, init);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'started' is a once flag of this call alone
  };
  start();
}
