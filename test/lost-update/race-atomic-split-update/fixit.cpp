// RUN: %race_check %s race-atomic-split-update %t --fix --min-confidence=low -- -std=c++20 -I%mock
#include "atomic.h"

struct Counter {
  std::atomic<int> n{0};
  std::atomic<bool> on{false};
  std::atomic<double> sum{0};
  void add(int by) { n.store(n.load() + by); }
  // CHECK-MESSAGES: :[[@LINE-1]]:22: warning:
  // CHECK-FIXES: void add(int by) { n.fetch_add(by); }
  void swapped() { n.store(2 + n); }
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning:
  // CHECK-FIXES: void swapped() { n.fetch_add(2); }
  void subtract() { n = n - (1 + 2); }
  // CHECK-MESSAGES: :[[@LINE-1]]:21: warning:
  // CHECK-FIXES: void subtract() { n -= (1 + 2); }
  void bits(int m) { n = (n.load() | m); }
  // CHECK-MESSAGES: :[[@LINE-1]]:22: warning:
  // CHECK-FIXES: void bits(int m) { n |= m; }
  void sameOrder() { n.store(n.load(std::memory_order_seq_cst) & 7, std::memory_order_seq_cst); }
  // CHECK-MESSAGES: :[[@LINE-1]]:22: warning:
  // CHECK-FIXES: void sameOrder() { n.fetch_and(7, std::memory_order_seq_cst); }

  // No repair: the operand is the minuend, has an effect, or is no integer;
  // the orders differ; a bool has no arithmetic; a macro is somebody else's.
  void minuend() { n = 1 - n; }
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning:
  // CHECK-FIXES: void minuend() { n = 1 - n; }
  // FIXED-MESSAGES: :[[@LINE-3]]:20: warning:
  void effect(int &i) { n = n + i++; }
  // CHECK-MESSAGES: :[[@LINE-1]]:25: warning:
  // CHECK-FIXES: void effect(int &i) { n = n + i++; }
  // FIXED-MESSAGES: :[[@LINE-3]]:25: warning:
  void real() { sum = sum + 0.5; }
  // CHECK-MESSAGES: :[[@LINE-1]]:17: warning:
  // CHECK-FIXES: void real() { sum = sum + 0.5; }
  // FIXED-MESSAGES: :[[@LINE-3]]:17: warning:
  void orders() { n.store(n.load(std::memory_order_acquire) + 1); }
  // CHECK-MESSAGES: :[[@LINE-1]]:19: warning:
  // CHECK-FIXES: void orders() { n.store(n.load(std::memory_order_acquire) + 1); }
  // FIXED-MESSAGES: :[[@LINE-3]]:19: warning:
  void relaxed() { n.store(n.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed); }
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning:
  // CHECK-FIXES: void relaxed() { n.fetch_add(1, std::memory_order_relaxed); }
  void toggle() { on = !on; }
  // CHECK-MESSAGES: :[[@LINE-1]]:19: warning:
  // CHECK-FIXES: void toggle() { on = !on; }
  // FIXED-MESSAGES: :[[@LINE-3]]:19: warning:
  // No repair: the value is looked at, the operator is called by name.
  void returned() { return n.store(n.load() + 1); }
  // CHECK-MESSAGES: :[[@LINE-1]]:28: warning:
  // CHECK-FIXES: return n.store(n.load() + 1);
  // FIXED-MESSAGES: :[[@LINE-3]]:28: warning:
  void byName() { n.operator=(n + 1); }
  // CHECK-MESSAGES: :[[@LINE-1]]:19: warning:
  // CHECK-FIXES: n.operator=(n + 1);
  // FIXED-MESSAGES: :[[@LINE-3]]:19: warning:
  void twice() { n = n + n; }
  // CHECK-MESSAGES: :[[@LINE-1]]:18: warning:
  // CHECK-FIXES: n = n + n;
  // FIXED-MESSAGES: :[[@LINE-3]]:18: warning:
};
#define BUMP(x) (x) = (x) + 1
void macro(std::atomic<int> &n) { BUMP(n); }
// CHECK-MESSAGES: :[[@LINE-1]]:35: warning:
// CHECK-FIXES: BUMP(n);
// FIXED-MESSAGES: :[[@LINE-3]]:35: warning:
