// RUN: %race_check %s race-blocking-in-coroutine %t -- -std=c++20 -I%mock
#include "coroutine.h"
#include "thread.h"

Task<int> io();
int compute();

// No coroutine.
int plain() {
  std::future<int> f = std::async(compute);
  return f.get();
}

// Asked before: it does not wait.
Task<int> asked() {
  std::future<int> f = std::async(compute);
  while (f.wait_for(0) != std::future_status::ready)
    co_await io();
  co_return f.get();
}

// A thread of its own.
Task<int> elsewhere() {
  std::thread t([] {
    std::future<int> f = std::async(compute);
    f.get();
  });
  t.detach();
  co_return co_await io();
}

// The library's own sleep gives something to await.
namespace folly::coro {
Task<> sleep(int);
}
Task<int> timer() {
  co_await folly::coro::sleep(1);
  co_return 1;
}

// A generator runs where it is asked.
struct Generator {
  struct promise_type {
    Generator get_return_object();
    std::suspend_always initial_suspend();
    std::suspend_always final_suspend() noexcept;
    std::suspend_always yield_value(int);
    void return_void();
    void unhandled_exception();
  };
};
Generator numbers() {
  std::thread t(compute);
  t.join();
  co_yield 1;
}

// A short critical section is no wait of that kind.
std::mutex mu;
int count;
Task<int> locks() {
  {
    std::lock_guard<std::mutex> hold(mu);
    ++count;
  }
  co_return co_await io();
}
