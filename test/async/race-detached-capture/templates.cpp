// RUN: %race_check %s race-detached-capture %t -- -std=c++20 -I%mock -I%S/Inputs
#include "thread.h"
#include "background.h"
// CHECK-MESSAGES: background.h:4:26: warning: the thread refers to the local 'copy'

#define IN_BACKGROUND(...) std::thread(__VA_ARGS__).detach()
void use(int &);
void macro() {
  int x = 0;
  IN_BACKGROUND([&x] { use(x); });
  // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: the thread refers to the local 'x'
}

template <class T> void background(T x) {
  std::thread([&x] { use(x); }).detach();
  // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: the thread refers to the local 'x'
}
void both() {
  background(1);
  inBackground(2);
}
