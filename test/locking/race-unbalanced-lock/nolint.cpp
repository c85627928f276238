// RUN: %race_check %s race-unbalanced-lock %t -- -std=c++20 -isystem %mock
#include "mutex.h"

static std::mutex mutex;
static int n;
void last() {
  mutex.lock(); // NOLINT(race-unbalanced-lock)
  ++n;
}
void last_too() {
  // NOLINTNEXTLINE(race-unbalanced-lock)
  mutex.lock();
  ++n;
}
