// A comment beside the field or the lock is evidence, where counting has too
// little.
// RUN: %race_check %s race-inconsistent-guard %t -- -std=c++20 -isystem %mock
#include "containers.h"
#include "mutex.h"

class Scheduler_bad {
  std::mutex queue_lock_;
  std::mutex state_lock_;
  int running_ = 0; // guarded by state_lock_
  std::vector<int> queue_;

public:
  void start() {
    std::lock_guard lock(state_lock_);
    ++running_;
  }
  void add(int x) {
    std::lock_guard lock(queue_lock_);
    queue_.push_back(x);
  }
  void stop() {
    running_ = 0;
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}running_'{{.*}} [race-inconsistent-guard]
  }
};

class Session_bad {
  // Protects users_.
  std::mutex a_;
  std::mutex b_;
  std::vector<int> users_;
  int sent_ = 0;

public:
  void join(int u) {
    std::lock_guard lock(a_);
    users_.push_back(u);
  }
  void send() {
    std::lock_guard lock(b_);
    ++sent_;
  }
  void leave() {
    users_.pop_back();
    // MISSED: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}users_'{{.*}} [race-inconsistent-guard]
  }
};

// A comment that says the contrary.
class Reader_ok {
  std::mutex a_, b_;
  int position_ = 0; // not guarded: only the reader's thread
  std::vector<int> buffer_;

public:
  void fill() {
    std::lock_guard lock(a_);
    buffer_.push_back(1);
    ++position_;
  }
  void drain() {
    std::lock_guard lock(b_);
    buffer_.clear();
  }
  int position() const { return position_; }
};

// A comment that says when.
class Log_ok {
  std::mutex a_, b_;
  // Protected by a_ when two queues are used; otherwise only the head of the
  // queue writes it.
  std::vector<int> entries_;

public:
  void append() {
    std::lock_guard lock(a_);
    entries_.push_back(1);
  }
  void rotate() {
    std::lock_guard lock(b_);
    entries_.size();
  }
  void head() { entries_.push_back(2); }
};
