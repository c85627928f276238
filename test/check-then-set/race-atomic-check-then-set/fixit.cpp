// RUN: %race_check %s race-atomic-check-then-set %t --fix -- -std=c++20 -I%mock
#include "atomic.h"
void launch();
struct Service {
  std::atomic<bool> started{false};
  std::atomic<int> state{0};
  // CHECK-MESSAGES: :[[@LINE+6]]:7: warning:
  // CHECK-FIXES: void first() {
  // CHECK-FIXES-NEXT: if (!started.exchange(true)) {
  // CHECK-FIXES-NEXT: {{^}}      launch();
  void first() {
    if (!started.load()) {
      started.store(true);
      launch();
    }
  }
  // CHECK-MESSAGES: :[[@LINE+5]]:7: warning:
  // CHECK-FIXES: if (!other->started.exchange(true)) {
  // CHECK-FIXES-NEXT: {{^}}      launch();
  void converted(Service *other) {
    if (!other->started) {
      other->started = true;
      launch();
    }
  }
  // No repair: the store comes last, it is no flag, or there is more to the
  // condition.
  void last() {
    if (!started.load()) {
      launch();
      started.store(true);
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning:
      // CHECK-FIXES: started.store(true);
      // FIXED-MESSAGES: warning:
    }
  }
  void number() {
    if (!state.load()) {
      state.store(3);
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning:
      // CHECK-FIXES: state.store(3);
      // FIXED-MESSAGES: warning:
      launch();
    }
  }
  void more(bool wanted) {
    if (wanted && !started) {
      started = true;
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning:
      // CHECK-FIXES: started = true;
      // FIXED-MESSAGES: warning:
      launch();
    }
  }
};
