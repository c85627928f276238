// RUN: %race_check %s race-decrement-then-test %t -- -std=c++20 -I%mock
#include "atomic.h"
void finish();

// Never instantiated: the pattern is enough. Instantiated: reported once.
template <class T> struct Counted {
  std::atomic<T> refs;
  void release_bad() {
    refs.fetch_sub(1);
    if (refs.load() == 0)
      delete this;
    // CHECK-MESSAGES: :[[@LINE-2]]:9: warning: 'refs' is counted down
  }
  void release_ok() {
    if (refs.fetch_sub(1) == 1)
      delete this;
  }
};
template struct Counted<int>;

auto lambda_bad(std::atomic<int> &n) {
  return [&n] {
    --n;
    if (n == 0)
      finish();
    // CHECK-MESSAGES: :[[@LINE-2]]:9: warning: 'n' is counted down
  };
}

// An assertion, by whatever name, only looks.
[[noreturn]] void die();
#define MUST(x) do { if (!(x)) die(); } while (0)
#define RELEASE(x) (x).fetch_sub(1)
void macro_bad(std::atomic<int> &n) {
  RELEASE(n);
  if (n.load() == 0)
    finish();
  // CHECK-MESSAGES: :[[@LINE-2]]:7: warning: 'n' is counted down
}
void macro_ok(std::atomic<int> &n) {
  --n;
  MUST(n.load() != 0);
}
