// Clang's thread-safety attributes: a declared guard, and who holds it.
// RUN: %race_check %s race-guarded-escape %t --min-confidence=high -- -std=c++20 -isystem %mock
#include "containers.h"

#define CAPABILITY(x) __attribute__((capability(x)))
#define SCOPED_CAPABILITY __attribute__((scoped_lockable))
#define GUARDED_BY(x) __attribute__((guarded_by(x)))
#define REQUIRES(...) __attribute__((requires_capability(__VA_ARGS__)))
#define ACQUIRE(...) __attribute__((acquire_capability(__VA_ARGS__)))
#define RELEASE(...) __attribute__((release_capability(__VA_ARGS__)))
#define ASSERT_CAPABILITY(x) __attribute__((assert_capability(x)))
#define RETURN_CAPABILITY(x) __attribute__((lock_returned(x)))
#define NO_ANALYSIS __attribute__((no_thread_safety_analysis))

class CAPABILITY("mutex") Mutex {
public:
  void lock() ACQUIRE();
  void unlock() RELEASE();
  void check() const ASSERT_CAPABILITY(this);
};
class SCOPED_CAPABILITY Section {
public:
  explicit Section(Mutex &m) ACQUIRE(m);
  ~Section() RELEASE();
};
void consume(...);

class Declared_bad {
  Mutex m;
  std::vector<int> items GUARDED_BY(m);
  int hits GUARDED_BY(m) = 0;

public:
  const std::vector<int> &noLock() const { return items; }
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'items'{{.*}} [race-guarded-escape]
  std::vector<int> &section() {
    Section s(m);
    return items;
    // MISSED: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'items'{{.*}} [race-guarded-escape]
  }
  int *counter() {
    m.lock();
    int *p = &hits;
    m.unlock();
    return p;
    // MISSED: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'hits'{{.*}} [race-guarded-escape]
  }
  void add(int i) {
    Section s(m);
    items.push_back(i);
    ++hits;
  }
};
void users(Declared_bad &d) {
  consume(d.noLock().size(), d.section().size(), *d.counter());
}

class Declared_ok {
  Mutex m;
  std::vector<int> items GUARDED_BY(m);
  int hits GUARDED_BY(m) = 0;

public:
  const std::vector<int> &required() const REQUIRES(m) { return items; }
  std::vector<int> &requiredToo() REQUIRES(this->m);
  std::vector<int> &asserted() {
    m.check();
    return items;
  }
  std::vector<int> &excused() NO_ANALYSIS { return items; }
  Mutex &mutex() RETURN_CAPABILITY(m) { return m; }
  int value() {
    Section s(m);
    return hits;
  }
  std::vector<int> &locked() ACQUIRE(m) {
    m.lock();
    return items;
  }
  void add(int i) {
    Section s(m);
    items.push_back(i);
    ++hits;
  }
};
std::vector<int> &Declared_ok::requiredToo() { return items; }
