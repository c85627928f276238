// Kept in a local past the end of the section, in one function.
// RUN: %race_check %s race-guarded-escape %t -- -std=c++20 -isystem %mock
#include "containers.h"
#include "mutex.h"

void consume(...);
class Store_bad {
  std::mutex m;
  std::vector<int> items;

public:
  void add(int i) {
    std::lock_guard l(m);
    items.push_back(i);
  }
  void clear() {
    std::lock_guard l(m);
    items.clear();
  }
  int localPointer() {
    int *p;
    {
      std::lock_guard l(m);
      p = &items[0];
      // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'items{{.*}} [race-guarded-escape]
    }
    return *p;
  }
  int localIterator(int v) {
    std::unique_lock l(m);
    int *it = items.begin();
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'items{{.*}} [race-guarded-escape]
    l.unlock();
    while (*it != v)
      ++it;
    return *it;
  }
};

class Store_ok {
  std::mutex m;
  std::vector<int> items;

public:
  void add(int i) {
    std::lock_guard l(m);
    items.push_back(i);
  }
  void clear() {
    std::lock_guard l(m);
    items.clear();
  }
  // The pointer lives longer than the section, and is not used after it.
  int declaredOutside() {
    int *p, v;
    {
      std::lock_guard l(m);
      p = &items[0];
      v = *p;
    }
    return v;
  }
  // Taken anew in a second section.
  int takenAnew() {
    std::unique_lock l(m);
    int *it = items.begin();
    consume(*it);
    l.unlock();
    l.lock();
    it = items.begin();
    return *it;
  }
  // Only compared with null after the section.
  bool onlyTested() {
    int *p = nullptr;
    {
      std::lock_guard l(m);
      if (!items.empty())
        p = &items[0];
    }
    return p != nullptr;
  }
};
