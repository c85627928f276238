// RUN: %race_check %s race-publish-before-commit %t --config-file=%S/Inputs/rules.yaml -- -std=c++20 -I%mock
#include "mutex.h"
#include "publication.h"

struct AsyncLock {
  struct Guard {
    ~Guard();
  };
  Task<Guard> scoped_lock();
};

struct Editor_ok {
  Store &store;
  Cache &cache;
  Bus &bus;
  int version;
  AsyncLock lock;
  Task<int> snapshot();

  Task<> toldAfter(Key k, int v) {
    co_await store.put(k, v);
    cache.drop(k);
  }
  Task<> heldThenAwaited(Key k, int v) {
    auto write = start(store.put(k, v));
    co_await snapshot();
    co_await write;
    cache.drop(k);
  }
  Task<> joined(Scope &scope, Key k, int v) {
    scope.spawn(store.put(k, v));
    co_await scope.join();
    cache.drop(k);
  }
  // Dropped before, against readers of the old, and again after it.
  Task<> twice(Key k, int v) {
    cache.drop(k);
    co_await store.put(k, v);
    cache.drop(k);
  }
  // Two things: the old name goes, the new one comes.
  Task<> renamed(Key old, Key fresh, int v) {
    cache.drop(old);
    co_await store.put(fresh, v);
  }
  Task<> each(Key *keys, int n) {
    for (int i = 0; i < n; ++i) {
      co_await store.put(keys[i], i);
      cache.drop(keys[i]);
    }
  }
  // Told where nothing was written.
  Task<> either(Key k, int v, bool write) {
    if (write)
      co_await store.put(k, v);
    else
      cache.drop(k);
  }
  void synchronous(Key k, int v) {
    store.putNow(k, v);
    cache.drop(k);
  }
  // Somebody else waits for both.
  Task<> handedOn(Key k, int v) {
    auto write = start(store.put(k, v));
    co_await both(write, snapshot());
    cache.drop(k);
  }
  Task<> both(Started<void> &, Task<int>);

  Task<> takenAfter() {
    int state = co_await snapshot();
    bus.send(++version, state);
  }
  Task<> comparedAfter() {
    int mine = ++version;
    int state = co_await snapshot();
    if (mine != version)
      co_return;
    bus.send(mine, state);
  }
  Task<> underALock() {
    auto held = co_await lock.scoped_lock();
    int mine = ++version;
    int state = co_await snapshot();
    bus.send(mine, state);
  }
  // Its own number, not that of others.
  Task<> own(int mine) {
    int state = co_await snapshot();
    bus.send(mine, state);
  }
};
