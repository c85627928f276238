// RUN: %race_check %s race-sleep-synchronization %t --config-file=%S/Inputs/rules.yaml -- -std=c++20 -I%mock
#include "publication.h"

struct Editor_bad {
  Store &store;
  Cache &cache;

  Task<> asleep(Key k, int v) {
    auto write = start(store.put(k, v));
    co_await pause(100);
    // CHECK-MESSAGES: :[[@LINE-1]]:14: warning: this pause stands in for waiting until 'put' has ended; on a slow day it is too short, and 'drop' comes first [race-sleep-synchronization]
    cache.drop(k);
    co_await write;
  }
  void thread(Key k, int v) {
    start(store.put(k, v));
    pauseThread(100);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this pause stands in for waiting until 'put' has ended
    cache.drop(k);
  }
};
