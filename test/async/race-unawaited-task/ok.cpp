// RUN: %race_check %s race-unawaited-task %t -- -std=c++20 -I%mock
#include "containers.h"
#include "coroutine.h"

template <class T> class Function;
template <class R, class... Args> struct Function<R(Args...)> {
  template <class F> Function(F) {}
};
struct Timer {
  void onTick(Function<Task<>()> f);
};
// Begins at once, and whoever drops it means it.
struct Detached {
  struct promise_type {
    Detached get_return_object();
    std::suspend_never initial_suspend();
    std::suspend_never final_suspend() noexcept;
    void unhandled_exception();
    void return_void();
  };
};
template <class T> struct Eager {
  struct promise_type {
    Eager get_return_object();
    std::suspend_never initial_suspend();
    std::suspend_always final_suspend() noexcept;
    void unhandled_exception();
    void return_void();
  };
  bool await_ready() noexcept;
  void await_suspend(std::coroutine_handle<>) noexcept;
  T await_resume() noexcept;
};
// Not awaited but gone through.
template <class T> struct Generator {
  struct promise_type {
    Generator get_return_object();
    std::suspend_always initial_suspend();
    std::suspend_always final_suspend() noexcept;
    std::suspend_always yield_value(T);
    void unhandled_exception();
    void return_void();
  };
  T next();
};
struct Scope {
  void spawn(Task<>);
};
void start(Task<>);
template <class... T> Task<> all(T...);
int syncWait(Task<>);

struct Shop_ok {
  int orders;
  Timer timer;
  Task<> save(int);
  Detached fire();
  Eager<void> begin();
  Generator<int> numbers();
  Task<> &current();

  Task<> awaited() {
    co_await save(1);
    auto task = save(2);
    co_await task;
    co_await all(save(3), save(4));
  }
  Task<> returned() { return save(1); }
  Task<> conditionally(bool now) {
    auto task = save(1);
    if (now)
      co_await task;
  }
  void handedOn(Scope &scope) {
    scope.spawn(save(1));
    start(save(2));
    syncWait(save(3));
  }
  void fired() {
    fire();
    begin();
    (void)begin();
    numbers();
    // Nothing is made here.
    current();
  }
  Task<> collected(int n) {
    std::vector<Task<>> tasks;
    for (int i = 0; i < n; ++i)
      tasks.push_back(save(i));
    for (auto &task : tasks)
      co_await task;
  }
  void callback() {
    timer.onTick([this]() -> Task<> { co_await save(1); });
  }
  void unused() { [[maybe_unused]] auto task = save(1); }
};
