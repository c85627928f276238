// Code that looks the same and is right: each is a trap of the catalogue, or
// a false alarm of a stock check.
// RUN: %race_check %s race-lock-across-suspension %t --min-confidence=low -- -std=c++20 -I%mock
#include "containers.h"
#include "coroutine.h"
#include "mutex.h"

Task<int> fetch();
Task<> log(int);
bool fast();
struct AsyncGuard {
  ~AsyncGuard();
};
struct AsyncMutex {
  Task<> lock();
  Task<AsyncGuard> scoped();
  void unlock();
};
struct AsyncCondition {
  Task<> wait(std::unique_lock<std::mutex> &);
};
struct Server_ok {
  std::mutex m;
  AsyncMutex am;
  int x;

  Task<> unlocked() {
    std::unique_lock l(m);
    l.unlock();
    co_await log(1);
  }
  Task<> neverLocked() {
    std::unique_lock l(m, std::defer_lock);
    co_await log(1);
  }
  Task<> ownScope() {
    {
      std::lock_guard l(m);
      x = 1;
    }
    co_await log(1);
  }
  Task<> returned() {
    std::lock_guard l(m);
    co_return;
  }
  Task<int> returnedValue() {
    std::lock_guard l(m);
    co_return x;
  }
  Task<> asyncLock() {
    co_await am.lock();
    co_await log(1);
    am.unlock();
  }
  Task<> asyncGuard() {
    auto g = co_await am.scoped();
    co_await log(1);
  }
  // Another thread may give a semaphore back.
  Task<> semaphore(std::counting_semaphore<1> &s) {
    s.acquire();
    co_await log(1);
    s.release();
  }
  Task<> neverSuspends() {
    std::lock_guard l(m);
    co_await std::suspend_never{};
  }
  // It waits as a condition variable does: with the lock given back.
  Task<> waits(AsyncCondition &c) {
    std::unique_lock l(m);
    co_await c.wait(l);
  }
  Task<> notTaken() {
    std::unique_lock l(m, std::try_to_lock);
    if (!l)
      co_await log(1);
  }
  Task<> triedAndGivenBack() {
    if (m.try_lock())
      m.unlock();
    co_await log(1);
  }
  Task<> correlated(bool c) {
    std::unique_lock l(m, std::defer_lock);
    if (c)
      l.lock();
    x = 1;
    if (c)
      l.unlock();
    co_await log(1);
  }
  Task<> earlyReturn() {
    std::unique_lock l(m);
    if (x) {
      l.unlock();
      co_await log(1);
      co_return;
    }
    x = 1;
  }
  Task<> released() {
    std::unique_lock l(m);
    l.unlock();
    l.release();
    co_await log(1);
  }
  // The lambda is another function: it runs and ends before the suspension.
  Task<> inLambda() {
    auto set = [this] {
      std::lock_guard l(m);
      x = 1;
    };
    set();
    co_await log(1);
  }
  Task<> inCallee() {
    auto later = [this]() -> Task<> { co_await log(1); };
    {
      std::lock_guard l(m);
      x = 2;
    }
    co_await later();
  }
  Task<> caught() {
    try {
      std::lock_guard l(m);
      x = 3;
    } catch (...) {
      x = 4;
    }
    co_await log(1);
  }
};
