// RUN: %race_check %s race-use-after-handoff %t -- -std=c++20 -I%mock
// Shaped like mistakes that stand, or stood, in public projects.
#include "atomic.h"
#include "coroutine.h"

// libcoro's scheduler, 2026: the awaiter goes on a list that the scheduler's
// thread empties, and is then asked for the scheduler.
namespace scheduler {
struct Scheduler;
struct Operation {
  explicit Operation(Scheduler &s) : scheduler_(s) {}
  bool await_ready() noexcept { return false; }
  void await_suspend(std::coroutine_handle<> h) noexcept;
  void await_resume() noexcept {}
  Scheduler &scheduler_;
  std::coroutine_handle<> waiting_;
  Operation *next_ = nullptr;
};
struct Scheduler {
  std::atomic<Operation *> ops{nullptr};
  std::atomic<bool> triggered{false};
  void wake();
};
template <class T> void push(std::atomic<T *> &list, T *entry) {
  T *head = list.load();
  do {
    entry->next_ = head;
  } while (!list.compare_exchange_weak(head, entry));
}
void Operation::await_suspend(std::coroutine_handle<> h) noexcept {
  waiting_ = h;
  push(scheduler_.ops, this);
  bool expected = false;
  if (scheduler_.triggered.compare_exchange_strong(expected, true))
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'scheduler_' is used after the handle went to 'push'
    scheduler_.wake();
}
struct Fixed {
  Scheduler &scheduler_;
  std::coroutine_handle<> waiting_;
  Operation *op_;
  bool await_ready() noexcept { return false; }
  void await_suspend(std::coroutine_handle<> h) noexcept {
    Scheduler &scheduler = scheduler_;
    waiting_ = h;
    push(scheduler.ops, op_);
    bool expected = false;
    if (scheduler.triggered.compare_exchange_strong(expected, true))
      scheduler.wake();
  }
  void await_resume() noexcept {}
};
} // namespace scheduler

// A projection of Windows' types resumed on another thread and then restored a
// flag of the awaiter.
namespace projection {
struct Context {
  void callOther(std::coroutine_handle<>);
};
struct Switch {
  Context *to_;
  int failed_ = 0;
  bool await_ready() noexcept { return false; }
  void await_suspend(std::coroutine_handle<> h) {
    to_->callOther(h);
    failed_ = 0;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'failed_' is used after the handle went to 'callOther'
  }
  void await_resume() {}
};
struct SwitchFixed {
  Context *to_;
  int failed_ = 0;
  bool await_ready() noexcept { return false; }
  void await_suspend(std::coroutine_handle<> h) {
    failed_ = 0;
    to_->callOther(h);
  }
  void await_resume() {}
};
} // namespace projection
