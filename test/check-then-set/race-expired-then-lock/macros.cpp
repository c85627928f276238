// RUN: %race_check %s race-expired-then-lock %t -- -std=c++20 -I%mock
#include "memory.h"
#define WITH(w) if (!w.expired()) w.lock()
#define LIKELY(c) __builtin_expect(!!(c), 1)
#define ALIVE(w) (!(w).expired())
struct Job { void go(); };
std::weak_ptr<Job> w;
void shorthand_bad() { WITH(w)->go(); }
// CHECK-MESSAGES: :[[@LINE-1]]:29: warning: 'w' is asked
void likely_bad() { if (LIKELY(!w.expired())) w.lock()->go(); }
// CHECK-MESSAGES: :[[@LINE-1]]:47: warning: 'w' is asked
void alive_bad() { if (ALIVE(w)) w.lock()->go(); }
// CHECK-MESSAGES: :[[@LINE-1]]:34: warning: 'w' is asked
