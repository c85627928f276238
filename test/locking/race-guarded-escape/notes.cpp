// The notes tell where the guard is held, and who uses it without.
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
  const std::vector<int> &all() {
    std::lock_guard l(m);
    return items;
  }
};
unsigned long user(Registry &r) { return r.all().size(); }
// CHECK-MESSAGES: :[[@LINE-4]]:{{[0-9]+}}: warning: {{.*}}'items'{{.*}}'m'{{.*}} [race-guarded-escape]
// CHECK-MESSAGES-DAG: :[[@LINE-2]]:{{[0-9]+}}: note: 
// CHECK-MESSAGES-DAG: :[[@LINE-10]]:{{[0-9]+}}: note: {{.*}}'items'
