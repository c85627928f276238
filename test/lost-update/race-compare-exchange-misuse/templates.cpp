// RUN: %race_check %s race-compare-exchange-misuse %t -- -std=c++20 -I%mock
#include "atomic.h"

// Never instantiated: the pattern is enough. Instantiated: reported once.
template <class T> struct Counter {
  std::atomic<T> n;
  void weak_bad(T v) {
    T e = n.load();
    n.compare_exchange_weak(e, e + v);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the result of the compare-exchange of 'n' is ignored
  }
  void stale_bad(T v) {
    T e = n.load();
    T next = e + v;
    while (!n.compare_exchange_weak(e, next)) {
      // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: the new value of 'n' is computed before the loop
    }
  }
  void loop_ok(T v) {
    T e = n.load();
    while (!n.compare_exchange_weak(e, e + v)) {
    }
  }
  template <class F> T update_ok(F fn) {
    T e = n.load();
    T next = fn(e);
    while (!n.compare_exchange_weak(e, next))
      next = fn(e);
    return next;
  }
};
template struct Counter<int>;

auto lambda_bad(std::atomic<int> &n) {
  return [&n] {
    int e = n.load();
    n.compare_exchange_weak(e, e + 1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the result of the compare-exchange of 'n' is ignored
  };
}

#define BUMP(x, e) (x).compare_exchange_weak(e, (e) + 1)
void macro_bad(std::atomic<int> &n) {
  int e = n.load();
  BUMP(n, e);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the result of the compare-exchange of 'n' is ignored
}
