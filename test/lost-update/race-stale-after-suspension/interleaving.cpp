// The interleaving of each kind of finding.
// RUN: %race_check %s race-stale-after-suspension %t --min-confidence=low -- -std=c++20 -I%mock
#include "containers.h"
#include "coroutine.h"
int n;
bool open;
std::map<int, int> sessions;
Task<int> fetch();
Task<> data() {
  n = n + co_await fetch();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'n' is read before a suspension and written after it with a value computed from that read; an update in between is lost [race-stale-after-suspension]
  // CHECK-NOTES: :[[@LINE-2]]:7: note: activation A reads 'n'
  // CHECK-NOTES: :[[@LINE-3]]:11: note: activation A is suspended
  // CHECK-NOTES: :[[@LINE-4]]:3: note: activation B writes its own update to 'n'
  // CHECK-NOTES: :[[@LINE-5]]:3: note: activation A writes what it made of its old read: the update of activation B is lost
  // CHECK-NOTES: :[[@LINE-6]]:3: note: await first and then read and write in one go, or set 'n' before the suspension
}
Task<> control() {
  if (open)
    co_return;
  co_await fetch();
  open = true;
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'open' is tested before a suspension and set after it; another activation may pass the test meanwhile [race-stale-after-suspension]
  // CHECK-NOTES: :[[@LINE-5]]:7: note: activation A tests 'open'
  // CHECK-NOTES: :[[@LINE-4]]:3: note: activation A is suspended
  // CHECK-NOTES: :[[@LINE-7]]:7: note: activation B makes the same test, and passes too
  // CHECK-NOTES: :[[@LINE-5]]:3: note: activation B sets 'open'
  // CHECK-NOTES: :[[@LINE-6]]:3: note: activation A goes on and sets it again: what activation B did is lost
  // CHECK-NOTES: :[[@LINE-7]]:3: note: await first and then read and write in one go, or set 'open' before the suspension
}
Task<> handle() {
  auto it = sessions.find(1);
  co_await fetch();
  sessions.erase(it);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sessions' is changed with what was looked up in it before a suspension, and may no longer be there [race-stale-after-suspension]
  // CHECK-NOTES: :[[@LINE-4]]:13: note: activation A reads 'sessions'
  // CHECK-NOTES: :[[@LINE-4]]:3: note: activation A is suspended
  // CHECK-NOTES: :[[@LINE-4]]:3: note: activation B changes 'sessions'
  // CHECK-NOTES: :[[@LINE-5]]:3: note: activation A goes on with what it found before: it is gone, or somebody else's
  // CHECK-NOTES: :[[@LINE-6]]:3: note: look it up again after the suspension
}
