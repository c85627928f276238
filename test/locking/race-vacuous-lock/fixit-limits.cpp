// Where a repair would not compile, or hide the bug, there is none.
// RUN: %race_check %s race-vacuous-lock %t --fix -- -std=c++20 -I%mock
#include "mutex.h"
struct S {
  std::mutex m, m2;
  int n, guard;
  // 'guard' is taken; two of them have two names.
  void twice() {
    std::lock_guard<std::mutex>{m};
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning:
    // CHECK-FIXES: std::lock_guard<std::mutex> guard2{m};
    std::lock_guard<std::mutex>{m2};
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning:
    // CHECK-FIXES: std::lock_guard<std::mutex> guard3{m2};
    guard = 3;
  }
  void choose(int k) {
    switch (k) {
    case 1:
      std::lock_guard<std::mutex>{m};
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning:
      // CHECK-FIXES: std::lock_guard<std::mutex>{m};
      // FIXED-MESSAGES: :[[@LINE-3]]:7: warning:
      ++n;
      break;
    case 2:
      break;
    }
  }
};
