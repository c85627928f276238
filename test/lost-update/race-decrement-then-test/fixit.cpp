// RUN: %race_check %s race-decrement-then-test %t --fix -- -std=c++20 -I%mock
#include "atomic.h"
void finish();

struct Fixed {
  std::atomic<int> refs, arrived;
  int quorum;
  bool others();

  void old() {
    refs.fetch_sub(1);
    if (refs.load() == 0)
      delete this;
    // CHECK-MESSAGES: :[[@LINE-2]]:9: warning: 'refs' is counted down
    // CHECK-FIXES: {{^}}    if (refs.fetch_sub(1) == 1)
  }
  void negated() {
    refs.fetch_sub(2);
    if (!refs.load())
      delete this;
    // CHECK-MESSAGES: :[[@LINE-2]]:10: warning: 'refs' is counted down
    // CHECK-FIXES: {{^}}    if (refs.fetch_sub(2) == 2)
  }
  void prefix() {
    --refs;
    if (refs == 0)
      finish();
    // CHECK-MESSAGES: :[[@LINE-2]]:9: warning: 'refs' is counted down
    // CHECK-FIXES: {{^}}    if (--refs == 0)
  }
  void postfix() {
    refs--;
    if (!refs && others())
      finish();
    // CHECK-MESSAGES: :[[@LINE-2]]:10: warning: 'refs' is counted down
    // CHECK-FIXES: {{^}}    if (!--refs && others())
  }
  void compound() {
    refs -= 1;
    if (refs.load() != 0)
      return;
    delete this;
    // CHECK-MESSAGES: :[[@LINE-3]]:9: warning: 'refs' is counted down
    // CHECK-FIXES: {{^}}    if ((refs -= 1) != 0)
  }
  void up() {
    arrived.fetch_add(1);
    if (arrived.load() == quorum)
      finish();
    // CHECK-MESSAGES: :[[@LINE-2]]:9: warning: 'arrived' is counted up
    // CHECK-FIXES: {{^}}    if (arrived.fetch_add(1) + 1 == quorum)
  }
  // The one operation would need both orders.
  void orders() {
    refs.fetch_sub(1, std::memory_order_release);
    if (refs.load(std::memory_order_acquire) == 0)
      delete this;
    // CHECK-MESSAGES: :[[@LINE-2]]:9: warning: 'refs' is counted down
    // CHECK-FIXES: {{^}}    refs.fetch_sub(1, std::memory_order_release);
    // FIXED-MESSAGES: warning: 'refs' is counted down
  }
  // It would run after 'others()', or not at all.
  void notFirst() {
    --refs;
    if (others() && refs == 0)
      finish();
    // CHECK-MESSAGES: :[[@LINE-2]]:21: warning: 'refs' is counted down
    // CHECK-FIXES: {{^}}    --refs;
    // FIXED-MESSAGES: warning: 'refs' is counted down
  }
};
