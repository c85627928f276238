// RUN: %race_check %s race-single-check-wait %t -- -std=c++20 -I%mock
#include "mutex.h"

std::mutex m;
std::condition_variable changed;
bool ready;
void wait() {
  std::unique_lock<std::mutex> l(m);
  if (!ready)
    changed.wait(l); // NOLINT(race-single-check-wait)
}
