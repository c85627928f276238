// RUN: %race_check %s race-use-after-handoff %t -- -std=c++20 -I%mock
#include "atomic.h"
#include "containers.h"
#include "coroutine.h"
#include "mutex.h"

struct Pool {
  void post(std::coroutine_handle<>);
  bool tryPost(std::coroutine_handle<>);
};

struct Before {
  Pool &pool_;
  bool armed_ = false;
  bool await_ready() noexcept;
  void await_suspend(std::coroutine_handle<> h) {
    armed_ = true;
    pool_.post(h);
  }
  void await_resume();
};

// One branch or the other.
struct Either {
  Pool &pool_;
  bool inline_ = false;
  int n_ = 0;
  bool await_ready() noexcept;
  bool await_suspend(std::coroutine_handle<> h) {
    if (!inline_) {
      pool_.post(h);
      return true;
    }
    n_ = 1;
    return false;
  }
  void await_resume();
};

// Locals are the function's own.
struct Local {
  Pool &pool_;
  bool await_ready() noexcept;
  void await_suspend(std::coroutine_handle<> h) {
    Pool &mine = pool_;
    mine.post(h);
    mine.post({});
  }
  void await_resume();
};

// Whether it went is what is returned.
struct Tried {
  Pool &pool_;
  int failed_ = 0;
  bool await_ready() noexcept;
  bool await_suspend(std::coroutine_handle<> h) {
    if (pool_.tryPost(h))
      return true;
    ++failed_;
    return false;
  }
  void await_resume();
};

// In a list, with its lock held: nobody takes it before that is given back.
struct Queued {
  std::mutex &mu_;
  std::vector<std::coroutine_handle<>> &waiting_;
  int place_ = 0;
  bool await_ready() noexcept;
  void await_suspend(std::coroutine_handle<> h) {
    std::lock_guard<std::mutex> hold(mu_);
    waiting_.push_back(h);
    place_ = 1;
  }
  void await_resume();
};

// What is kept for later in the awaiter, or in a child, is handed to nobody.
struct Event {
  void onDone(std::coroutine_handle<> h) { then_ = h; }
  std::coroutine_handle<> then_;
};
struct Kept {
  Event event_;
  int started_ = 0;
  bool await_ready() noexcept;
  void await_suspend(std::coroutine_handle<> h) {
    event_.onDone(h);
    started_ = 1;
  }
  void await_resume();
};

// Whoever comes second resumes it, so that the awaiter is still there.
struct Handshake {
  Pool &pool_;
  std::atomic<bool> ready_{false};
  bool await_ready() noexcept;
  bool await_suspend(std::coroutine_handle<> h) {
    pool_.post(h);
    return !ready_.exchange(true);
  }
  void await_resume();
};

// Called at once, by reference.
struct AtOnce {
  int n_ = 0;
  template <class F> void with(F f) { f(); }
  bool await_ready() noexcept;
  void await_suspend(std::coroutine_handle<> h) {
    with([&] { (void)h; });
    n_ = 1;
  }
  void await_resume();
};
