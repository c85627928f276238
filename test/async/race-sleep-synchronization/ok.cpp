// RUN: %race_check %s race-sleep-synchronization %t --config-file=%S/Inputs/rules.yaml -- -std=c++20 -I%mock
#include "publication.h"

struct Editor_ok {
  Store &store;
  Cache &cache;

  Task<> awaited(Key k, int v) {
    auto write = start(store.put(k, v));
    co_await pause(100);
    co_await write;
    cache.drop(k);
  }
  // It waits for the rate, not for the write.
  Task<> limited(Key k, int v) {
    co_await pause(100);
    co_await store.put(k, v);
    cache.drop(k);
  }
  Task<> debounced(Key k, int v) {
    co_await store.put(k, v);
    co_await pause(100);
    cache.drop(k);
  }
};
