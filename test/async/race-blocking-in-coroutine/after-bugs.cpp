// RUN: %race_check %s race-blocking-in-coroutine %t -- -std=c++20 -I%mock
// Shaped like mistakes that were mended in public projects.
#include "coroutine.h"
#include "thread.h"

// A client's handler waited for the answer by the future, on the loop that was
// to read the answer; the fix awaits it.
namespace client {
struct Answer {
  bool await_ready() noexcept;
  void await_suspend(std::coroutine_handle<>) noexcept;
  int await_resume() noexcept;
};
std::future<int> send();
Answer sendAsync();
Task<int> handle() {
  std::future<int> answer = send();
  co_return answer.get();
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: the coroutine waits for 'answer'
}
Task<int> handleFixed() { co_return co_await sendAsync(); }
} // namespace client

// A retry slept between two tries, and with it every coroutine of the pool.
extern "C" unsigned sleep(unsigned);
namespace retry {
Task<> timer(int);
Task<int> connect();
Task<int> again() {
  while (co_await connect() < 0)
    sleep(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the coroutine sleeps in 'sleep'
  co_return 0;
}
Task<int> againFixed() {
  while (co_await connect() < 0)
    co_await timer(1);
  co_return 0;
}
} // namespace retry
