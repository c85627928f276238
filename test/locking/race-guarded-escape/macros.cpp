// Getters that macros write: the finding stands where the macro is used.
// RUN: %race_check %s race-guarded-escape %t -- -std=c++20 -isystem %mock
#include "containers.h"
#include "mutex.h"

#define GETTER(type, name)                                                     \
  type &get_##name() {                                                         \
    std::lock_guard<std::mutex> l(m);                                          \
    return name;                                                               \
  }
#define COPIED(type, name)                                                     \
  type copy_##name() {                                                         \
    std::lock_guard<std::mutex> l(m);                                          \
    return name;                                                               \
  }
#define WITH_LOCK(m) if (std::unique_lock<std::mutex> l_(m); true)

void consume(...);
class Getters {
  std::mutex m;
  std::vector<int> items;
  int hits = 0;

public:
  void add(int i) {
    WITH_LOCK(m) {
      items.push_back(i);
      ++hits;
    }
  }
  void clear() {
    WITH_LOCK(m) {
      items.clear();
      hits = 0;
    }
  }
  GETTER(std::vector<int>, items)
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'items'{{.*}} [race-guarded-escape]
  COPIED(std::vector<int>, items)
  COPIED(int, hits)
  int *locked_bad() {
    WITH_LOCK(m) { return &hits; }
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'hits'{{.*}} [race-guarded-escape]
    return nullptr;
  }
};
void users(Getters &g) {
  consume(g.get_items().size(), g.copy_items().size(), g.copy_hits());
  consume(*g.locked_bad());
}
