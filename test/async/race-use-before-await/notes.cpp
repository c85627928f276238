// The notes tell where the work was started, and what it does.
// RUN: %race_check %s race-use-before-await %t --min-confidence=high -- -std=c++20 -isystem %mock
#include "containers.h"
#include "thread.h"

void consume(...);
void reads() {
  int total = 0;
  std::thread t([&] {
    total = 1;
  });
  consume(total);
  t.join();
}
// CHECK-MESSAGES: :[[@LINE-3]]:{{[0-9]+}}: warning: {{.*}}'total'{{.*}} [race-use-before-await]
// CHECK-MESSAGES-DAG: :[[@LINE-7]]:{{[0-9]+}}: note: {{.*}}start
// CHECK-MESSAGES-DAG: :[[@LINE-7]]:{{[0-9]+}}: note: {{.*}}'total'

static void fill(std::vector<int> &v) {
  v.push_back(1);
}
void writes() {
  std::vector<int> found;
  auto f = std::async(fill, std::ref(found));
  found.clear();
  f.get();
}
// CHECK-MESSAGES: :[[@LINE-3]]:{{[0-9]+}}: warning: {{.*}}'found'{{.*}} [race-use-before-await]
// CHECK-MESSAGES-DAG: :[[@LINE-5]]:{{[0-9]+}}: note: {{.*}}start
// CHECK-MESSAGES-DAG: :[[@LINE-10]]:{{[0-9]+}}: note:
