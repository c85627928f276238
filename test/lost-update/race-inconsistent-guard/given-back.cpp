// A helper that gives its callers' lock back for a while was called with it, and
// what it does before and after happens under the lock: no caller needs to be in
// sight for that.
// RUN: %race_check %s race-inconsistent-guard %t -- -std=c++20 -isystem %mock
#include "containers.h"
#include "mutex.h"

void sleepFor(int ms);

// 'retries_' is guarded in 'backOff' and 'restart', so that 'peek' is wrong.
class Dialer_bad {
  std::mutex m_;
  std::vector<int> retries_;

public:
  void backOff() {
    retries_.push_back(1);
    m_.unlock();
    sleepFor(10);
    m_.lock();
    retries_.push_back(2);
  }
  void restart() {
    std::lock_guard lock(m_);
    retries_.clear();
  }
  int last() {
    std::lock_guard lock(m_);
    return retries_.back();
  }
  int peek() {
    return retries_.back();
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}retries_'{{.*}} [race-inconsistent-guard]
  }
};

class Dialer_ok {
  std::mutex m_;
  std::vector<int> retries_;

public:
  void backOff() {
    retries_.push_back(1);
    m_.unlock();
    sleepFor(10);
    m_.lock();
    retries_.push_back(2);
  }
  // On some paths only, and the lock is held at the end of all.
  void wait(bool idle) {
    if (idle) {
      m_.unlock();
      sleepFor(10);
      m_.lock();
    }
    retries_.push_back(3);
  }
  // It keeps the lock to itself in the end.
  void finish() {
    retries_.clear();
    m_.unlock();
  }
  void restart() {
    std::lock_guard lock(m_);
    retries_.clear();
  }
  int last() {
    std::lock_guard lock(m_);
    return retries_.back();
  }
};

// A guard that was unlocked by hand before it ends gives back nothing of its
// callers.
class Journal_bad {
  std::mutex m_;
  std::vector<int> lines_;

public:
  void write(int x) {
    lines_.push_back(x);
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}lines_'{{.*}} [race-inconsistent-guard]
    std::unique_lock lock(m_);
    lines_.push_back(x);
    lock.unlock();
  }
  void clear() {
    std::lock_guard lock(m_);
    lines_.clear();
  }
  void trim() {
    std::lock_guard lock(m_);
    lines_.pop_back();
  }
};
