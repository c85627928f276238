// RUN: %race_check %s race-async-lazy-init %t -- -std=c++20 -I%mock
#include "coroutine.h"

int *made;
Task<int *> make();
Task<> get() {
  if (!made)
    made = co_await make(); // NOLINT(race-async-lazy-init)
}
