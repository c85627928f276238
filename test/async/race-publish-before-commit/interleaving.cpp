// RUN: %race_check %s race-publish-before-commit %t --config-file=%S/Inputs/rules.yaml -- -std=c++20 -I%mock
#include "publication.h"

struct Board {
  Store &store;
  Cache &cache;
  Bus &bus;
  int version;
  Task<int> snapshot();

  Task<> save(Key k, int v) {
    auto write = start(store.put(k, v));
    // CHECK-NOTES: :[[@LINE-1]]:24: note: activation A begins 'put'
    cache.drop(k);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'drop' is called while 'put' is under way
    // CHECK-NOTES: :[[@LINE-2]]:5: note: activation A calls 'drop'
    // CHECK-NOTES: :[[@LINE-3]]:5: note: activation B acts on it at once, and takes what is there: the old
    // CHECK-NOTES: note: activation A 'put' ends only now: what activation B made of the old stays
    // CHECK-NOTES: note: call 'drop' when 'put' has ended
    co_await write;
  }
  Task<> changed() {
    int mine = ++version;
    // CHECK-NOTES: :[[@LINE-1]]:16: note: activation A takes 'version'
    int state = co_await snapshot();
    // CHECK-NOTES: :[[@LINE-1]]:17: note: activation A is suspended
    // CHECK-NOTES: note: activation B takes a newer 'version'
    bus.send(mine, state);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'send' is told a value of 'version' from before a suspension
    // CHECK-NOTES: :[[@LINE-2]]:5: note: activation B is done first, and tells it
    // CHECK-NOTES: :[[@LINE-3]]:5: note: activation A tells the older one: what activation B told is lost to all who hear it
    // CHECK-NOTES: note: take 'version' after the suspension, or compare it there and tell nothing where it is no longer the newest
  }
};
