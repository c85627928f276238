// RUN: %race_check %s race-atomic-split-update %t -- -std=c++20 -I%mock
#include "atomic.h"
#include "mutex.h"

// Never instantiated: the pattern is enough. Instantiated: reported once.
template <class T> struct Counter {
  std::atomic<T> n;
  std::mutex m;
  void inc_bad(T by) { n.store(n.load() + by); }
  // CHECK-MESSAGES: :[[@LINE-1]]:24: warning: 'n' is loaded
  void assign_bad(T by) { n = n + by; }
  // CHECK-MESSAGES: :[[@LINE-1]]:27: warning: 'n' is loaded
  void inc_ok(T by) {
    std::lock_guard<std::mutex> l(m);
    n.store(n.load() + by);
  }
};
template struct Counter<int>;
template struct Counter<long>;

// A local of a dependent type may be a guard: silent in the pattern, and
// decided in the instantiation.
template <class Mutex, class Guard> struct Policy {
  Mutex m;
  std::atomic<int> n;
  void known_ok() {
    std::lock_guard<Mutex> l(m);
    n = n + 1;
  }
  void unknown_ok() {
    Guard g(m);
    n = n + 1;
  }
  void released_bad() {
    int v;
    {
      std::lock_guard<Mutex> l(m);
      v = n;
    }
    n = v + 1;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'n' is loaded
  }
};
template <class P> struct ByPolicy {
  typename P::mutex mu;
  std::atomic<int> c;
  void taken_ok() {
    mu.lock();
    c = c + 1;
    mu.unlock();
  }
  void given_ok() {
    auto g = P::lock(mu);
    c = c + 1;
  }
  void typed_ok() {
    typename P::guard g = P::lock(mu);
    c = c + 1;
  }
};

template struct Policy<std::mutex, std::lock_guard<std::mutex>>;

template <class A> void generic_bad(A &a) { a.store(a.load() + 1); }
// CHECK-MESSAGES: :[[@LINE-1]]:45: warning: 'a' is loaded
void use(std::atomic<int> &n) { generic_bad(n); }

template <class T> void specialised(std::atomic<T> &) {}
template <> void specialised<int>(std::atomic<int> &n) { n = n ^ 1; }
// CHECK-MESSAGES: :[[@LINE-1]]:58: warning: 'n' is loaded

auto lambda() {
  static std::atomic<int> calls;
  return [](auto by) {
    calls.store(calls.load() + by);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'calls' is loaded
    calls = calls + by;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'calls' is loaded
  };
}
