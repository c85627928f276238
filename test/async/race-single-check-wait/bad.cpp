// RUN: %race_check %s race-single-check-wait %t -- -std=c++20 -I%mock
#include "coroutine.h"
#include "mutex.h"

struct Pending {
  bool await_ready() noexcept;
  void await_suspend(std::coroutine_handle<>) noexcept;
  void await_resume() noexcept;
};
Pending *start();
struct Event {
  Task<> wait();
};
void use(int);

struct Refresher_bad {
  Pending *pending;
  bool busy;
  Event idle;
  Task<> work();

  Task<> awaitedOnce() {
    if (pending)
      co_await *pending;
    pending = start();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'pending' is tested before the wait and not after it; of two activations that wait, both go on and set it [race-single-check-wait]
    co_await *pending;
  }
  Task<> comparedWithNull() {
    if (pending != nullptr) {
      co_await *pending;
      use(1);
    }
    pending = start();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'pending' is tested before the wait and not after it
  }
  Task<> marked() {
    if (busy)
      co_await idle.wait();
    busy = true;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'busy' is tested before the wait and not after it; of two activations that wait, both go on and set it
    co_await work();
    busy = false;
  }
};

Pending *shared;
Task<> global() {
  if (shared)
    co_await *shared;
  shared = start();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'shared' is tested before the wait and not after it
}

struct Queue_bad {
  std::mutex m;
  std::condition_variable changed;
  int size;
  bool ready;

  int take() {
    std::unique_lock<std::mutex> l(m);
    if (size == 0)
      changed.wait(l);
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'size' is tested once before this wait and not after it; a thread may wake up though nothing has changed, or after another one was faster [race-single-check-wait]
    return --size;
  }
  void untilReady() {
    std::unique_lock<std::mutex> l(m);
    if (!ready) {
      changed.wait(l);
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'ready' is tested once before this wait and not after it
    }
    use(1);
  }
};
