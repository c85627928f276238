// Shapes of bugs that were found in real programs, each with its repair.
// RUN: %race_check %s race-single-check-wait %t -- -std=c++20 -I%mock
#include "coroutine.h"
#include "mutex.h"

// An audio thread waited once for a buffer; a second consumer was quicker now
// and then, and the thread played what was not there.
struct Player {
  std::mutex lock;
  std::condition_variable filled;
  int buffers;
  void play(int);
  void next_bad() {
    std::unique_lock<std::mutex> l(lock);
    if (buffers <= 0)
      filled.wait(l);
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'buffers' is tested once before this wait
    play(buffers--);
  }
  void next_ok() {
    std::unique_lock<std::mutex> l(lock);
    while (buffers <= 0)
      filled.wait(l);
    play(buffers--);
  }
};

// A token was refreshed by the first who found it old, and awaited by the
// others; those all refreshed it once more when the first was done.
struct Refresh {
  bool await_ready() noexcept;
  void await_suspend(std::coroutine_handle<>) noexcept;
  void await_resume() noexcept;
};
struct Session {
  Refresh *refreshing;
  Refresh *refresh();
  Task<> renew_bad() {
    if (refreshing)
      co_await *refreshing;
    refreshing = refresh();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'refreshing' is tested before the wait and not after it
    co_await *refreshing;
    refreshing = nullptr;
  }
  Task<> renew_ok() {
    if (!refreshing)
      refreshing = refresh();
    co_await *refreshing;
    refreshing = nullptr;
  }
};
