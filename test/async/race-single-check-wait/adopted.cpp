// RUN: %race_check %s race-single-check-wait %t -- -std=c++20 -isystem %mock
// A wrapper whose caller holds the lock: the guard takes it over, and gives it
// back untouched.
#include "mutex.h"
#include "thread.h"

struct Mutex {
  std::mutex own;
};
class CondVar {
  std::condition_variable cv_;
  Mutex *mu_;

public:
  void wait() {
    std::unique_lock<std::mutex> hold(mu_->own, std::adopt_lock);
    cv_.wait(hold);
    hold.release();
  }
  void waitAlone() {
    std::unique_lock<std::mutex> hold(mu_->own);
    cv_.wait(hold);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: nothing is tested around this wait on 'cv_'
  }
};
