// What is shown by default, at medium confidence.
// RUN: %race_check %s race-split-critical-section %t -- -std=c++20 -I%mock
#include "containers.h"
#include "mutex.h"
struct Worker {
  std::mutex m;
  bool seen;
  int state, n;
  std::vector<int> queue;
  void work();
  void onlyHere() {
    m.lock();
    bool s = seen;
    m.unlock();
    if (s)
      return;
    m.lock();
    seen = true;
    m.unlock();
  }
  void alsoElsewhere() {
    m.lock();
    int s = state;
    m.unlock();
    if (s == 1)
      return;
    m.lock();
    state = 1;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'state' is tested under 'm' and set under it, but the lock is given back in between; two threads may pass the test
    m.unlock();
  }
  void stop() {
    std::lock_guard l(m);
    state = 2;
  }
  // One consumer takes out what it saw.
  void consumer() {
    m.lock();
    bool none = queue.empty();
    m.unlock();
    if (none)
      return;
    work();
    m.lock();
    queue.pop_back();
    m.unlock();
  }
  // One thread writes, and locks for those who read.
  void writer() {
    int v = n;
    std::lock_guard l(m);
    n = v + 1;
  }
};
