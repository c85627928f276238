// What the tests need of <coroutine>, and a task type.
#pragma once
namespace std {
template <class R, class...> struct coroutine_traits {
  using promise_type = typename R::promise_type;
};
template <class P = void> struct coroutine_handle {
  static coroutine_handle from_address(void *);
  template <class Q> coroutine_handle(coroutine_handle<Q>);
  coroutine_handle();
};
struct suspend_always {
  bool await_ready() noexcept;
  void await_suspend(coroutine_handle<>) noexcept;
  void await_resume() noexcept;
};
struct suspend_never {
  bool await_ready() noexcept;
  void await_suspend(coroutine_handle<>) noexcept;
  void await_resume() noexcept;
};
} // namespace std

struct PromiseBase {
  std::suspend_always initial_suspend();
  std::suspend_always final_suspend() noexcept;
  void unhandled_exception();
};
template <class T = void> struct Task {
  struct promise_type : PromiseBase {
    Task get_return_object();
    void return_value(T);
    std::suspend_always yield_value(T);
  };
  bool await_ready() noexcept;
  void await_suspend(std::coroutine_handle<>) noexcept;
  T await_resume() noexcept;
};
template <> struct Task<void> {
  struct promise_type : PromiseBase {
    Task get_return_object();
    void return_void();
  };
  bool await_ready() noexcept;
  void await_suspend(std::coroutine_handle<>) noexcept;
  void await_resume() noexcept;
};
