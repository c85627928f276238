// Code that looks the same and is right: each is a trap of the catalogue.
// RUN: %race_check %s race-write-under-shared-lock %t --min-confidence=low -- -std=c++20 -I%mock
#include "atomic.h"
#include "containers.h"
#include "mutex.h"

struct Row {
  std::mutex lock;
  int uses;
};
struct Cache_ok {
  mutable std::shared_mutex m;
  mutable std::mutex memoLock;
  mutable int memo;
  std::atomic<int> hits;
  int size;
  std::map<int, Row> rows;
  std::map<int, int> map;
  std::vector<int> list;

  int read(int k) {
    std::shared_lock l(m);
    return map.at(k) + list[0] + map.count(k);
  }
  void atomics() {
    std::shared_lock l(m);
    ++hits;
    hits.store(3);
  }
  // Guarded by a lock of its own.
  int memoized() const {
    std::shared_lock l(m);
    std::lock_guard g(memoLock);
    memo = 3;
    return memo;
  }
  // A read lock for the table, a mutex of its own for the row.
  void row(int k) {
    std::shared_lock l(m);
    Row &r = rows.at(k);
    std::lock_guard g(r.lock);
    ++r.uses;
  }
  void exclusive(int k) {
    std::unique_lock l(m);
    ++size;
    map[k] = 1;
  }
  void upgraded(int k) {
    {
      std::shared_lock l(m);
      if (map.count(k))
        return;
    }
    std::unique_lock l(m);
    map[k] = 1;
    ++size;
  }
  void givenBack() {
    std::shared_lock l(m);
    int s = size;
    l.unlock();
    size = s;
  }
  void deferred() {
    std::shared_lock l(m, std::defer_lock);
    size = 2;
  }
  int own() {
    std::shared_lock l(m);
    std::map<int, int> copy;
    copy[1] = size;
    int n = 0;
    ++n;
    return n;
  }
  // Elsewhere: the lock guards its own object.
  void others(Cache_ok &o, int *out) {
    std::shared_lock l(m);
    o.size = size;
    *out = size;
  }
  // On one path the lock is exclusive: whoever knows, knows.
  void either(bool write) {
    if (write)
      m.lock();
    else
      m.lock_shared();
    if (write)
      ++size;
  }
  Cache_ok() {
    std::shared_lock l(m);
    size = 1;
  }
};
thread_local int mine;
std::shared_mutex globalLock;
void threadLocal_ok() {
  std::shared_lock l(globalLock);
  ++mine;
}
