// RUN: %race_check %s race-vacuous-lock %t -- -std=c++20 -I%mock
#include "mutex.h"
#define LOCK(m) std::lock_guard<std::mutex> lock_here(m)
#define BROKEN_LOCK(m) std::lock_guard<std::mutex>{m}
std::mutex m;
int n;
void named_ok() { LOCK(m); ++n; }
void temporary_bad() { BROKEN_LOCK(m); ++n; }
// CHECK-MESSAGES: :[[@LINE-1]]:24: warning: this guard is a temporary
