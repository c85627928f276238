// What is made by the first who needs it, in a program with threads, without
// anything that makes sure that there is one first.
// RUN: %race_check %s race-lazy-init %t -- -std=c++20 -isystem %mock
#include "atomic.h"
#include "containers.h"
#include "thread.h"

int parse(int);
bool more();
struct Config {
  int level;
};
Config *load();

// A global pointer, and two threads that ask for it.
namespace global_bad {
static Config *config;
Config &get() {
  if (!config)
    config = new Config;
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}config'{{.*}} [race-lazy-init]
  return *config;
}
void work() { parse(get().level); }
void run() {
  std::thread a(work), b(work);
  a.join();
  b.join();
}
} // namespace global_bad

// The same in a local static: its initialiser is safe, the assignment is not.
namespace local_static_bad {
Config *get() {
  static Config *config = nullptr;
  if (config == nullptr)
    config = load();
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}config'{{.*}} [race-lazy-init]
  return config;
}
void run() {
  for (int i = 0; i < 4; ++i)
    std::thread([] { parse(get()->level); }).detach();
}
} // namespace local_static_bad

// The singleton of the books.
namespace singleton_bad {
class Manager {
  static Manager *instance_;
  Manager() = default;

public:
  static Manager *instance() {
    if (instance_)
      return instance_;
    instance_ = new Manager;
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}instance_'{{.*}} [race-lazy-init]
    return instance_;
  }
  void poke() { parse(1); }
};
Manager *Manager::instance_;
void run() {
  std::vector<std::jthread> pool;
  for (int i = 0; i < 4; ++i)
    pool.emplace_back([] { Manager::instance()->poke(); });
}
} // namespace singleton_bad

namespace unique_bad {
std::unique_ptr<Config> shared;
Config *get() {
  if (!shared)
    shared = std::make_unique<Config>();
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}shared'{{.*}} [race-lazy-init]
  return shared.get();
}
void run() {
  auto a = std::async(std::launch::async, [] { return get()->level; });
  auto b = std::async(std::launch::async, [] { return get()->level; });
  parse(a.get() + b.get());
}
} // namespace unique_bad

// A field of an object that all its threads use.
namespace member_bad {
class Service {
  std::shared_ptr<Config> config_;
  std::vector<std::thread> pool_;
  Config &config() {
    if (config_ == nullptr) {
      parse(0);
      config_ = std::make_shared<Config>();
      // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}config_'{{.*}} [race-lazy-init]
    }
    return *config_;
  }

public:
  void start() {
    for (int i = 0; i < 4; ++i)
      pool_.emplace_back([this] { parse(config().level); });
  }
};
} // namespace member_bad

// A table that is filled when it is still empty.
namespace table_bad {
std::vector<int> primes;
std::vector<int> compute();
int nth(int n) {
  if (primes.empty())
    primes = compute();
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}primes'{{.*}} [race-lazy-init]
  return primes[n];
}
void run() {
  std::thread a(nth, 1), b(nth, 2);
  a.join();
  b.join();
}
} // namespace table_bad

// An amount that is zero as long as nobody asked.
namespace number_bad {
int pageSize() {
  static int size;
  if (size == 0)
    size = parse(30);
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}size'{{.*}} [race-lazy-init]
  return size;
}
void allocate() { parse(pageSize()); }
void run() {
  std::thread a(allocate), b(allocate);
  a.join();
  b.join();
}
} // namespace number_bad

namespace optional_bad {
std::optional<Config> cached;
int level() {
  if (!cached.has_value())
    cached = Config{3};
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}cached'{{.*}} [race-lazy-init]
  return (*cached).level;
}
void run() {
  std::thread a(level), b(level);
  a.join();
  b.join();
}
} // namespace optional_bad

// In one expression, and through a pointer to the object.
namespace expression_bad {
struct Context {
  Config *config;
};
Config *config(Context *c) {
  return c->config ? c->config : (c->config = load());
  // MISSED: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}config'{{.*}} [race-lazy-init]
}
void use(Context *c) { parse(config(c)->level); }
void run() {
  Context c{};
  std::thread a(use, &c), b(use, &c);
  a.join();
  b.join();
}
} // namespace expression_bad

// By way of a local.
namespace by_local_bad {
Config *config;
Config *get() {
  Config *c = config;
  if (!c) {
    c = load();
    config = c;
    // MISSED: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}config'{{.*}} [race-lazy-init]
  }
  return c;
}
void run() {
  std::thread a(get), b(get);
  a.join();
  b.join();
}
} // namespace by_local_bad

// A mutable memo in a const method.
namespace memo_bad {
class Shape {
  mutable double area_ = 0;
  std::vector<std::jthread> threads_;

public:
  double area() const {
    if (!area_)
      area_ = parse(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}area_'{{.*}} [race-lazy-init]
    return area_;
  }
  void paint() {
    for (int i = 0; i < 4; ++i)
      threads_.emplace_back([this] { parse(static_cast<int>(area())); });
  }
};
} // namespace memo_bad
