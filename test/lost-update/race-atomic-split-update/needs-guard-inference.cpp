// A lock of the project's own that no rule describes: needs the effect of its
// methods to be inferred. With a rule it is known, see rules.cpp.
// XFAIL: *
// RUN: %race_check %s race-atomic-split-update %t -- -std=c++20 -I%mock
#include "atomic.h"

struct Latch { void shut(); void open(); };
struct Pool_ok {
  Latch latch;
  std::atomic<int> free{0};
  void put() {
    latch.shut();
    free = free + 1;
    latch.open();
  }
};
