// RUN: %race_check %s race-split-critical-section %t --min-confidence=low -- -std=c++20 -I%mock
#include "containers.h"
#include "mutex.h"

int clamp(int);
struct Account_bad {
  std::mutex m;
  std::shared_mutex rw;
  int balance, limit;
  bool open;
  std::vector<int> list;
  std::map<int, int> cache;
  int make(int);

  void copyOutWriteBack(int x) {
    int b;
    {
      std::lock_guard l(m);
      b = balance;
    }
    if (b >= x) {
      std::lock_guard l(m);
      balance = b - x;
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'balance' is read under 'm' and written under it with a value computed from that read, but the lock is given back in between; an update in between is lost [race-split-critical-section]
    }
  }
  void throughLocals(int x) {
    std::unique_lock l(m);
    int b = clamp(balance), c = b + x;
    l.unlock();
    l.lock();
    balance = c;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'balance' is read under 'm' and written under it with a value computed from that read, but the lock is given back in between; an update in between is lost
  }
  void manual() {
    m.lock();
    int b = balance;
    m.unlock();
    m.lock();
    balance = b + 1;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'balance' is read under 'm' and written under it with a value computed from that read, but the lock is given back in between; an update in between is lost
    m.unlock();
  }
  void scoped() {
    int b;
    {
      std::scoped_lock l(m, rw);
      b = balance;
    }
    std::scoped_lock l(rw, m);
    balance = b + 1;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'balance' is read under 'm' and written under it with a value computed from that read, but the lock is given back in between; an update in between is lost
  }
  void upgradeGap() {
    int b;
    {
      std::shared_lock l(rw);
      b = balance;
    }
    std::unique_lock l(rw);
    balance = b + 1;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'balance' is read under 'rw' and written under it with a value computed from that read, but the lock is given back in between; an update in between is lost
  }
  void containerWriteBack(int x) {
    std::unique_lock l(m);
    auto copy = list;
    l.unlock();
    copy.push_back(x);
    l.lock();
    list = copy;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'list' is read under 'm' and written under it with a value computed from that read, but the lock is given back in between; an update in between is lost
  }
  void containerAssigned(int x) {
    std::vector<int> copy;
    {
      std::lock_guard l(m);
      copy = list;
    }
    copy.push_back(x);
    std::lock_guard l(m);
    list = copy;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'list' is read under 'm'
  }
  void iterator(int k) {
    std::unique_lock l(m);
    auto it = cache.find(k);
    l.unlock();
    l.lock();
    cache.erase(it);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'cache' is read under 'm' and written under it with a value computed from that read, but the lock is given back in between; an update in between is lost
  }
  void testedThenSet() {
    {
      std::lock_guard l(m);
      if (open)
        return;
    }
    make(1);
    std::lock_guard l(m);
    open = true;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'open' is tested under 'm' and set under it, but the lock is given back in between; two threads may pass the test [race-split-critical-section]
  }
  int fill(int k) {
    {
      std::shared_lock l(rw);
      if (cache.count(k))
        return cache.at(k);
    }
    int v = make(k);
    std::unique_lock l(rw);
    cache[k] = v;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'cache[...]' is tested under 'rw' and set under it, but the lock is given back in between; two threads may pass the test
    return v;
  }
  void fillByFind(int k) {
    std::unique_lock l(m);
    if (cache.find(k) != cache.end())
      return;
    l.unlock();
    int v = make(k);
    l.lock();
    cache.insert_or_assign(k, v);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'cache[...]' is tested under 'm' and set under it, but the lock is given back in between; two threads may pass the test
  }
  void moved(int x) {
    std::unique_lock l(m);
    int b = balance;
    std::unique_lock other(std::move(l));
    other.unlock();
    other.lock();
    balance = b + x;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'balance' is read under 'm' and written under it with a value computed from that read, but the lock is given back in between; an update in between is lost
  }
  void deferred(int x) {
    std::unique_lock l(m, std::defer_lock);
    l.lock();
    int b = balance;
    l.unlock();
    std::lock(l, rw);
    balance = b + x;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'balance' is read under 'm' and written under it with a value computed from that read, but the lock is given back in between; an update in between is lost
    rw.unlock();
  }
  void tried() {
    int b = 0;
    if (m.try_lock()) {
      b = balance;
      m.unlock();
    }
    if (!m.try_lock())
      return;
    balance = b + 1;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'balance' is read under 'm' and written under it with a value computed from that read, but the lock is given back in between; an update in between is lost
    m.unlock();
  }
  void lambda() {
    auto f = [this] {
      int b;
      {
        std::lock_guard l(m);
        b = balance;
      }
      std::lock_guard l(m);
      balance = b + 1;
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'balance' is read under 'm' and written under it with a value computed from that read, but the lock is given back in between; an update in between is lost
    };
    f();
  }
  void readLate(int x) {
    int b = balance;
    std::lock_guard l(m);
    balance = b + x;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'balance' is read without 'm' and written under it with a value computed from that read; an update in between is lost
  }
  void clears() {
    {
      std::lock_guard l(m);
      if (!open)
        return;
    }
    std::lock_guard l(m);
    open = false;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'open' is tested under 'm' and set under it, but the lock is given back in between; two threads may pass the test
  }
  void waits(std::condition_variable &cv) {
    std::unique_lock l(m);
    int b = balance;
    cv.wait(l);
    balance = b + 1;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'balance' is read under 'm' and written under it with a value computed from that read, but the lock is given back in between; an update in between is lost [race-split-critical-section]
  }
};

std::mutex globalLock;
int globalCount;
void global_bad() {
  int c;
  {
    std::lock_guard l(globalLock);
    c = globalCount;
  }
  std::lock_guard l(globalLock);
  globalCount = c + 1;
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'globalCount' is read under 'globalLock' and written under it with a value computed from that read, but the lock is given back in between; an update in between is lost
}

struct Owner {
  std::mutex m;
  struct {
    int hits;
  } stats;
};
void owner_bad(Owner &o) {
  o.m.lock();
  int h = o.stats.hits;
  o.m.unlock();
  o.m.lock();
  o.stats.hits = h + 1;
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'o.stats.hits' is read under 'o.m' and written under it with a value computed from that read, but the lock is given back in between; an update in between is lost
  o.m.unlock();
}
template <class T> void template_bad(T, Owner *o) {
  std::unique_lock<std::mutex> l(o->m);
  int h = o->stats.hits;
  l.unlock();
  l.lock();
  o->stats.hits = h + 1;
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'o->stats.hits' is read under 'o->m' and written under it with a value computed from that read, but the lock is given back in between; an update in between is lost
}
template void template_bad(int, Owner *);
