// RUN: %race_check %s race-inconsistent-guard %t -- -std=c++20 -isystem %mock
#include "mutex.h"
class Counter {
  std::mutex m_;
  int n_ = 0;

public:
  void up() {
    std::lock_guard lock(m_);
    ++n_;
  }
  void down() {
    std::lock_guard lock(m_);
    --n_;
  }
  void add(int n) {
    std::lock_guard lock(m_);
    n_ += n;
  }
  void take(int n) {
    std::lock_guard lock(m_);
    n_ -= n;
  }
  bool any() {
    std::lock_guard lock(m_);
    return n_ > 0;
  }
  int get() {
    std::lock_guard lock(m_);
    return n_;
  }
  void reset() {
    n_ = 0; // NOLINT(race-inconsistent-guard)
  }
  void preset() {
    // NOLINTNEXTLINE(race-*)
    n_ = 1;
  }
  void clear() {
    n_ = 2;
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}n_'{{.*}} [race-inconsistent-guard]
  }
};
