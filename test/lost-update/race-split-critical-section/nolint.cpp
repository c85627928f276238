// RUN: %race_check %s race-split-critical-section %t -- -std=c++20 -I%mock
#include "mutex.h"
std::mutex m;
int n;
void a() {
  m.lock();
  int v = n;
  m.unlock();
  m.lock();
  n = v + 1; // NOLINT(race-split-critical-section)
  m.unlock();
}
void b() {
  m.lock();
  int v = n;
  m.unlock();
  m.lock();
  n = v + 1;
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'n' is read under 'm' and written under it with a value computed from that read, but the lock is given back in between; an update in between is lost
  m.unlock();
}
