// RUN: %race_check %s race-async-lazy-init %t -- -std=c++20 -I%mock
#include "coroutine.h"

int *made;
Task<int *> make();
Task<> get() {
  if (!made)
    made = co_await make();
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'made' is set to what was awaited after the test that it is not there; a second activation passes the test meanwhile, and both make it [race-async-lazy-init]
  // CHECK-NOTES: :[[@LINE-3]]:8: note: activation A tests 'made' and finds nothing
  // CHECK-NOTES: :[[@LINE-3]]:12: note: activation A is suspended while it is made
  // CHECK-NOTES: :[[@LINE-5]]:8: note: activation B makes the same test, finds nothing, and makes it too
  // CHECK-NOTES: :[[@LINE-5]]:5: note: activation B sets 'made'
  // CHECK-NOTES: :[[@LINE-6]]:5: note: activation A goes on and sets it again: what activation B made is lost, with all that was done to it
  // CHECK-NOTES: :[[@LINE-7]]:5: note: keep in 'made' what is under way, before it is awaited, and let the others await that
}
