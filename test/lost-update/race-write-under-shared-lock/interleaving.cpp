// The interleaving of each kind of finding.
// RUN: %race_check %s race-write-under-shared-lock %t --min-confidence=low -- -std=c++20 -I%mock
#include "mutex.h"
std::shared_mutex m;
int n;
void f() {
  std::shared_lock l(m);
  ++n;
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'n' is changed while 'm' is held in shared mode only; others hold it too [race-write-under-shared-lock]
  // CHECK-NOTES: :[[@LINE-3]]:20: note: thread A takes 'm' in shared mode
  // CHECK-NOTES: :[[@LINE-4]]:20: note: thread B takes it in shared mode as well
  // CHECK-NOTES: :[[@LINE-4]]:3: note: thread A changes 'n'
  // CHECK-NOTES: :[[@LINE-5]]:3: note: thread B changes it at the same time: one change is lost, or what is read is half of each
  // CHECK-NOTES: :[[@LINE-6]]:3: note: take 'm' in exclusive mode for this, or make 'n' atomic
}
