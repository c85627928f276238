// RUN: %race_check %s race-publish-before-commit %t --config-file=%S/Inputs/rules.yaml -- -std=c++20 -I%mock
#include "publication.h"

template <class T> struct Editor_bad {
  Store &store;
  Cache &cache;
  Task<> save(Key k, T v) {
    cache.drop(k);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'drop' is called before 'put'
    co_await store.put(k, v);
  }
};
template struct Editor_bad<int>;

template <class T> struct Editor_ok {
  Store &store;
  Cache &cache;
  Task<> save(Key k, T v) {
    co_await store.put(k, v);
    cache.drop(k);
  }
};
template struct Editor_ok<int>;

#define TELL(cache, k) (cache).drop(k)
Task<> byMacro_bad(Store &store, Cache &cache, Key k) {
  TELL(cache, k);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'drop' is called before 'put'
  co_await store.put(k, 1);
}
Task<> byMacro_ok(Store &store, Cache &cache, Key k) {
  co_await store.put(k, 1);
  TELL(cache, k);
}
// What is told in a lambda is told when that runs.
Task<> inALambda(Store &store, Cache &cache, Key k) {
  auto later = [&] { cache.drop(k); };
  co_await store.put(k, 1);
  later();
}
