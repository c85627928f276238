// A coroutine task as small as can be: it starts when it is awaited, and whoever
// awaits it goes on when it is done.
#pragma once

#include <coroutine>
#include <exception>
#include <optional>
#include <utility>

template <class T> struct Result {
  std::optional<T> value;
  void return_value(T given) { value = std::move(given); }
  T take() { return std::move(*value); }
};
template <> struct Result<void> {
  void return_void() {}
  void take() {}
};

template <class T = void> class [[nodiscard]] Task {
public:
  struct promise_type : Result<T> {
    std::coroutine_handle<> next = std::noop_coroutine();

    struct Final {
      bool await_ready() noexcept { return false; }
      std::coroutine_handle<>
      await_suspend(std::coroutine_handle<promise_type> done) noexcept {
        return done.promise().next;
      }
      void await_resume() noexcept {}
    };
    Task get_return_object() {
      return Task(std::coroutine_handle<promise_type>::from_promise(*this));
    }
    std::suspend_always initial_suspend() noexcept { return {}; }
    Final final_suspend() noexcept { return {}; }
    void unhandled_exception() { std::terminate(); }
  };

  Task(Task &&other) noexcept : frame(std::exchange(other.frame, nullptr)) {}
  Task(const Task &) = delete;
  ~Task() {
    if (frame)
      frame.destroy();
  }

  bool await_ready() const noexcept { return false; }
  std::coroutine_handle<> await_suspend(std::coroutine_handle<> caller) noexcept {
    frame.promise().next = caller;
    return frame;
  }
  T await_resume() { return frame.promise().take(); }

private:
  explicit Task(std::coroutine_handle<promise_type> frame) : frame(frame) {}
  std::coroutine_handle<promise_type> frame;
};

/// Something that started at once, and that any number of callers may await.
template <class T = void> class Pending {
public:
  bool await_ready() const noexcept;
  void await_suspend(std::coroutine_handle<> caller);
  T await_resume() const;
};

/// Runs \p task now, until it first waits; it goes on by itself.
template <class T> Pending<T> start(Task<T> task);

/// Goes on after so many milliseconds.
Task<> delay(int milliseconds);
