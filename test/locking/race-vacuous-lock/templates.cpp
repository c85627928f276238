// RUN: %race_check %s race-vacuous-lock %t -- -std=c++20 -I%mock
#include "mutex.h"

template <class Mutex> struct Box {
  Mutex m;
  int n;
  void temporary_bad() {
    std::lock_guard<Mutex>{m};
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this guard is a temporary
    ++n;
  }
  void named_ok() {
    std::lock_guard<Mutex> l{m};
    ++n;
  }
};
template struct Box<std::mutex>;
template struct Box<std::recursive_mutex>;
