// RUN: %race_check %s race-mixed-atomic-access %t -- -std=c++20 -I%mock
#include "thread.h"

// In a template, and once for all that is made from it.
template <class T> struct Counter {
  T value;
  void add(T n) { __atomic_fetch_add(&value, n, __ATOMIC_SEQ_CST); }
  void set_bad(T n) {
    value = n;
    // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: 'value' is written plainly here, and atomically by another thread; it may undo what the other did [race-mixed-atomic-access]
  }
};
Counter<int> small;
Counter<long> large;
void both() {
  std::thread a([] { small.add(1); }), b([] { small.set_bad(0); });
  std::thread c([] { large.add(1); }), d([] { large.set_bad(0); });
  a.join(), b.join(), c.join(), d.join();
}

// What a macro makes stands where the macro is used.
#define COUNT(v) __sync_fetch_and_add(&(v), 1)
#define CLEAR(v) (v) = 0
int seen;
void count() { COUNT(seen); }
void clear_bad() {
  CLEAR(seen);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'seen' is written plainly here, and atomically by another thread
}
void run() {
  std::thread a(count), b(clear_bad);
  a.join();
  b.join();
}
