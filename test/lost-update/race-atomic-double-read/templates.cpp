// RUN: %race_check %s race-atomic-double-read %t -- -std=c++20 -I%mock
#include "atomic.h"
#include "mutex.h"

// Never instantiated: the pattern is enough. Instantiated: reported once.
template <class T> struct Counter {
  std::atomic<T> n;
  std::atomic<T *> p;
  std::mutex m;
  T product_bad() { return n * n; }
  // CHECK-MESSAGES: :[[@LINE-1]]:32: warning: 'n' is loaded twice
  T loads_bad() { return n.load() + n.load(); }
  // CHECK-MESSAGES: :[[@LINE-1]]:37: warning: 'n' is loaded twice
  void arrow_bad() { if (p.load()) p.load()->go(); }
  // CHECK-MESSAGES: :[[@LINE-1]]:36: warning: 'p' is tested by one load
  T locked_ok() {
    std::lock_guard<std::mutex> l(m);
    return n * n;
  }
};
template int Counter<int>::product_bad();
template int Counter<int>::loads_bad();

template <class A> auto generic_bad(A &a) { return a.load() * a.load(); }
// CHECK-MESSAGES: :[[@LINE-1]]:63: warning: 'a' is loaded twice
int use(std::atomic<int> &n) { return generic_bad(n); }

auto lambda_bad(std::atomic<int> &n) {
  return [&n](auto by) { return n * n + by; };
  // CHECK-MESSAGES: :[[@LINE-1]]:37: warning: 'n' is loaded twice
}
