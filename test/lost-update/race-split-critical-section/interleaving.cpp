// The interleaving of each kind of finding.
// RUN: %race_check %s race-split-critical-section %t --min-confidence=low -- -std=c++20 -I%mock
#include "mutex.h"
std::mutex m;
int n;
bool open;
void data() {
  int v;
  {
    std::lock_guard l(m);
    v = n;
  }
  std::lock_guard l(m);
  n = v + 1;
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'n' is read under 'm' and written under it with a value computed from that read, but the lock is given back in between; an update in between is lost [race-split-critical-section]
  // CHECK-NOTES: :[[@LINE-5]]:9: note: thread A reads 'n' under 'm'
  // CHECK-NOTES: :[[@LINE-5]]:3: note: thread A gives 'm' back
  // CHECK-NOTES: :[[@LINE-4]]:3: note: thread B takes 'm' and writes its own update to 'n'
  // CHECK-NOTES: :[[@LINE-5]]:3: note: thread A writes what it made of its old read: the update of thread B is lost
  // CHECK-NOTES: :[[@LINE-6]]:3: note: hold 'm' from the read to the write, or read 'n' again under it and start over when it has changed
}
void control() {
  m.lock();
  bool was = open;
  m.unlock();
  if (was)
    return;
  m.lock();
  open = true;
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'open' is tested under 'm' and set under it, but the lock is given back in between; two threads may pass the test [race-split-critical-section]
  // CHECK-NOTES: :[[@LINE-7]]:14: note: thread A tests 'open' under 'm'
  // CHECK-NOTES: :[[@LINE-7]]:12: note: thread A gives 'm' back
  // CHECK-NOTES: :[[@LINE-9]]:14: note: thread B makes the same test, and passes too
  // CHECK-NOTES: :[[@LINE-5]]:3: note: thread A sets 'open'
  // CHECK-NOTES: :[[@LINE-6]]:3: note: thread B sets it again: what the test was to keep from happening twice happens twice
  // CHECK-NOTES: :[[@LINE-7]]:3: note: hold 'm' from the read to the write, or read 'open' again under it and start over when it has changed
  m.unlock();
}
void late() {
  int v = n;
  std::lock_guard l(m);
  n = v + 1;
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'n' is read without 'm' and written under it with a value computed from that read; an update in between is lost [race-split-critical-section]
  // CHECK-NOTES: :[[@LINE-4]]:11: note: thread A reads 'n' without the lock
  // CHECK-NOTES: :[[@LINE-3]]:3: note: thread B takes 'm' and writes its own update to 'n'
  // CHECK-NOTES: :[[@LINE-4]]:3: note: thread A writes what it made of its old read: the update of thread B is lost
  // CHECK-NOTES: :[[@LINE-5]]:3: note: hold 'm' from the read to the write, or read 'n' again under it and start over when it has changed
}
