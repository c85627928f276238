// RUN: %race_check %s race-compare-exchange-misuse %t --fix -- -std=c++20 -I%mock
#include "atomic.h"

struct Fixed {
  std::atomic<int> n;
  std::atomic<bool> flag;
  int count();

  void repeated() {
    int e = n.load();
    n.compare_exchange_weak(e, e + 1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the result
    // CHECK-FIXES: while (!n.compare_exchange_weak(e, e + 1)) {
    // CHECK-FIXES-NEXT: {{^}}    }
  }
  void constant() {
    bool off = false;
    flag.compare_exchange_weak(off, true);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the result
    // CHECK-FIXES: flag.compare_exchange_strong(off, true);
  }
  // A second try would count twice.
  void effect() {
    int e = n.load();
    n.compare_exchange_weak(e, e + count());
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the result
    // CHECK-FIXES: {{^}}    n.compare_exchange_weak(e, e + count());
    // FIXED-MESSAGES: warning: the result
  }
};
