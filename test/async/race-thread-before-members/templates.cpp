// A pattern is enough, and one finding a place however often it is instantiated.
// RUN: %race_check %s race-thread-before-members %t -- -std=c++20 -isystem %mock
#include "containers.h"
#include "thread.h"

template <class T> class Never_bad {
  std::jthread t{[this] { items.pop_back(); }};
  // MISSED: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'items'{{.*}} [race-thread-before-members]
  std::vector<T> items;
};
template <class T> class List_bad {
  std::thread t;
  std::vector<T> items;
  void run() { items.pop_back(); }

public:
  List_bad() : t(&List_bad::run, this) {}
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'items'{{.*}} [race-thread-before-members]
  ~List_bad() { t.join(); }
};
template <class T> class Body_bad {
  std::thread t;
  T limit;

public:
  explicit Body_bad(T n) {
    t = std::thread([this](auto by) { limit = limit + by; }, 1);
    // MISSED: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'limit'{{.*}} [race-thread-before-members]
    limit = n;
  }
  ~Body_bad() { t.join(); }
};
template <class T> class Last_ok {
  std::vector<T> items;
  std::jthread t{[this] { items.pop_back(); }};
};
template <class T> class StartedLast_ok {
  std::thread t;
  T limit;

public:
  explicit StartedLast_ok(T n) {
    limit = n;
    t = std::thread([this] { limit = limit + 1; });
  }
  ~StartedLast_ok() { t.join(); }
};
// What the thread is is the user's choice.
template <class Runner> class Policy_ok {
  Runner t{[this] { items.pop_back(); }};
  std::vector<int> items;
};
struct Inline {
  template <class F> explicit Inline(F &&) {}
};
void users() {
  List_bad<int> a;
  List_bad<long> b;
  Body_bad<int> c(1);
  Body_bad<long> d(1);
  Last_ok<int> e;
  StartedLast_ok<int> f(1);
  Policy_ok<Inline> g;
}
