// RUN: %race_check %s race-lost-wakeup %t -- -std=c++20 -I%mock
#include "atomic.h"
#include "mutex.h"
#include "thread.h"

void work();
class Worker_bad {
  std::mutex m;
  std::condition_variable changed;
  bool ready = false;
  std::atomic<bool> stop{false};
  int jobs = 0;
  std::thread runner;

  void run() {
    std::unique_lock<std::mutex> l(m);
    while (!ready)
      changed.wait(l);
    for (;;) {
      changed.wait(l, [this] { return jobs > 0 || stop; });
      if (stop)
        return;
      --jobs;
    }
  }

public:
  void start() {
    runner = std::thread([this] { run(); });
  }
  void announce() {
    ready = true;
    // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: 'ready' is changed without the lock under which it is tested before the wait on 'changed'; a wake-up between that test and that wait is lost, and the thread waits for ever [race-lost-wakeup]
    changed.notify_one();
  }
  void add() {
    ++jobs;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'jobs' is changed without the lock under which it is tested before the wait on 'changed'
    changed.notify_all();
  }
  // That it is atomic does not help: the wake-up is lost all the same.
  ~Worker_bad() {
    stop = true;
    // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'stop' is changed without the lock under which it is tested before the wait on 'changed'
    changed.notify_all();
    runner.join();
  }
};

// A loop that looks and leaves.
std::mutex gate;
std::condition_variable opened;
bool open;
void pass() {
  std::unique_lock<std::mutex> l(gate);
  for (;;) {
    if (open)
      break;
    opened.wait(l);
  }
}
void let() {
  open = true;
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'open' is changed without the lock under which it is tested before the wait on 'opened'
  opened.notify_all();
}
