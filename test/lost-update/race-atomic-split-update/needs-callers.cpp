// Traps that one function can't decide: the lock is held by whoever calls.
// XFAIL: *
// RUN: %race_check %s race-atomic-split-update %t -- -std=c++20 -I%mock
#include "atomic.h"
#include "mutex.h"

class Cache_ok {
  std::mutex m;
  std::atomic<int> size{0};
  // Called only below, with the lock held: needs the callers' locksets.
  void grow() { size = size + 1; }

public:
  void add() {
    std::lock_guard<std::mutex> l(m);
    grow();
  }
  // The lambda runs at once, under the lock: needs to know that the callee
  // runs it and returns.
  template <class F> void each(F f) { f(); }
  void all() {
    std::lock_guard<std::mutex> l(m);
    each([&] { size = size + 1; });
  }
};
