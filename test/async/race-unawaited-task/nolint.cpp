// RUN: %race_check %s race-unawaited-task %t -- -std=c++20 -I%mock
#include "coroutine.h"

Task<> save();
void f() {
  save(); // NOLINT(race-unawaited-task)
}
