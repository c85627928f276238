// The checks over calls and threads, with real headers, say the same in all
// three fronts: one bad shape of each, its repair, and the shapes where skipping
// the bodies of system headers loses instantiations.
// RUN: not racetidy --quiet --checks='-*,race-*' %s -- -std=c++20 > %t.cli
// RUN: %stock_tidy --load=%plugin --checks='-*,race-*' %s -- -std=c++20 > %t.plugin 2>/dev/null
// RUN: %dropin_tidy --checks='-*,race-*' %s -- -std=c++20 > %t.dropin 2>/dev/null
// RUN: diff %t.plugin %t.cli
// RUN: diff %t.plugin %t.dropin
// RUN: FileCheck %s --input-file=%t.plugin --implicit-check-not=warning:
#include <functional>
#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

void consume(int);

// race-unguarded-update
int updates_bad(int n) {
  int hits = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < n; ++i)
    threads.emplace_back([&hits] { ++hits; });
  // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'hits'{{.*}} [race-unguarded-update]
  for (std::thread &t : threads)
    t.join();
  return hits;
}
int updates_ok(int n) {
  int hits = 0;
  std::mutex m;
  std::vector<std::thread> threads;
  for (int i = 0; i < n; ++i)
    threads.emplace_back([&hits, &m] {
      std::lock_guard l(m);
      ++hits;
    });
  for (std::thread &t : threads)
    t.join();
  return hits;
}

// race-conflicting-access: at the write or at the read.
// CHECK: :{{[0-9]+}}:{{[0-9]+}}: warning: {{.*}}'latest'{{.*}} [race-conflicting-access]
static int latest, guardedLatest;
static std::mutex latestLock;
static void feed_bad() { latest = 3; }
static void watch_bad() { consume(latest); }
static void feed_ok() {
  std::lock_guard l(latestLock);
  guardedLatest = 3;
}
static void watch_ok() {
  std::unique_lock l(latestLock);
  consume(guardedLatest);
}
void conflict() {
  std::thread a(feed_bad), b(watch_bad), c(feed_ok), d(watch_ok);
  a.join();
  b.join();
  c.join();
  d.join();
}

// race-inconsistent-guard
class Account {
  mutable std::mutex m;
  int balance = 0;

public:
  void put(int n) {
    std::lock_guard l(m);
    balance += n;
  }
  void take(int n) {
    std::lock_guard l(m);
    balance -= n;
  }
  void clear() {
    std::scoped_lock l(m);
    balance = 0;
  }
  int get_ok() const {
    std::lock_guard l(m);
    return balance;
  }
  void forget_bad() {
    balance = 0;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'balance'{{.*}} [race-inconsistent-guard]
  }
};
int balances(Account &a) {
  a.forget_bad();
  return a.get_ok();
}

// race-guarded-escape
class Names {
  std::mutex m;
  std::map<int, std::string> names;

public:
  void set(int k, const std::string &v) {
    std::lock_guard l(m);
    names[k] = v;
  }
  void remove(int k) {
    std::lock_guard l(m);
    names.erase(k);
  }
  void clear() {
    std::lock_guard l(m);
    names.clear();
  }
  std::string get_ok(int k) {
    std::lock_guard l(m);
    auto it = names.find(k);
    return it == names.end() ? std::string() : it->second;
  }
  const std::map<int, std::string> &get_bad() {
    std::lock_guard l(m);
    return names;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'names'{{.*}} [race-guarded-escape]
  }
};
std::size_t named(Names &n) { return n.get_ok(1).size() + n.get_bad().size(); }

// race-thread-before-members
class Worker_bad {
  std::jthread t;
  std::vector<int> items;

public:
  Worker_bad() : t([this] { items.push_back(1); }) {}
  // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'items'{{.*}} [race-thread-before-members]
};
class Worker_ok {
  std::vector<int> items;
  std::jthread t;

public:
  Worker_ok() : t([this] { items.push_back(1); }) {}
};

// race-lazy-init
struct Config {
  int limit = 3;
};
static Config *config;
static void useConfig_bad() {
  if (!config) config = new Config;
  // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'config'{{.*}} [race-lazy-init]
}
static void useConfig_ok() {
  static Config made;
  consume(made.limit);
}
void configs(int n) {
  std::vector<std::jthread> threads;
  for (int i = 0; i < n; ++i) {
    threads.emplace_back(useConfig_bad);
    threads.emplace_back(useConfig_ok);
  }
}

// race-use-before-await
void await_bad() {
  int total = 0;
  auto f = std::async(std::launch::async, [&] { total = 1; });
  consume(total);
  // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'total'{{.*}} [race-use-before-await]
  f.get();
}
void await_ok() {
  int total = 0;
  auto f = std::async(std::launch::async, [&] { total = 1; });
  f.get();
  consume(total);
}

// A generic lambda, instantiated only inside <thread>.
static int genericHits;
void genericLambda(int n) {
  std::vector<std::thread> threads;
  for (int i = 0; i < n; ++i)
    threads.emplace_back([](auto by) { genericHits += by; }, i);
  // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'genericHits'{{.*}} [race-unguarded-update]
  for (std::thread &t : threads)
    t.join();
}

// A functor with a template operator, inside <future>.
static int functorHits;
struct Functor {
  template <class T> void operator()(T by) { functorHits += by; }
  // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'functorHits'{{.*}} [race-unguarded-update]
};
void functor(int n) {
  std::vector<std::future<void>> futures;
  for (int i = 0; i < n; ++i)
    futures.push_back(std::async(std::launch::async, Functor(), i));
  for (std::future<void> &f : futures)
    f.get();
}

// A generic lambda inside <functional>, run by threads.
static int functionHits;
void function(int n) {
  std::function<void(int)> work = [](auto by) { functionHits += by; };
  // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'functionHits'{{.*}} [race-unguarded-update]
  std::vector<std::jthread> threads;
  for (int i = 0; i < n; ++i)
    threads.emplace_back(work, i);
}

// The method of a class template whose constructor runs only inside <memory>.
template <class T> class Counter {
  T count = 0;
  std::vector<std::jthread> threads;

public:
  explicit Counter(int n) {
    for (int i = 0; i < n; ++i)
      threads.emplace_back([this] { add(1); });
  }
  void add(T by) { count += by; }
  // MISSED: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'count'{{.*}} [race-unguarded-update]
};
std::unique_ptr<Counter<int>> counter() {
  return std::make_unique<Counter<int>>(4);
}
