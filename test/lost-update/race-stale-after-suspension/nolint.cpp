// RUN: %race_check %s race-stale-after-suspension %t -- -std=c++20 -I%mock
#include "coroutine.h"
int n;
Task<int> fetch();
Task<> a() { n = n + co_await fetch(); } // NOLINT(race-stale-after-suspension)
Task<> b() { n = n + co_await fetch(); }
// CHECK-MESSAGES: :[[@LINE-1]]:14: warning: 'n' is read before a suspension and written after it with a value computed from that read; an update in between is lost
