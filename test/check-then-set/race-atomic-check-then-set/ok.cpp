// Code that looks the same and is right: each is a trap of the catalogue.
// RUN: %race_check %s race-atomic-check-then-set %t -- -std=c++20 -I%mock
#include "atomic.h"
#include "mutex.h"
#include "thread.h"

void launch();
void stop();
void log(int);

struct Service {
  std::atomic<bool> started{false}, seen{false}, done{false};
  std::atomic<int> state{0}, count{0};
  std::mutex m;
  int n = 0;

  Service() {
    if (!started.load()) {
      started.store(true);
      launch();
    }
  }
  void exchange_ok() {
    if (!started.exchange(true))
      launch();
  }
  void compareExchange_ok() {
    bool expected = false;
    if (started.compare_exchange_strong(expected, true))
      launch();
  }
  // Only a fast exit; the exchange decides.
  void fastExit_ok() {
    if (started.load())
      return;
    if (!started.exchange(true))
      launch();
  }
  void claimed_ok() {
    int idle = 0;
    if (!state.compare_exchange_strong(idle, 1))
      return;
    launch();
    if (state.load() == 1) {
      state.store(2);
      log(2);
    }
  }
  // Given back, not claimed.
  void reset_ok() {
    if (started.load()) {
      started.store(false);
      stop();
    }
    if (state != 0) {
      state = 0;
      stop();
    }
  }
  // Set by whoever; nothing else happens. Spares the write.
  void onlySet_ok() {
    if (!seen.load())
      seen.store(true);
  }
  void onlySetBlock_ok() {
    if (!seen) {
      seen = true;
      return;
    }
    log(1);
  }
  void loop_ok() {
    while (!done.load()) {
      log(1);
      done.store(true);
    }
    for (; !done;) {
      log(2);
      done = true;
    }
  }
  void locked_ok() {
    std::lock_guard<std::mutex> l(m);
    if (!started.load()) {
      started.store(true);
      launch();
    }
  }
  void doubleChecked_ok() {
    if (started.load())
      return;
    std::lock_guard<std::mutex> l(m);
    if (!started.load()) {
      launch();
      started.store(true);
    }
  }
  void startLocked() {
    if (!started) {
      started = true;
      launch();
    }
  }
  // The test is of something else.
  void other_ok() {
    if (!seen.load()) {
      started.store(true);
      launch();
    }
  }
  // Both ways set it.
  void always_ok() {
    if (!seen.load())
      log(1);
    seen.store(true);
    log(2);
  }
};

void local_ok() {
  std::atomic<bool> once{false};
  if (!once) {
    once = true;
    launch();
  }
}
thread_local std::atomic<bool> mine;
void threadLocal_ok() {
  if (!mine) {
    mine = true;
    launch();
  }
}
// Orders chosen by hand: of low confidence.
std::atomic<bool> flag;
void weak_ok() {
  if (!flag.load(std::memory_order_acquire)) {
    launch();
    flag.store(true, std::memory_order_release);
  }
}
