// RUN: %race_check %s race-coroutine-reference-parameter %t -- -std=c++20 -I%mock
#include "containers.h"
#include "coroutine.h"

struct Text {
  Text(const char *);
  Text(const Text &);
  ~Text();
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
void use(const Text &);
Task<> open();
template <class... T> Task<> all(T...);
int syncWait(Task<>);

Task<> put(const Text &text) {
  co_await open();
  use(text);
}
Task<> byValue(Text text) {
  co_await open();
  use(text);
}
// Uses it before it can be suspended.
Eager<void> early(const Text &text) {
  use(text);
  co_await open();
}
Task<> ignores(const Text &) { co_await open(); }
// No coroutine: it may copy.
Task<> forwards(const Text &text) { return byValue(text); }

Task<> awaitedAtOnce() {
  co_await put(Text("a"));
  co_await all(put(Text("a")), put("b"));
}
Task<> named(Text text) {
  auto task = put(text);
  co_await task;
}
Task<> values() {
  auto task = byValue(Text("a"));
  co_await task;
  auto other = early(Text("a"));
  co_await other;
  auto third = ignores(Text("a"));
  co_await third;
  auto fourth = forwards(Text("a"));
  co_await fourth;
}
// Runs to its end before the expression does.
void waits() { syncWait(put(Text("a"))); }
