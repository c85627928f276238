// A class with a thread of its own, and public methods that others call
// meanwhile: who calls them is out of sight.
// RUN: %race_check %s race-unguarded-update,race-conflicting-access %t -- -std=c++20 -isystem %mock
#include "atomic.h"
#include "containers.h"
#include "thread.h"
bool more();
int parse(int);

// The thread writes what a public method reads.
class Tracker_bad {
  std::thread thread_;
  std::string position_;
  void loop() {
    while (more())
      position_ = "here";
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}position_'{{.*}} [race-conflicting-access]
  }

public:
  Tracker_bad() { thread_ = std::thread(&Tracker_bad::loop, this); }
  ~Tracker_bad() { thread_.join(); }
  std::string position() const { return position_; }
};

// The other way round: the classic stop flag that is no atomic.
class Pump_bad {
  std::thread thread_;
  bool running_ = true;
  void loop() {
    while (running_)
      parse(1);
  }

public:
  Pump_bad() { thread_ = std::thread(&Pump_bad::loop, this); }
  ~Pump_bad() { thread_.join(); }
  void stop() {
    running_ = false;
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}running_'{{.*}} [race-conflicting-access]
  }
};

// Set before the thread is started, read by both.
class Named_ok {
  std::thread thread_;
  std::string name_;
  void loop() { parse(name_.size()); }

public:
  Named_ok() {
    name_ = "worker";
    thread_ = std::thread(&Named_ok::loop, this);
  }
  ~Named_ok() {
    thread_.join();
    name_.clear();
  }
  unsigned long length() const { return name_.size(); }
};

// The getter waits for the thread first.
class Result_ok {
  std::thread thread_;
  int value_ = 0;

public:
  Result_ok() {
    thread_ = std::thread([this] { value_ = parse(1); });
  }
  int get() {
    thread_.join();
    return value_;
  }
};
