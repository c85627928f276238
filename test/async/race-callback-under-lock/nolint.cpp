// RUN: %race_check %s race-callback-under-lock %t -- -std=c++20 -isystem %mock
#include "mutex.h"
#include "thread.h"
class Bus {
  std::mutex mu_;
  std::function<void()> changed_;

public:
  void set(std::function<void()> f) {
    std::lock_guard<std::mutex> hold(mu_);
    changed_ = f;
  }
  void a() {
    std::lock_guard<std::mutex> hold(mu_);
    changed_(); // NOLINT(race-callback-under-lock)
  }
  void b() {
    std::lock_guard<std::mutex> hold(mu_);
    changed_();
    // CHECK-MESSAGES: :[[@LINE-1]]:13: warning:
  }
};
