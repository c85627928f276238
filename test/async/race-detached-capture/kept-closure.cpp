// RUN: %race_check %s race-detached-capture %t -- -std=c++20 -I%mock
#include "coroutine.h"

// Scopes of libraries that ship with a pack.
namespace cppcoro {
struct async_scope {
  template <class T> void spawn(T &&awaitable);
  Task<> join();
};
} // namespace cppcoro
namespace folly::coro {
struct AsyncScope {
  template <class T> void add(T &&awaitable);
  Task<> joinAsync();
};
} // namespace folly::coro

Task<> send(int);

Task<> spawns(int id) {
  cppcoro::async_scope scope;
  scope.spawn([id]() -> Task<> {
    // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: the closure of this coroutine lambda is a temporary, and its task is kept; when it goes on, the captured 'id' is gone [race-detached-capture]
    co_await send(id);
  }());
  co_await scope.join();
}
Task<> adds(int id) {
  folly::coro::AsyncScope scope;
  scope.add([id]() -> Task<> {
    // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: the closure of this coroutine lambda is a temporary, and its task is kept
    co_await send(id);
  }());
  co_await scope.joinAsync();
}

// The parameter lives in the coroutine's frame.
Task<> byParameter(int id) {
  cppcoro::async_scope scope;
  scope.spawn([](int id) -> Task<> { co_await send(id); }(id));
  co_await scope.join();
}
// The closure outlives its task: it is a local, and the scope is waited for.
Task<> named(int id) {
  auto work = [id]() -> Task<> { co_await send(id); };
  cppcoro::async_scope scope;
  scope.spawn(work());
  co_await scope.join();
}
