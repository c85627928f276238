// RUN: %race_check %s race-async-lazy-init %t --min-confidence=low -- -std=c++20 -I%mock
#include "containers.h"
#include "coroutine.h"
#include "memory.h"

struct Connection {
  void close();
};
struct Pending {
  bool await_ready() noexcept;
  void await_suspend(std::coroutine_handle<>) noexcept;
  Connection *await_resume() noexcept;
};
struct AsyncLock {
  struct Guard {
    ~Guard();
  };
  Task<Guard> scoped_lock();
};
struct Pool_ok {
  Connection *conn;
  Pending *pending;
  std::map<int, int> cache;
  std::map<int, Pending *> underWay;
  bool busy;
  AsyncLock lock;
  Task<Connection *> connect();
  Pending *begin();
  Task<int> load(int);

  // What is under way is kept before it is awaited.
  Task<> keepsWhatIsUnderWay() {
    if (!pending)
      pending = begin();
    conn = co_await *pending;
  }
  Task<> byKeyUnderWay(int k) {
    if (!underWay.contains(k))
      underWay[k] = begin();
    co_await *underWay[k];
  }
  Task<> underALock() {
    auto held = co_await lock.scoped_lock();
    if (!conn)
      conn = co_await connect();
  }
  Task<> looksAgain() {
    if (conn)
      co_return;
    Connection *fresh = co_await connect();
    if (conn)
      co_return;
    conn = fresh;
  }
  // Whoever came first stays.
  Task<> adds(int k) {
    if (cache.contains(k))
      co_return;
    int value = co_await load(k);
    cache.try_emplace(k, value);
  }
  Task<> marked() {
    if (conn || busy)
      co_return;
    busy = true;
    conn = co_await connect();
    busy = false;
  }
  // A coroutine's own.
  Task<> own() {
    Connection *mine = nullptr;
    if (!mine)
      mine = co_await connect();
    mine->close();
  }
  // Each who comes wants a new one.
  Task<> always() { conn = co_await connect(); }
};
