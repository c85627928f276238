// RUN: %race_check %s race-vacuous-lock %t -- -std=c++20 -I%mock
// RUN: %race_check %s race-vacuous-lock %t --prefix=OFF --config-file=%S/Inputs/no-static-state.yaml -- -std=c++20 -I%mock
// RUN: %race_check %s race-vacuous-lock %t --prefix=OFF --min-confidence=high -- -std=c++20 -I%mock
#include "mutex.h"
struct S {
  std::mutex m;
  static int total;
  void add() {
    std::lock_guard<std::mutex> l(m);
    ++total;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'total' is shared by all objects
  }
};
