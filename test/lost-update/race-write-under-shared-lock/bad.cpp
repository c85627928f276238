// RUN: %race_check %s race-write-under-shared-lock %t -- -std=c++20 -I%mock
#include "containers.h"
#include "mutex.h"

struct Stats {
  int hits;
};
struct Cache_bad {
  mutable std::shared_mutex m;
  mutable int lookups;
  Stats stats;
  std::map<int, int> map;
  std::vector<int> recent;

  int get(int k) {
    std::shared_lock l(m);
    ++stats.hits;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'stats.hits' is changed while 'm' is held in shared mode only; others hold it too [race-write-under-shared-lock]
    return map.at(k);
  }
  int inserts(int k) {
    std::shared_lock l(m);
    return map[k];
    // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'map[...]' may grow here, while 'm' is held in shared mode only; others hold it too
  }
  int isConst() const {
    std::shared_lock l(m);
    lookups = lookups + 1;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'lookups' is changed while 'm' is held in shared mode only; others hold it too
    return lookups;
  }
  void container(int k) {
    std::shared_lock l(m);
    recent.push_back(k);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'recent' is changed while 'm' is held in shared mode only; others hold it too
    map.erase(k);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'map[...]' is changed while 'm' is held in shared mode only; others hold it too
    map.clear();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'map' is changed while 'm' is held in shared mode only; others hold it too
  }
  void byHand() {
    m.lock_shared();
    stats.hits += 2;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'stats.hits' is changed while 'm' is held in shared mode only; others hold it too
    m.unlock_shared();
  }
  void afterExclusive() {
    m.lock();
    stats.hits = 0;
    m.unlock();
    m.lock_shared();
    stats.hits = 1;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'stats.hits' is changed while 'm' is held in shared mode only; others hold it too
    m.unlock_shared();
  }
  void byReference() {
    std::shared_lock l(m);
    Stats &s = stats;
    s.hits++;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'stats.hits' is changed while 'm' is held in shared mode only; others hold it too
  }
  void inLambda() {
    auto f = [this] {
      std::shared_lock l(m);
      ++stats.hits;
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'stats.hits' is changed while 'm' is held in shared mode only; others hold it too
    };
    f();
  }
};
std::shared_mutex tableLock;
int tableSize;
void global_bad() {
  std::shared_lock l(tableLock);
  ++tableSize;
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'tableSize' is changed while 'tableLock' is held in shared mode only; others hold it too
}
void other_bad(Cache_bad *c) {
  std::shared_lock l(c->m);
  c->stats.hits = 3;
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'c->stats.hits' is changed while 'c->m' is held in shared mode only; others hold it too
}
