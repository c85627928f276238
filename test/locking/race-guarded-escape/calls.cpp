// The pointer comes out of a helper, which is right to return it.
// RUN: %race_check %s race-guarded-escape %t -- -std=c++20 -isystem %mock
#include "containers.h"
#include "mutex.h"

void consume(...);
class Table {
  std::mutex m;
  std::vector<int> items;
  int *slot(int i) { return &items[i]; }
  std::vector<int> &all() { return items; }

public:
  void add(int i) {
    std::lock_guard l(m);
    items.push_back(i);
  }
  void clear() {
    std::lock_guard l(m);
    items.clear();
  }
  int *get_bad(int i) {
    std::lock_guard l(m);
    return slot(i);
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}items{{.*}} [race-guarded-escape]
  }
  std::vector<int> &all_bad() {
    std::lock_guard l(m);
    return all();
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}items{{.*}} [race-guarded-escape]
  }
  int get_ok(int i) {
    std::lock_guard l(m);
    return *slot(i);
  }
  std::vector<int> all_ok() {
    std::lock_guard l(m);
    return all();
  }
};
void users(Table &t) {
  consume(*t.get_bad(1), t.all_bad().size(), t.get_ok(1), t.all_ok().size());
}
