// RUN: %race_check %s race-thread-before-members %t -- -std=c++20 -isystem %mock
#include "containers.h"
#include <pthread.h>

class Body_bad {
  pthread_t t;
  std::vector<int> items;
  int limit;
  static void *entry(void *self) {
    static_cast<Body_bad *>(self)->run();
    return nullptr;
  }
  void run() { items.resize(limit); }

public:
  explicit Body_bad(int n) {
    pthread_create(&t, nullptr, entry, this);
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'limit'{{.*}} [race-thread-before-members]
    limit = n;
  }
  ~Body_bad() { pthread_join(t, nullptr); }
};
class Virtual_bad {
  pthread_t t;
  static void *entry(void *self) {
    ((Virtual_bad *)self)->run();
    return nullptr;
  }

public:
  Virtual_bad() {
    pthread_create(&t, nullptr, &Virtual_bad::entry, this);
    // MISSED: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}run'{{.*}} [race-thread-before-members]
  }
  virtual ~Virtual_bad() { pthread_join(t, nullptr); }
  virtual void run() = 0;
};
struct Derived : Virtual_bad {
  void run() override;
};

// The handle is a number: where it is declared says nothing.
class Last_ok {
  pthread_t t;
  std::vector<int> items;
  int limit;
  static void *entry(void *self) {
    static_cast<Last_ok *>(self)->items.resize(1);
    return nullptr;
  }

public:
  explicit Last_ok(int n) : limit(n) {
    items.push_back(limit);
    pthread_create(&t, nullptr, entry, this);
  }
  ~Last_ok() { pthread_join(t, nullptr); }
};
class Joined_ok {
  int limit;
  static void *entry(void *self) {
    static_cast<Joined_ok *>(self)->limit = 1;
    return nullptr;
  }

public:
  explicit Joined_ok(int n) {
    pthread_t t;
    pthread_create(&t, nullptr, entry, this);
    pthread_join(t, nullptr);
    limit = n;
  }
};
class OtherObject_ok {
  pthread_t t;
  int limit;
  static void *entry(void *v) {
    static_cast<std::vector<int> *>(v)->resize(1);
    return nullptr;
  }

public:
  OtherObject_ok(std::vector<int> *v, int n) {
    pthread_create(&t, nullptr, entry, v);
    limit = n;
  }
  ~OtherObject_ok() { pthread_join(t, nullptr); }
};
