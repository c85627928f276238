// RUN: %race_check %s race-once-misuse %t -- -std=c++20 -I%mock
#include "thread.h"

void init();

std::once_flag global;
void global_ok() { std::call_once(global, init); }
void static_ok() {
  static std::once_flag flag;
  std::call_once(flag, init);
}
void perThread_ok() {
  thread_local std::once_flag flag;
  std::call_once(flag, init);
}
void given_ok(std::once_flag &flag) { std::call_once(flag, init); }

struct Table {
  std::once_flag filled;
  void perObject_ok() { std::call_once(filled, init); }
};

// Threads of this call share it.
void shared_ok() {
  std::once_flag flag;
  std::jthread a([&flag] { std::call_once(flag, init); });
  std::call_once(flag, init);
}
// Once in all rounds of this call.
void loop_ok(int n) {
  std::once_flag flag;
  for (int i = 0; i < n; ++i)
    std::call_once(flag, init);
}
