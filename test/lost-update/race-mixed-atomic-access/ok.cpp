// RUN: %race_check %s race-mixed-atomic-access %t --min-confidence=low -- -std=c++20 -I%mock
#include "atomic.h"
#include "mutex.h"
#include "thread.h"

// Atomically everywhere, and plainly only before the threads and after them.
namespace ordered_ok {
int hits;
void count() { __atomic_fetch_add(&hits, 1, __ATOMIC_SEQ_CST); }
int run() {
  hits = 0;
  std::thread a(count), b(count);
  a.join();
  b.join();
  return hits;
}
} // namespace ordered_ok

// All under one lock: the atomic operation is not needed, but harmless.
namespace locked_ok {
std::mutex m;
int hits;
void one() {
  std::lock_guard lock(m);
  __atomic_fetch_add(&hits, 1, __ATOMIC_SEQ_CST);
}
void other() {
  std::lock_guard lock(m);
  hits = 0;
}
void run() {
  std::thread a(one), b(other);
  a.join();
  b.join();
}
} // namespace locked_ok

// In the constructor nobody else knows it.
namespace made_ok {
class Counter {
  int n_;

public:
  Counter() { n_ = 0; }
  void add() { __atomic_fetch_add(&n_, 1, __ATOMIC_SEQ_CST); }
  int get() { return __atomic_load_n(&n_, __ATOMIC_ACQUIRE); }
};
Counter counter;
void run() {
  std::thread a([] { counter.add(); }), b([] { counter.get(); });
  a.join();
  b.join();
}
} // namespace made_ok

// Of an atomic type every access is atomic.
namespace type_ok {
std::atomic<int> n;
void one() { n.fetch_add(1); }
void other() { n = 0; }
void run() {
  std::thread a(one), b(other);
  a.join();
  b.join();
}
} // namespace type_ok

// Nobody was seen to run it at the same time.
namespace alone_ok {
int n;
void add() { __atomic_fetch_add(&n, 1, __ATOMIC_SEQ_CST); }
void clear() { n = 0; }
} // namespace alone_ok
