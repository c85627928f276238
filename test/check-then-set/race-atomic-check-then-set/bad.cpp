// RUN: %race_check %s race-atomic-check-then-set %t -- -std=c++20 -I%mock
#include "atomic.h"
#include "mutex.h"

void launch();
int next();
enum class State { Idle, Starting, Running };

struct Service {
  std::atomic<bool> started{false};
  std::atomic<int> owner{0};
  std::atomic<State> state{State::Idle};
  std::atomic<Service *> instance;
  int workers = 0;

  void start_bad() {
    if (!started.load()) {
      started.store(true);
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'started' is tested and then set, in two atomic operations; two threads may pass the test before either sets it [race-atomic-check-then-set]
      // CHECK-NOTES: :[[@LINE-3]]:10: note: thread A loads 'started' and passes the test
      // CHECK-NOTES: :[[@LINE-4]]:10: note: thread B loads it as well, and passes too
      // CHECK-NOTES: :[[@LINE-4]]:7: note: thread A sets 'started' and goes on
      // CHECK-NOTES: :[[@LINE-5]]:7: note: thread B sets it again and goes on: what should happen once happens twice
      // CHECK-NOTES: :[[@LINE-6]]:7: note: test and set in one atomic operation, an exchange or a compare-exchange, and go on only when it was not set before
      launch();
    }
  }
  void setLast_bad() {
    if (!started) {
      launch();
      started = true;
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'started' is tested
      // CHECK-NOTES: note: thread A
      // CHECK-NOTES: note: thread B
      // CHECK-NOTES: note: thread A
      // CHECK-NOTES: note: thread B
      // CHECK-NOTES: note: test and set
    }
  }
  void earlyReturn_bad() {
    if (started.load())
      return;
    started.store(true);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'started' is tested
    // CHECK-NOTES: note: thread A
    // CHECK-NOTES: note: thread B
    // CHECK-NOTES: note: thread A
    // CHECK-NOTES: note: thread B
    // CHECK-NOTES: note: test and set
    launch();
  }
  void compared_bad() {
    if (state == State::Idle) {
      state = State::Starting;
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'state' is tested
      // CHECK-NOTES: note: thread A
      // CHECK-NOTES: note: thread B
      // CHECK-NOTES: note: thread A
      // CHECK-NOTES: note: thread B
      // CHECK-NOTES: note: test and set
      ++workers;
    }
  }
  void throughLocal_bad() {
    bool was = started.load();
    if (!was) {
      started.store(true);
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'started' is tested
      // CHECK-NOTES: :[[@LINE-4]]:16: note: thread A
      // CHECK-NOTES: note: thread B
      // CHECK-NOTES: note: thread A
      // CHECK-NOTES: note: thread B
      // CHECK-NOTES: note: test and set
      launch();
    }
  }
  void lazily_bad() {
    if (instance.load() == nullptr) {
      auto *made = new Service;
      instance.store(made);
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'instance' is tested
      // CHECK-NOTES: note: thread A
      // CHECK-NOTES: note: thread B
      // CHECK-NOTES: note: thread A
      // CHECK-NOTES: note: thread B
      // CHECK-NOTES: note: test and set
    }
  }
  void both_bad(bool wanted) {
    if (wanted && !started) {
      started = true;
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'started' is tested
      // CHECK-NOTES: note: thread A
      // CHECK-NOTES: note: thread B
      // CHECK-NOTES: note: thread A
      // CHECK-NOTES: note: thread B
      // CHECK-NOTES: note: test and set
      launch();
    }
  }
};
