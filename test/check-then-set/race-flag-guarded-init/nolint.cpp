// RUN: %race_check %s race-flag-guarded-init %t -- -std=c++20 -isystem %mock
#include "thread.h"
void fill();
static bool one, two;
void ask() {
  if (!one) {
    fill();
    one = true; // NOLINT(race-flag-guarded-init)
  }
  if (!two) {
    fill();
    two = true;
    // CHECK-MESSAGES: :[[@LINE-1]]:9: warning:
  }
}
void run() {
  std::thread a(ask), b(ask);
  a.join();
  b.join();
}
