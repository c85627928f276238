// What started work writes is used before anybody has waited for it.
// RUN: %race_check %s race-use-before-await %t -- -std=c++20 -isystem %mock
#include "atomic.h"
#include "containers.h"
#include "memory.h"
#include "mutex.h"
#include "thread.h"

void consume(...);
int sum(const std::vector<int> &);

void future_bad(const std::vector<int> &v) {
  int total = 0;
  auto f = std::async([&] { total = sum(v); });
  consume(total);
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'total'{{.*}} [race-use-before-await]
  f.get();
}
void launched_bad(const std::vector<int> &v) {
  int total = 0;
  std::future<void> f = std::async(std::launch::async, [&total, &v] { total = sum(v); });
  int now = total + 1;
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'total'{{.*}} [race-use-before-await]
  f.wait();
  consume(now);
}
void thread_bad() {
  int total = 0;
  std::thread t([&] { total = 1; });
  consume(total);
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'total'{{.*}} [race-use-before-await]
  t.join();
}
int jthread_bad() {
  int total = 0;
  std::jthread t([&] { total = 1; });
  return total;
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'total'{{.*}} [race-use-before-await]
}
// Both write.
int bothWrite_bad() {
  int total = 0;
  std::thread t([&] { total = 1; });
  total = 2;
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'total'{{.*}} [race-use-before-await]
  t.join();
  return total;
}
// The work reads, the starter writes.
void starterWrites_bad(std::vector<int> v) {
  auto f = std::async([&] { return sum(v); });
  v.push_back(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'v'{{.*}} [race-use-before-await]
  consume(f.get());
}
void container_bad() {
  std::vector<int> found;
  std::thread t([&] { found.push_back(1); });
  consume(found.size());
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'found'{{.*}} [race-use-before-await]
  t.join();
}
struct Result {
  int value, error;
};
void field_bad() {
  Result r{};
  std::thread t([&r] { r.value = 1; });
  consume(r.value);
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'r.value'{{.*}} [race-use-before-await]
  t.join();
}
// The flag that is waited for is no atomic.
void polled_bad() {
  bool done = false;
  std::thread t([&] { done = true; });
  while (!done)
    std::this_thread::yield();
  // CHECK-MESSAGES: :[[@LINE-2]]:{{[0-9]+}}: warning: {{.*}}'done'{{.*}} [race-use-before-await]
  t.join();
}
void stopped_bad() {
  bool stop = false;
  std::thread t([&] {
    while (!stop)
      consume(1);
  });
  stop = true;
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'stop'{{.*}} [race-use-before-await]
  t.join();
}

// A function with arguments: by reference, by pointer.
void fill(std::vector<int> &v) { v.push_back(1); }
void set(int *p) { *p = 1; }
void reference_bad() {
  std::vector<int> v;
  std::thread t(fill, std::ref(v));
  consume(v.size());
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'v'{{.*}} [race-use-before-await]
  t.join();
}
void pointer_bad() {
  int n = 0;
  std::thread t(set, &n);
  consume(n);
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'n'{{.*}} [race-use-before-await]
  t.join();
}
void parameter_bad(Result *r) {
  std::thread t([r] { r->value = 1; });
  consume(r->value);
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'r->value'{{.*}} [race-use-before-await]
  t.join();
}

// Members and globals.
int loaded;
void load() { loaded = 1; }
void global_bad() {
  std::thread t(load);
  consume(loaded);
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'loaded'{{.*}} [race-use-before-await]
  t.join();
}
class Loader_bad {
  int count = 0;
  std::vector<int> rows;
  void run() { rows.push_back(1); }

public:
  int captured() {
    std::thread t([this] { count++; });
    int c = count;
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'count'{{.*}} [race-use-before-await]
    t.join();
    return c;
  }
  void method() {
    std::thread t(&Loader_bad::run, this);
    consume(rows.size());
    // MISSED: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'rows'{{.*}} [race-use-before-await]
    t.join();
  }
  void future() {
    auto f = std::async(std::launch::async, &Loader_bad::run, this);
    rows.clear();
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'rows'{{.*}} [race-use-before-await]
    f.get();
  }
};

// Joined on one way only, too late, or the wrong one.
void oneWay_bad(bool wait) {
  int total = 0;
  auto f = std::async([&] { total = 1; });
  if (wait)
    f.wait();
  consume(total);
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'total'{{.*}} [race-use-before-await]
}
void timeout_bad() {
  int total = 0;
  auto f = std::async([&] { total = 1; });
  f.wait_for(100);
  consume(total);
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'total'{{.*}} [race-use-before-await]
  f.get();
}
void slept_bad() {
  int total = 0;
  std::thread t([&] { total = 1; });
  // 'race-sleep-synchronization' tells of this one.
  std::this_thread::sleep_for(100);
  consume(total);
  t.join();
}
void otherThread_bad() {
  int left = 0, right = 0;
  std::thread a([&] { left = 1; });
  std::thread b([&] { right = 1; });
  a.join();
  consume(left, right);
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'right'{{.*}} [race-use-before-await]
  b.join();
}
void moved_bad() {
  int total = 0;
  std::thread t([&] { total = 1; });
  std::thread other = std::move(t);
  consume(total);
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'total'{{.*}} [race-use-before-await]
  other.join();
}
void many_bad(int n) {
  std::mutex m;
  int total = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < n; ++i)
    threads.emplace_back([&] {
      std::lock_guard l(m);
      total += 1;
    });
  consume(total);
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'total'{{.*}} [race-use-before-await]
  for (auto &t : threads)
    t.join();
}

// The work is a variable, a functor, a bound function.
void variable_bad() {
  int total = 0;
  auto work = [&] { total = 1; };
  std::thread t(work);
  consume(total);
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'total'{{.*}} [race-use-before-await]
  t.join();
}
struct Count {
  void operator()(int &n) const { n = 1; }
};
void functor_bad() {
  int total = 0;
  std::thread t(Count(), std::ref(total));
  consume(total);
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'total'{{.*}} [race-use-before-await]
  t.join();
}
void bound_bad() {
  std::vector<int> v;
  std::thread t(std::bind(fill, std::ref(v)));
  consume(v.size());
  // MISSED: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'v'{{.*}} [race-use-before-await]
  t.join();
}
// Different locks exclude nobody.
void differentLocks_bad() {
  std::mutex a, b;
  int total = 0;
  std::thread t([&] {
    std::lock_guard l(a);
    total = 1;
  });
  {
    std::lock_guard l(b);
    consume(total);
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'total'{{.*}} [race-use-before-await]
  }
  t.join();
}
// Round the loop: the future of the last round still runs.
void round_bad(int n) {
  int total = 0;
  std::future<void> f;
  for (int i = 0; i < n; ++i) {
    consume(total);
    // MISSED: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'total'{{.*}} [race-use-before-await]
    f = std::async([&] { total = 1; });
  }
  f.get();
}
