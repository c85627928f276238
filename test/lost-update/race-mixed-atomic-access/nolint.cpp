// RUN: %race_check %s race-mixed-atomic-access %t -- -std=c++20 -I%mock
#include "thread.h"

int hits;
void one_ok() { __atomic_fetch_add(&hits, 1, __ATOMIC_SEQ_CST); }
void other_ok() {
  hits += 2; // NOLINT(race-mixed-atomic-access)
}
void run_ok() {
  std::thread a(one_ok), b(other_ok);
  a.join();
  b.join();
}
