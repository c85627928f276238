// RUN: %race_check %s race-use-after-handoff %t -- -std=c++20 -I%mock
#include "atomic.h"
#include "coroutine.h"
#include "thread.h"

struct Pool {
  void post(std::coroutine_handle<>);
  template <class F> void run(F);
};
namespace folly {
struct Executor {
  template <class F> void add(F);
};
} // namespace folly

struct Posted {
  Pool &pool_;
  bool armed_ = false;
  bool await_ready() noexcept;
  void await_suspend(std::coroutine_handle<> h) {
    pool_.post(h);
    armed_ = true;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'armed_' is used after the handle went to 'post'; whoever has it may have resumed the coroutine, and this awaiter, which lives in its frame, may be gone [race-use-after-handoff]
    // CHECK-MESSAGES: :[[@LINE-3]]:11: note: thread A hands the coroutine over
    // CHECK-MESSAGES: :[[@LINE-4]]:11: note: thread B resumes it; it goes on, and its frame may end
    // CHECK-MESSAGES: :[[@LINE-4]]:5: note: thread A uses 'armed_'
  }
  void await_resume();
};

struct InClosure {
  folly::Executor *executor_;
  int tries_ = 0;
  bool await_ready() noexcept;
  void await_suspend(std::coroutine_handle<> h) {
    executor_->add([h]() mutable { (void)h; });
    note();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'note' is used after the handle went to 'add'
  }
  void await_resume();
  void note();
};

// A list without locks, and the awaiter on it.
struct Listed {
  std::atomic<Listed *> &list_;
  int &woken_;
  std::coroutine_handle<> handle_;
  Listed *next_ = nullptr;
  static void push(std::atomic<Listed *> &list, Listed *mine) {
    Listed *head = list.load();
    do
      mine->next_ = head;
    while (!list.compare_exchange_weak(head, mine));
  }
  bool await_ready() noexcept;
  void await_suspend(std::coroutine_handle<> h) {
    handle_ = h;
    push(list_, this);
    if (woken_ == 0)
      // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'woken_' is used after the handle went to 'push'
      woken_ = 1;
  }
  void await_resume();
};

// The coroutine itself, by its handle.
template <class Promise> struct Named {
  Pool *pool_;
  bool await_ready() noexcept;
  bool await_suspend(std::coroutine_handle<> h) {
    pool_->post(h);
    return pool_ != nullptr;
    // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'pool_' is used after the handle went to 'post'
  }
  void await_resume();
};
template struct Named<int>;
