// RUN: %race_check %s race-vacuous-lock %t --fix -- -std=c++20 -I%mock
#include "mutex.h"
struct S {
  std::mutex m;
  int n;
  void braces() {
    std::lock_guard<std::mutex>{m};
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning:
    // CHECK-FIXES: std::lock_guard<std::mutex> guard{m};
    ++n;
  }
  void parentheses() {
    std::lock_guard<std::mutex>(this->m);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning:
    // CHECK-FIXES: std::lock_guard<std::mutex> guard2(this->m);
    ++n;
  }
};
