// RUN: %race_check %s race-thread-before-members %t -- -std=c++20 -isystem %mock
#include "containers.h"
#include "thread.h"
class SameLine {
  std::jthread t{[this] { items.pop_back(); }}; // NOLINT(race-thread-before-members)
  std::vector<int> items;

public:
  SameLine() {}
};
class NextLine {
  std::thread t;
  int limit;

public:
  explicit NextLine(int n) {
    // NOLINTNEXTLINE(race-thread-before-members)
    t = std::thread([this] { ++limit; });
    limit = n;
  }
  ~NextLine() { t.join(); }
};
class OtherCheck_bad {
  std::jthread t{[this] { items.pop_back(); }}; // NOLINT(race-use-before-await)
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'items'{{.*}} [race-thread-before-members]
  std::vector<int> items;

public:
  OtherCheck_bad() {}
};
