// RUN: %race_check %s race-single-check-wait %t --min-confidence=low -- -std=c++20 -I%mock
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
struct AsyncLock {
  struct Guard {
    ~Guard();
  };
  Task<Guard> scoped_lock();
};
void use(int);

struct Refresher_ok {
  Pending *pending;
  bool busy, dirty, stopped;
  Event idle;
  AsyncLock lock;
  Task<> work();
  Task<> flush();

  Task<> testedInALoop() {
    while (pending)
      co_await *pending;
    pending = start();
    co_await *pending;
  }
  // One shot: whoever comes waits for the same, and nobody sets it anew.
  Task<> waitsOnly() {
    if (pending)
      co_await *pending;
    use(1);
  }
  Task<> startsOnce() {
    if (!pending)
      pending = start();
    co_await *pending;
  }
  Task<> looksAgain() {
    if (pending)
      co_await *pending;
    if (pending)
      co_return;
    pending = start();
  }
  Task<> leaves() {
    if (pending) {
      co_await *pending;
      co_return;
    }
    pending = start();
  }
  Task<> clears() {
    if (pending)
      co_await *pending;
    pending = nullptr;
  }
  Task<> underALock() {
    auto held = co_await lock.scoped_lock();
    if (pending)
      co_await *pending;
    pending = start();
  }
  Task<> markInALoop() {
    while (busy)
      co_await idle.wait();
    busy = true;
    co_await work();
    busy = false;
  }
  // The flag idiom.
  Task<> turnedAway() {
    if (busy)
      co_return;
    busy = true;
    co_await work();
    busy = false;
  }
  // It does not wait for others: it does the work itself.
  Task<> flushes() {
    if (dirty)
      co_await flush();
    dirty = true;
  }
  Task<> serves() {
    for (;;) {
      if (pending)
        co_await *pending;
      pending = start();
    }
  }
  // A coroutine's own.
  Task<> own() {
    Pending *mine = start();
    if (mine)
      co_await *mine;
    mine = start();
  }
};

struct Queue_ok {
  std::mutex m;
  std::condition_variable changed;
  int size;
  bool stop, ready;

  int take() {
    std::unique_lock<std::mutex> l(m);
    while (size == 0)
      changed.wait(l);
    return --size;
  }
  int withPredicate() {
    std::unique_lock<std::mutex> l(m);
    if (size == 0)
      changed.wait(l, [this] { return size != 0; });
    return --size;
  }
  // The loop is one level up.
  void serve() {
    std::unique_lock<std::mutex> l(m);
    for (;;) {
      if (stop)
        return;
      if (size == 0) {
        changed.wait(l);
        continue;
      }
      --size;
    }
  }
  // Sleeps, unless it is woken.
  void naps() {
    std::unique_lock<std::mutex> l(m);
    if (!stop)
      changed.wait_for(l, 100);
  }
  // What it was woken for, it looks at behind the wait.
  int takeOrNothing() {
    std::unique_lock<std::mutex> l(m);
    if (size == 0)
      changed.wait(l);
    if (size == 0)
      return -1;
    return --size;
  }
  bool tellsHowItIs() {
    std::unique_lock<std::mutex> l(m);
    if (!ready)
      changed.wait(l);
    return ready;
  }
  void again() {
    std::unique_lock<std::mutex> l(m);
  retry:
    if (!ready) {
      changed.wait(l);
      goto retry;
    }
  }
};

// Wrappers ask what their caller wants.
struct Deadline {
  int kind;
  bool never() const;
};
bool isNever(int);
void waitUntil(std::condition_variable &cv, std::unique_lock<std::mutex> &l,
               Deadline until) {
  if (isNever(until.kind))
    cv.wait(l);
  else
    cv.wait_for(l, 1);
}
struct CondVar {
  std::mutex m;
  std::condition_variable cv;
  void Wait(std::unique_lock<std::mutex> &l) { cv.wait(l); }
  void WaitFor(std::unique_lock<std::mutex> &l, int ms) {
    if (ms < 0)
      cv.wait(l);
    else
      cv.wait_for(l, ms);
  }
};
