// RUN: %race_check %s race-decrement-then-test %t -- -std=c++20 -I%mock
#include "atomic.h"
#include "mutex.h"

void finish();

struct Object_bad {
  std::atomic<int> refs{1}, arrived{0};
  std::mutex m;
  int quorum;

  void release_bad() {
    refs.fetch_sub(1);
    if (refs.load() == 0)
      delete this;
    // CHECK-MESSAGES: :[[@LINE-2]]:9: warning: 'refs' is counted down and then loaded again to see whether it was the last; two threads may both see that [race-decrement-then-test]
    // CHECK-NOTES: :[[@LINE-4]]:5: note: thread A counts 'refs' down
    // CHECK-NOTES: :[[@LINE-5]]:5: note: thread B counts 'refs' down as well, to the value that counts
    // CHECK-NOTES: :[[@LINE-5]]:9: note: thread A loads the value that thread B made, and goes on
    // CHECK-NOTES: :[[@LINE-6]]:9: note: thread B loads the same and goes on too: what should happen once happens twice
    // CHECK-NOTES: :[[@LINE-7]]:9: note: use the value that the update itself gives
  }
  void operator_bad() {
    --refs;
    if (refs == 0)
      finish();
    // CHECK-MESSAGES: :[[@LINE-2]]:9: warning: 'refs' is counted down
    // CHECK-NOTES-COUNT-5: note:
  }
  void negated_bad() {
    refs--;
    if (!refs)
      finish();
    // CHECK-MESSAGES: :[[@LINE-2]]:10: warning: 'refs' is counted down
    // CHECK-NOTES-COUNT-5: note:
  }
  void leaves_bad() {
    refs -= 1;
    if (refs.load() != 0)
      return;
    delete this;
    // CHECK-MESSAGES: :[[@LINE-3]]:9: warning: 'refs' is counted down
    // CHECK-NOTES-COUNT-5: note:
  }
  bool returned_bad() {
    refs.fetch_sub(1);
    return refs.load() == 0;
    // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'refs' is counted down
    // CHECK-NOTES-COUNT-5: note:
  }
  bool answered_bad() {
    refs.fetch_add(-1);
    if (refs.load() == 0)
      return true;
    // CHECK-MESSAGES: :[[@LINE-2]]:9: warning: 'refs' is counted down
    // CHECK-NOTES-COUNT-5: note:
    return false;
  }
  void variable_bad() {
    refs.fetch_sub(1);
    int left = refs.load();
    if (left <= 0)
      finish();
    // CHECK-MESSAGES: :[[@LINE-3]]:16: warning: 'refs' is counted down
    // CHECK-NOTES-COUNT-5: note:
  }
  void afterTheLock_bad() {
    {
      std::lock_guard<std::mutex> l(m);
      --refs;
    }
    if (refs == 0)
      finish();
    // CHECK-MESSAGES: :[[@LINE-2]]:9: warning: 'refs' is counted down
    // CHECK-NOTES-COUNT-5: note:
  }
  // Counting down atomically is what several threads do, whatever the orders.
  void orders_bad() {
    refs.fetch_sub(1, std::memory_order_acq_rel);
    if (refs.load(std::memory_order_acquire) == 0)
      delete this;
    // CHECK-MESSAGES: :[[@LINE-2]]:9: warning: 'refs' is counted down
    // CHECK-NOTES-COUNT-5: note:
  }
  void inTheBranch_bad() {
    if (refs.fetch_sub(1); refs.load() == 0)
      delete this;
    // CHECK-MESSAGES: :[[@LINE-2]]:28: warning: 'refs' is counted down
    // CHECK-NOTES-COUNT-5: note:
  }

  // The mirror: the last of a quorum.
  void quorum_bad() {
    arrived.fetch_add(1);
    if (arrived.load() == quorum)
      finish();
    // CHECK-MESSAGES: :[[@LINE-2]]:9: warning: 'arrived' is counted up and then loaded again to see whether enough have come; two threads may both see that, or none
    // CHECK-NOTES-COUNT-5: note:
  }
  void all_bad() {
    ++arrived;
    bool all = arrived == 5;
    if (all)
      finish();
    // CHECK-MESSAGES: :[[@LINE-3]]:16: warning: 'arrived' is counted up
    // CHECK-NOTES-COUNT-5: note:
  }
};
