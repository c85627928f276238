// RUN: %race_check %s race-coroutine-reference-parameter %t -- -std=c++20 -I%mock
#include "coroutine.h"

Task<> add(const int &n) {
  co_await add(n);
}
Task<> f() {
  auto task = add(1); // NOLINT(race-coroutine-reference-parameter)
  co_await task;
}
