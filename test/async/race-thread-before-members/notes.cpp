// The notes tell where the thread uses the member, and where it is initialised.
// RUN: %race_check %s race-thread-before-members %t --min-confidence=high -- -std=c++20 -isystem %mock
#include "containers.h"
#include "thread.h"

class List_bad {
  std::thread t;
  std::vector<int> items;
  void run() {
    items.pop_back();
  }

public:
  List_bad() : t(&List_bad::run, this) {}
  ~List_bad() { t.join(); }
};
// CHECK-MESSAGES: :[[@LINE-3]]:{{[0-9]+}}: warning: {{.*}}'items'{{.*}} [race-thread-before-members]
// CHECK-MESSAGES-DAG: :[[@LINE-8]]:{{[0-9]+}}: note: {{.*}}items'
// CHECK-MESSAGES-DAG: :[[@LINE-11]]:{{[0-9]+}}: note: {{.*}}items'

class Body_bad {
  std::thread t;
  int limit;

public:
  explicit Body_bad(int n) {
    t = std::thread([this] {
      ++limit;
    });
    limit = n;
  }
  ~Body_bad() { t.join(); }
};
// CHECK-MESSAGES: :[[@LINE-7]]:{{[0-9]+}}: warning: {{.*}}'limit'{{.*}} [race-thread-before-members]
// CHECK-MESSAGES-DAG: :[[@LINE-7]]:{{[0-9]+}}: note: {{.*}}limit'
// CHECK-MESSAGES-DAG: :[[@LINE-6]]:{{[0-9]+}}: note: {{.*}}limit'
