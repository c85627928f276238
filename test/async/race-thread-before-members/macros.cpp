// RUN: %race_check %s race-thread-before-members %t -- -std=c++20 -isystem %mock
#include "containers.h"
#include "thread.h"

#define WORKER(name, code) std::jthread name{[this] { code; }}
#define FIELDS                                                                 \
  std::vector<int> items;                                                      \
  int limit = 1

class Macro_bad {
  WORKER(t, items.pop_back());
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'items'{{.*}} [race-thread-before-members]
  std::vector<int> items;

public:
  Macro_bad() {}
};
class Macro_ok {
  FIELDS;
  WORKER(t, items.resize(limit));

public:
  Macro_ok() {}
};
