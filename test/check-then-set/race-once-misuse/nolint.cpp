// RUN: %race_check %s race-once-misuse %t -- -std=c++20 -I%mock
#include "thread.h"

void init();
void silenced() {
  std::once_flag flag;
  std::call_once(flag, init); // NOLINT(race-once-misuse)
}
