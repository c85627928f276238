// RUN: %race_check %s race-lost-wakeup %t --min-confidence=low -- -std=c++20 -I%mock
#include "atomic.h"
#include "mutex.h"
#include "thread.h"

class Worker_ok {
  std::mutex m;
  std::condition_variable changed, other;
  bool ready = false, seen = false;
  std::atomic<bool> stop{false};
  int jobs = 0, done = 0;
  std::thread runner;

  void run() {
    std::unique_lock<std::mutex> l(m);
    while (!ready)
      changed.wait(l);
    changed.wait(l, [this] { return jobs > 0 || stop; });
  }
  // Looks again before long.
  void poll() {
    std::unique_lock<std::mutex> l(m);
    while (!seen)
      other.wait_for(l, 100);
    other.wait_for(l, 100, [this] { return seen; });
  }
  void addLocked() {
    ++jobs;
    changed.notify_one();
  }

public:
  // Before anybody can wait.
  Worker_ok() {
    ready = false;
    changed.notify_all();
  }
  // Woken outside, changed under the lock: right.
  void announce() {
    {
      std::lock_guard<std::mutex> l(m);
      ready = true;
    }
    changed.notify_one();
  }
  void announceInside() {
    std::lock_guard<std::mutex> l(m);
    ready = true;
    changed.notify_one();
  }
  // Whoever tested before waits by now.
  void emptySection() {
    stop = true;
    { std::lock_guard<std::mutex> l(m); }
    changed.notify_all();
  }
  void wokenInside() {
    stop = true;
    std::lock_guard<std::mutex> l(m);
    changed.notify_all();
  }
  void add() {
    std::lock_guard<std::mutex> l(m);
    addLocked();
  }
  // Nobody waits for it.
  void count() {
    ++done;
    changed.notify_all();
  }
  void show() {
    seen = true;
    other.notify_all();
  }
};
