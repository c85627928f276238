// Code that looks the same and is right: each is a trap of the catalogue.
// RUN: %race_check %s race-double-checked-locking %t --min-confidence=low -- -std=c++20 -I%mock
#include "atomic.h"
#include "containers.h"
#include "mutex.h"

struct Widget {
  int size;
};
Widget *make();
void log(int);
struct Lazy_ok {
  std::mutex m;
  Widget *plain;
  std::atomic<Widget *> atomic;
  std::atomic<bool> ready, stopped;
  bool done, closed;
  int size, used, limit;
  std::vector<int> queue;
  int slots[4];

  // The right way to do it.
  Widget *acquireRelease() {
    Widget *w = atomic.load(std::memory_order_acquire);
    if (!w) {
      std::lock_guard l(m);
      w = atomic.load(std::memory_order_relaxed);
      if (!w) {
        w = make();
        atomic.store(w, std::memory_order_release);
      }
    }
    return w;
  }
  Widget *defaultOrders() {
    if (!atomic) {
      std::lock_guard l(m);
      if (!atomic)
        atomic = make();
    }
    return atomic;
  }
  void flagLast() {
    if (!ready.load()) {
      std::lock_guard l(m);
      if (!ready.load()) {
        size = 3;
        ready.store(true);
      }
    }
  }
  Widget *underTheLock() {
    std::lock_guard l(m);
    if (!plain)
      plain = make();
    return plain;
  }
  // The fast path of a queue: nothing is made once.
  int take() {
    if (queue.empty())
      return 0;
    std::lock_guard l(m);
    if (queue.empty())
      return 0;
    int v = queue.back();
    queue.pop_back();
    return v;
  }
  void throttle() {
    if (used > limit) {
      std::lock_guard l(m);
      if (used > limit)
        used = limit / 2;
    }
  }
  void otherState() {
    if (!done) {
      std::lock_guard l(m);
      closed = true;
    }
  }
  void gives() {
    if (!done)
      return;
    std::lock_guard l(m);
    done = false;
  }
  void slot(int i) {
    if (!slots[i]) {
      std::lock_guard l(m);
      slots[i] = 1;
    }
  }
  void inLoop() {
    for (int i = 0; i < 4; ++i) {
      if (done)
        continue;
      log(i);
      for (int j = 0; j < 4; ++j) {
        std::lock_guard l(m);
        done = j == 2;
      }
    }
  }
  void once() {
    static Widget *w = make();
    std::lock_guard l(m);
    plain = w;
  }
  // Whoever calls holds another lock.
  void makeLocked() {
    if (!plain) {
      std::lock_guard l(m);
      plain = make();
    }
  }
  // The second look goes to what the flag stands for.
  void secondLookElsewhere() {
    if (!ready.load()) {
      std::lock_guard l(m);
      if (!plain) {
        plain = make();
        ready.store(true);
      }
    }
  }
  // The result belongs to the caller, whatever lock is held to find it.
  bool find(Widget **result) {
    if (!*result) {
      std::lock_guard l(m);
      *result = plain;
    }
    return *result;
  }
  Lazy_ok() {
    if (!plain) {
      std::lock_guard l(m);
      plain = make();
    }
  }
  static void own() {
    Lazy_ok o;
    if (!o.plain) {
      std::lock_guard l(o.m);
      o.plain = make();
    }
  }
};
std::mutex lock;
thread_local Widget *mine;
void threadLocal_ok() {
  if (!mine) {
    std::lock_guard l(lock);
    mine = make();
  }
}
