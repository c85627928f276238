// RUN: %race_check %s race-unawaited-task %t -- -std=c++20 -I%mock
#include "containers.h"
#include "coroutine.h"

template <class T> class Function;
template <class R, class... Args> struct Function<R(Args...)> {
  template <class F> Function(F) {}
};
struct Timer {
  void onTick(Function<void()> f);
};
// Awaited through an operator beside it, as some libraries have it.
namespace lib {
template <class T> struct Job {
  struct promise_type {
    Job get_return_object();
    std::suspend_always initial_suspend();
    std::suspend_always final_suspend() noexcept;
    void unhandled_exception();
    void return_void();
  };
};
template <class T> Task<T> operator co_await(Job<T>);
} // namespace lib

struct Shop_bad {
  int orders;
  bool open;
  Timer timer;
  Task<> save(int order) {
    orders = order;
    co_return;
  }
  Task<bool> isAllowed(int user);
  lib::Job<int> pack();
  Task<> poll();

  void dropped() {
    save(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the task that 'save' gives is dropped where it is made and never awaited; it begins when it is awaited, so it never runs, and 'orders' is not changed [race-unawaited-task]
  }
  Task<> inACoroutine(bool again) {
    if (again)
      save(1);
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: the task that 'save' gives is dropped where it is made and never awaited
    co_await save(2);
  }
  void onPurpose() {
    (void)save(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: the task that 'save' gives is dropped where it is made and never awaited
  }
  void beside() {
    pack();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the task that 'pack' gives is dropped where it is made and never awaited; it begins when it is awaited, so it never runs [race-unawaited-task]
  }
  void each(int n) {
    for (int i = 0; i < n; ++i)
      save(i);
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: the task that 'save' gives is dropped where it is made and never awaited
  }
  void kept() {
    auto task = save(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: the task that 'save' gives is kept in 'task' and never awaited; it begins when it is awaited, so it never runs, and 'orders' is not changed
  }
  void collected(int n) {
    std::vector<Task<>> tasks;
    for (int i = 0; i < n; ++i)
      tasks.push_back(save(i));
      // CHECK-MESSAGES: :[[@LINE-1]]:23: warning: the task that 'save' gives is kept in 'tasks' and never awaited
  }
  void callback() {
    timer.onTick([this]() -> Task<> { co_await poll(); });
    // CHECK-MESSAGES: :[[@LINE-1]]:18: warning: this coroutine is called as if it gave nothing, so its task is dropped each time; it begins when it is awaited, so it never runs [race-unawaited-task]
  }
};

// A task that says whether it is there.
template <class T> struct Checked {
  struct promise_type {
    Checked get_return_object();
    std::suspend_always initial_suspend();
    std::suspend_always final_suspend() noexcept;
    void unhandled_exception();
    void return_value(T);
  };
  explicit operator bool() const;
  bool await_ready() noexcept;
  void await_suspend(std::coroutine_handle<>) noexcept;
  T await_resume() noexcept;
};
Checked<bool> mayEnter(int user);
void open();
void enter(int user) {
  if (mayEnter(user))
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: the task that 'mayEnter' gives is tested for being there and never awaited
    open();
}
