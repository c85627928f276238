// Never constructed in this file, so that there is no constructor in the tree:
// the initialisers of the members say enough.
// RUN: %race_check %s race-thread-before-members %t -- -std=c++20 -isystem %mock
#include "containers.h"
#include "thread.h"

struct Aggregate_bad {
  std::jthread t{[this] { items.pop_back(); }};
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'items'{{.*}} [race-thread-before-members]
  std::vector<int> items;
};
class Defaulted_bad {
  std::jthread t{&Defaulted_bad::run, this};
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'items'{{.*}} [race-thread-before-members]
  std::vector<int> items;
  void run() { items.pop_back(); }

public:
  Defaulted_bad() = default;
};
// Two constructors, one thread: one finding.
class Two_bad {
  std::jthread t{[this] { items.pop_back(); }};
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'items'{{.*}} [race-thread-before-members]
  std::vector<int> items;

public:
  Two_bad() {}
  explicit Two_bad(int i) { items.push_back(i); }
};
// The initialiser of the member counts only where the constructor has none.
class Overruled_ok {
  std::jthread t{[this] { items.pop_back(); }};
  std::vector<int> items;

public:
  Overruled_ok() : t() {}
};
struct Aggregate_ok {
  std::vector<int> items;
  std::jthread t{[this] { items.pop_back(); }};
};
