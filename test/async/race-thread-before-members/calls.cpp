// The thread is started by a method that the constructor calls.
// RUN: %race_check %s race-thread-before-members %t -- -std=c++20 -isystem %mock
#include "atomic.h"
#include "containers.h"
#include "thread.h"

void consume(...);
class Start_bad {
  std::vector<int> items;
  std::thread t;
  int limit;
  void start() {
    t = std::thread([this] { consume(limit); });
    // MISSED: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'limit'{{.*}} [race-thread-before-members]
  }

public:
  explicit Start_bad(int n) {
    start();
    limit = n;
  }
  ~Start_bad() { t.join(); }
};
class StartLast_ok {
  std::thread t;
  int limit;
  void start() {
    t = std::thread([this] { consume(limit); });
  }

public:
  explicit StartLast_ok(int n) {
    limit = n;
    start();
  }
  ~StartLast_ok() { t.join(); }
};
// Assigned by a method that the constructor calls, after the start.
class Assigns_bad {
  std::thread t;
  int limit;
  void setUp(int n) { limit = n; }

public:
  explicit Assigns_bad(int n) {
    t = std::thread([this] { consume(limit); });
    // MISSED: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'limit'{{.*}} [race-thread-before-members]
    setUp(n);
  }
  ~Assigns_bad() { t.join(); }
};
class AssignsBefore_ok {
  std::thread t;
  int limit;
  void setUp(int n) { limit = n; }

public:
  explicit AssignsBefore_ok(int n) {
    setUp(n);
    t = std::thread([this] { consume(limit); });
  }
  ~AssignsBefore_ok() { t.join(); }
};
// Only one of two constructors starts it, and only one way through it assigns.
class Ways_bad {
  std::thread t;
  int limit = 0;

public:
  explicit Ways_bad(int n) : limit(n) {}
  Ways_bad(int n, bool now) {
    if (now)
      t = std::thread([this] { consume(limit); });
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'limit'{{.*}} [race-thread-before-members]
    if (n > 0)
      limit = n;
  }
  ~Ways_bad() {
    if (t.joinable())
      t.join();
  }
};
class Ways_ok {
  std::thread t;
  int limit = 0;

public:
  Ways_ok(int n, bool now) {
    if (now) {
      limit = n;
      t = std::thread([this] { consume(limit); });
    } else {
      limit = 1;
    }
  }
  ~Ways_ok() {
    if (t.joinable())
      t.join();
  }
};
