// Stored instead of returned: where it is kept outlives the section.
// RUN: %race_check %s race-guarded-escape %t -- -std=c++20 -isystem %mock
#include "containers.h"
#include "mutex.h"

void consume(...);
struct Config {
  int limit;
};
Config *current;

class Store_bad {
  std::mutex m;
  std::vector<int> items;
  Config config;
  int *cursor = nullptr;

public:
  void add(int i) {
    std::lock_guard l(m);
    items.push_back(i);
    config.limit = i;
  }
  void clear() {
    std::lock_guard l(m);
    items.clear();
    config.limit = 0;
  }
  void outParameter(int **out) {
    std::lock_guard l(m);
    *out = &items[0];
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'items{{.*}} [race-guarded-escape]
  }
  void outReference(std::string_view &, const int *&out) {
    std::lock_guard l(m);
    out = items.data();
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'items'{{.*}} [race-guarded-escape]
  }
  void global() {
    std::lock_guard l(m);
    current = &config;
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'config'{{.*}} [race-guarded-escape]
  }
  void member() {
    std::lock_guard l(m);
    cursor = &items.back();
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'items{{.*}} [race-guarded-escape]
  }
  int step() { return *cursor; }
};
void users(Store_bad &s) {
  int *p;
  const int *q;
  std::string_view v;
  s.outParameter(&p);
  s.outReference(v, q);
  s.global();
  s.member();
  consume(*p, *q, current->limit, s.step());
}

// The same, but nothing is used once the lock is gone.
class Store_ok {
  std::mutex m;
  std::vector<int> items;
  int *cursor = nullptr;

public:
  void add(int i) {
    std::lock_guard l(m);
    items.push_back(i);
    cursor = nullptr;
  }
  void clear() {
    std::lock_guard l(m);
    items.clear();
    cursor = nullptr;
  }
  // What is copied is a value.
  void copyOut(int *out) {
    std::lock_guard l(m);
    *out = items[0];
  }
  void copyAll(std::vector<int> &out) {
    std::lock_guard l(m);
    out = items;
  }
  // The pointer is guarded by the same lock as what it points to.
  void mark() {
    std::lock_guard l(m);
    cursor = &items.back();
  }
  int marked() {
    std::lock_guard l(m);
    return cursor ? *cursor : 0;
  }
};
