// RUN: %race_check %s race-expired-then-lock %t --fix -- -std=c++20 -I%mock
#include "memory.h"
#define ALIVE(w) (!(w).expired())
struct Job {
  void go();
  void go(Job &);
};
struct Owner {
  std::weak_ptr<Job> w, v;
  int locked2;

  void simple() {
    if (!w.expired()) w.lock()->go();
    // CHECK-MESSAGES: :[[@LINE-1]]:23: warning:
    // CHECK-FIXES: if (auto locked = w.lock()) locked->go();
  }
  // One name each, and none that is taken.
  void nested() {
    if (!(w.expired())) {
      if (!this->v.expired())
        this->v.lock()->go();
      // CHECK-MESSAGES: :[[@LINE-1]]:9: warning:
      w.lock()->go();
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning:
    }
    // CHECK-FIXES: if (auto locked4 = w.lock()) {
    // CHECK-FIXES-NEXT: if (auto locked3 = this->v.lock())
    // CHECK-FIXES-NEXT: locked3->go();
    // CHECK-FIXES: locked4->go();
  }

  // Where something hangs on the failure, or on the second mention, there is
  // none.
  void otherwise() {
    if (!w.expired())
      w.lock()->go();
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning:
    // CHECK-FIXES: w.lock()->go();
    // FIXED-MESSAGES: :[[@LINE-3]]:7: warning:
    else
      locked2 = 1;
  }
  void twice() {
    if (!w.expired()) {
      w.lock()->go();
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning:
      // CHECK-FIXES: w.lock()->go();
      // FIXED-MESSAGES: :[[@LINE-3]]:7: warning:
      w.reset();
    }
  }
  void more(bool b) {
    if (!w.expired() && b)
      w.lock()->go();
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning:
    // CHECK-FIXES: w.lock()->go();
    // FIXED-MESSAGES: :[[@LINE-3]]:7: warning:
  }
  void macro() {
    if (ALIVE(w))
      w.lock()->go();
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning:
    // CHECK-FIXES: w.lock()->go();
    // FIXED-MESSAGES: :[[@LINE-3]]:7: warning:
  }
  void star() {
    if (!w.expired())
      v.lock()->go(*w.lock());
    // CHECK-MESSAGES: :[[@LINE-1]]:21: warning:
    // CHECK-FIXES: v.lock()->go(*w.lock());
    // FIXED-MESSAGES: :[[@LINE-3]]:21: warning:
  }
};
