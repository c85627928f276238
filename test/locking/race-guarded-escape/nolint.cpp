// RUN: %race_check %s race-guarded-escape %t -- -std=c++20 -isystem %mock
#include "containers.h"
#include "mutex.h"
class Registry {
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
  std::vector<int> &sameLine() {
    std::lock_guard l(m);
    return items; // NOLINT(race-guarded-escape)
  }
  std::vector<int> &nextLine() {
    std::lock_guard l(m);
    // NOLINTNEXTLINE(race-guarded-escape)
    return items;
  }
  std::vector<int> &otherCheck_bad() {
    std::lock_guard l(m);
    return items; // NOLINT(race-vacuous-lock)
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'items'{{.*}} [race-guarded-escape]
  }
};
unsigned long user(Registry &r) {
  return r.sameLine().size() + r.nextLine().size() + r.otherCheck_bad().size();
}
