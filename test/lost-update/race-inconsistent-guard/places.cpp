// Each function that forgets the lock has to be repaired: told once in each, at
// the first access, and once a location.
// RUN: %race_check %s race-unguarded-update,race-conflicting-access,race-inconsistent-guard,race-lazy-init %t -- -std=c++20 -isystem %mock
#include "thread.h"
int parse(int);

class Counter_bad {
  std::mutex m_;
  int a_ = 0, b_ = 0;

public:
  void up() {
    std::lock_guard lock(m_);
    ++a_, ++b_;
  }
  void down() {
    std::lock_guard lock(m_);
    --a_, --b_;
  }
  int get() {
    std::lock_guard lock(m_);
    return a_ + b_;
  }
  bool zero() {
    std::lock_guard lock(m_);
    return a_ == 0 && b_ == 0;
  }
  void reset() {
    a_ = 0;
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}a_'{{.*}} [race-inconsistent-guard]
    parse(1);
    a_ = 1;
  }
  void preset(int n) {
    b_ = n;
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}b_'{{.*}} [race-inconsistent-guard]
    if (n > 10)
      b_ = 10;
  }
};

// Threads that run into it change nothing about whose finding it is.
class Threads_bad {
  std::mutex m_;
  int n_ = 0;
  void up() {
    std::lock_guard lock(m_);
    ++n_;
  }
  void down() {
    std::lock_guard lock(m_);
    --n_;
  }
  int get() {
    std::lock_guard lock(m_);
    return n_;
  }
  void hurry() {
    ++n_;
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}n_'{{.*}} [race-inconsistent-guard]
  }

public:
  void run() {
    std::jthread a([this] { up(); }), b([this] { down(); }),
        c([this] { hurry(); }), d([this] { get(); });
  }
};
