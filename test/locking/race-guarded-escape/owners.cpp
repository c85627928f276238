// What a guarded smart pointer owns: a pointer to it is fine as long as no
// other section lets go of the object.
// RUN: %race_check %s race-guarded-escape %t -- -std=c++20 -isystem %mock
#include "containers.h"
#include "memory.h"
#include "mutex.h"

struct Config {
  int limit;
};
class Service_bad {
  std::mutex m;
  std::unique_ptr<Config> config;
  std::shared_ptr<Config> shared;

public:
  void reload() {
    std::lock_guard l(m);
    config = std::make_unique<Config>();
    shared = std::make_shared<Config>();
  }
  void drop() {
    std::lock_guard l(m);
    config.reset();
    shared.reset();
  }
  Config *get() {
    std::lock_guard l(m);
    return config.get();
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'config'{{.*}} [race-guarded-escape]
  }
  const Config &reference() {
    std::lock_guard l(m);
    return *shared;
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}shared'{{.*}} [race-guarded-escape]
  }
};
int user(Service_bad &s) { return s.get()->limit + s.reference().limit; }

class Service_ok {
  std::mutex m;
  std::unique_ptr<Config> config;
  std::shared_ptr<Config> shared;

public:
  void reload() {
    std::lock_guard l(m);
    shared = std::make_shared<Config>();
  }
  // Made once, never replaced.
  Config *get() {
    std::lock_guard l(m);
    if (!config)
      config = std::make_unique<Config>();
    return config.get();
  }
  std::shared_ptr<Config> owner() {
    std::lock_guard l(m);
    return shared;
  }
};
int user(Service_ok &s) { return s.get()->limit + s.owner()->limit; }
