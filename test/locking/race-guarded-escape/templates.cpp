// A pattern is enough, and one finding a place however often it is instantiated.
// RUN: %race_check %s race-guarded-escape %t -- -std=c++20 -isystem %mock
#include "containers.h"
#include "mutex.h"

void consume(...);
template <class T> class Guarded {
  std::mutex m;
  T value;

public:
  void set(T v) {
    std::lock_guard<std::mutex> l(m);
    value = v;
  }
  void exchange(T &v) {
    std::lock_guard<std::mutex> l(m);
    T old = value;
    value = v;
    v = old;
  }
  T &reference_bad() {
    std::lock_guard<std::mutex> l(m);
    return value;
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'value'{{.*}} [race-guarded-escape]
  }
  T copy_ok() {
    std::lock_guard<std::mutex> l(m);
    return value;
  }
  template <class F> auto with_ok(F f) {
    std::lock_guard<std::mutex> l(m);
    return f(value);
  }
};
void users(Guarded<int> &a, Guarded<long> &b) {
  a.set(1);
  b.set(2);
  consume(a.reference_bad()++, b.reference_bad()++, a.copy_ok());
  a.with_ok([](int &v) { return v; });
}

// Never instantiated.
template <class K, class V> class Cache {
  std::mutex m;
  std::map<K, V> map;

public:
  void put(const K &k, const V &v) {
    std::lock_guard<std::mutex> l(m);
    map[k] = v;
  }
  void clear() {
    std::lock_guard<std::mutex> l(m);
    map.clear();
  }
  V &get_bad(const K &k) {
    std::lock_guard<std::mutex> l(m);
    return map[k];
    // MISSED: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'map{{.*}} [race-guarded-escape]
  }
  V get_ok(const K &k) {
    std::lock_guard<std::mutex> l(m);
    return map[k];
  }
};

// 'auto' and 'decltype(auto)': what is returned decides.
class Deduced {
  std::mutex m;
  std::vector<int> items;

public:
  void add(int i) {
    std::lock_guard l(m);
    items.push_back(i);
  }
  void clear() {
    std::lock_guard l(m);
    items.clear();
  }
  auto copy_ok() {
    std::lock_guard l(m);
    return items;
  }
  decltype(auto) alsoCopy_ok() {
    std::lock_guard l(m);
    return items;
  }
  auto &reference_bad() {
    std::lock_guard l(m);
    return items;
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'items'{{.*}} [race-guarded-escape]
  }
  decltype(auto) reference2_bad() {
    std::lock_guard l(m);
    return (items);
    // MISSED: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'items'{{.*}} [race-guarded-escape]
  }
};
void users(Deduced &d) {
  consume(d.copy_ok().size(), d.alsoCopy_ok().size());
  consume(d.reference_bad().size(), d.reference2_bad().size());
}
