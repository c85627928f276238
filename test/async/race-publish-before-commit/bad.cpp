// RUN: %race_check %s race-publish-before-commit %t --config-file=%S/Inputs/rules.yaml -- -std=c++20 -I%mock
#include "publication.h"

struct Editor_bad {
  Store &store;
  Cache &cache;
  Bus &bus;
  int version;
  Task<int> snapshot();

  Task<> toldFirst(Key k, int v) {
    cache.drop(k);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'drop' is called before 'put'; whoever acts on it in between finds what was there before, and may keep that [race-publish-before-commit]
    co_await store.put(k, v);
  }
  Task<> toldMeanwhile(Key k, int v) {
    auto write = start(store.put(k, v));
    cache.drop(k);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'drop' is called while 'put' is under way, and nothing has waited for it; whoever acts on it in between finds what was there before, and may keep that
    co_await write;
  }
  Task<> toldOnOneWay(Key k, int v, bool quick) {
    auto write = start(store.put(k, v));
    if (!quick)
      co_await write;
    else
      cache.drop(k);
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'drop' is called while 'put' is under way
  }
  Task<> neverAwaited(Key k, int v) {
    start(store.put(k, v));
    cache.dropAll();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'dropAll' is called while 'put' is under way
    co_return;
  }
  Task<> inAScope(Scope &scope, Key k, int v) {
    scope.spawn(store.put(k, v));
    cache.drop(k);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'drop' is called while 'put' is under way
    co_await scope.join();
  }
  // Without any coroutine it is the same.
  void synchronous(Key k, int v) {
    cache.drop(k);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'drop' is called before 'putNow'
    store.putNow(k, v);
  }

  Task<> oldVersion() {
    int mine = ++version;
    int state = co_await snapshot();
    bus.send(mine, state);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'send' is told a value of 'version' from before a suspension; whoever came later may have been faster, and told a newer one [race-publish-before-commit]
  }
  Task<> readVersion() {
    int mine = version;
    bus.send(mine, co_await snapshot());
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'send' is told a value of 'version' from before a suspension
  }
  Task<> computedFromIt() {
    int next = version + 1;
    version = next;
    int state = co_await snapshot();
    bus.send(next, state);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'send' is told a value of 'version' from before a suspension
  }
};
