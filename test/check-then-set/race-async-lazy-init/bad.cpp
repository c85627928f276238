// RUN: %race_check %s race-async-lazy-init %t -- -std=c++20 -I%mock
#include "containers.h"
#include "coroutine.h"
#include "memory.h"

struct Connection {
  void close();
};
struct Pool_bad {
  Connection *conn;
  std::shared_ptr<Connection> owned;
  std::map<int, int> cache;
  Task<Connection *> connect();
  Task<std::shared_ptr<Connection>> dial();
  Task<int> load(int);

  Task<> atOnce() {
    if (!conn)
      conn = co_await connect();
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'conn' is set to what was awaited after the test that it is not there; a second activation passes the test meanwhile, and both make it [race-async-lazy-init]
  }
  Task<Connection *> throughLocal() {
    if (conn)
      co_return conn;
    Connection *fresh = co_await connect();
    conn = fresh;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'conn' is set to what was awaited after the test that it is not there
    co_return conn;
  }
  Task<> smart() {
    if (!owned)
      owned = co_await dial();
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'owned' is set to what was awaited after the test that it is not there
  }
  Task<> byKey(int k) {
    if (!cache.contains(k))
      cache[k] = co_await load(k);
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'cache[...]' is set to what was awaited after the test that it is not there
  }
  Task<int> found(int k) {
    auto known = cache.find(k);
    if (known != cache.end())
      co_return known->second;
    int value = co_await load(k);
    cache[k] = value;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'cache[...]' is set to what was awaited after the test that it is not there
    co_return value;
  }
};

Connection *global;
Task<Connection *> open();
Task<> lazyGlobal() {
  if (global == nullptr)
    global = co_await open();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'global' is set to what was awaited after the test that it is not there
}

template <class T> struct Lazy_bad {
  T *value;
  Task<T *> make();
  Task<> get() {
    if (!value)
      value = co_await make();
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'value' is set to what was awaited after the test that it is not there
  }
};
template struct Lazy_bad<int>;

#define UNLESS(x) if (!(x))
Task<> byMacro() {
  UNLESS(global) global = co_await open();
  // CHECK-MESSAGES: :[[@LINE-1]]:18: warning: 'global' is set to what was awaited after the test that it is not there
}
