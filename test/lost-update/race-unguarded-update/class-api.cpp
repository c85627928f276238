// A class with a thread of its own, and public methods that others call
// meanwhile: who calls them is out of sight.
// RUN: %race_check %s race-unguarded-update,race-conflicting-access %t -- -std=c++20 -isystem %mock
#include "atomic.h"
#include "thread.h"
bool more();

// The thread and a public method both count.
class Poller_bad {
  std::thread thread_;
  int pending_ = 0;
  void loop() {
    while (more())
      --pending_;
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}pending_'{{.*}} [race-unguarded-update]
  }

public:
  Poller_bad() { thread_ = std::thread(&Poller_bad::loop, this); }
  ~Poller_bad() { thread_.join(); }
  void submit() { pending_ = 1; }
};

// The public methods are for before the start: the class says so itself.
class Configured_ok {
  std::thread thread_;
  int retries_ = 0;
  void loop() {
    while (more())
      --retries_;
  }

public:
  explicit Configured_ok(int retries) : retries_(retries) {
    ++retries_;
    thread_ = std::thread(&Configured_ok::loop, this);
  }
  ~Configured_ok() {
    thread_.join();
    retries_ = 0;
  }
};

// What others read is atomic, what the thread counts for itself is its own.
class Sampler_ok {
  std::thread thread_;
  std::atomic<int> published_ = 0;
  int counted_ = 0;
  void loop() {
    while (more()) {
      ++counted_;
      published_.store(counted_);
    }
  }

public:
  Sampler_ok() { thread_ = std::thread(&Sampler_ok::loop, this); }
  ~Sampler_ok() { thread_.join(); }
  int samples() const { return published_.load(); }
};
