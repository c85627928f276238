// RUN: %race_check %s race-use-after-handoff %t -- -std=c++20 -I%mock
#include "coroutine.h"
struct Pool {
  void post(std::coroutine_handle<>);
};
struct Silenced {
  Pool &pool_;
  int n_ = 0;
  bool await_ready() noexcept;
  void await_suspend(std::coroutine_handle<> h) {
    pool_.post(h);
    n_ = 1; // NOLINT(race-use-after-handoff)
  }
  void await_resume();
};
struct Told {
  Pool &pool_;
  int n_ = 0;
  bool await_ready() noexcept;
  void await_suspend(std::coroutine_handle<> h) {
    pool_.post(h);
    n_ = 1;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning:
  }
  void await_resume();
};
