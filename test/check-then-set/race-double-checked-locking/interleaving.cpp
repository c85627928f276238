// The interleaving of each kind of finding.
// RUN: %race_check %s race-double-checked-locking %t --min-confidence=low -- -std=c++20 -I%mock
#include "atomic.h"
#include "mutex.h"
std::mutex m;
int *p;
std::atomic<bool> ready;
std::atomic<int *> q;
int size;
void noSecondTest() {
  if (!p) {
    std::lock_guard l(m);
    p = new int;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'p' is tested without 'm' and set under it with no second test; two threads may pass the test and set it one after the other [race-double-checked-locking]
    // CHECK-NOTES: :[[@LINE-4]]:8: note: thread A tests 'p' without the lock
    // CHECK-NOTES: :[[@LINE-5]]:8: note: thread B tests it as well; both find that it is not set
    // CHECK-NOTES: :[[@LINE-4]]:5: note: thread A sets 'p' under the lock
    // CHECK-NOTES: :[[@LINE-5]]:5: note: thread B gets the lock next and sets it again: what thread A set is lost
    // CHECK-NOTES: :[[@LINE-6]]:5: note: test 'p' again under the lock, or use a call that runs once or a local static
  }
}
void notAtomic() {
  if (!p) {
    std::lock_guard l(m);
    if (!p)
      p = new int;
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'p' is tested without 'm' under which it is set, and is not atomic; it may be seen before what it stands for [race-double-checked-locking]
      // CHECK-NOTES: :[[@LINE-2]]:7: note: thread A sets 'p' under the lock
      // CHECK-NOTES: :[[@LINE-6]]:8: note: thread B tests it without the lock, and may see it before what was written ahead of it: it goes on with something half made
      // CHECK-NOTES: :[[@LINE-4]]:7: note: make 'p' atomic, or use a call that runs once or a local static
  }
}
void flagFirst() {
  if (!ready) {
    std::lock_guard l(m);
    if (!ready) {
      ready = true;
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'ready' is set before what it announces; a thread that tests it without the lock goes on too early [race-double-checked-locking]
      // CHECK-NOTES: :[[@LINE-2]]:7: note: thread A sets 'ready' under the lock
      // CHECK-NOTES: :[[@LINE-6]]:8: note: thread B tests it without the lock and goes on without waiting
      // CHECK-NOTES: :[[@LINE+2]]:7: note: thread A writes only now what thread B already uses
      // CHECK-NOTES: :[[@LINE-5]]:7: note: set 'ready' last, when everything else is there
      size = 3;
    }
  }
}
void relaxed() {
  if (!q.load(std::memory_order_relaxed)) {
    std::lock_guard l(m);
    if (!q.load(std::memory_order_relaxed))
      q.store(new int, std::memory_order_release);
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'q' is tested with a relaxed load; the object it points to may not be seen yet [race-double-checked-locking]
      // CHECK-NOTES: :[[@LINE-2]]:7: note: thread A makes the object and sets 'q'
      // CHECK-NOTES: :[[@LINE-6]]:8: note: thread B sees the pointer, but with a relaxed load not what was written before it: it uses an object half made
      // CHECK-NOTES: :[[@LINE-4]]:7: note: load with acquire order, and store with release order
  }
}
