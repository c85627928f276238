// RUN: %race_check %s race-unawaited-task %t -- -std=c++20 -I%mock
#include "coroutine.h"

template <class T> struct Store_bad {
  T value;
  Task<> put(T v) {
    value = v;
    co_return;
  }
  void set(T v) {
    put(v);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the task that 'put' gives is dropped where it is made and never awaited
  }
};
template struct Store_bad<int>;

template <class Target> void setAll(Target &t) { t.put(1); }
// CHECK-MESSAGES: :[[@LINE-1]]:50: warning: the task that 'put' gives is dropped where it is made and never awaited
void use(Store_bad<int> &s) { setAll(s); }

#define SAVE(s, v) (s).put(v)
void byMacro_bad(Store_bad<int> &s) {
  SAVE(s, 1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the task that 'put' gives is dropped where it is made and never awaited
}
Task<> byMacro_ok(Store_bad<int> &s) { co_await SAVE(s, 1); }
