// RUN: %race_check %s race-single-check-wait %t -- -std=c++20 -I%mock
#include "coroutine.h"
#include "mutex.h"

template <class T> struct Box_bad {
  std::mutex m;
  std::condition_variable filled;
  T *value;
  T take() {
    std::unique_lock<std::mutex> l(m);
    if (!value)
      filled.wait(l);
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'value' is tested once before this wait and not after it
    T taken = *value;
    value = nullptr;
    return taken;
  }
};
template struct Box_bad<int>;

#define WAIT_UNTIL(condition, cv, lock)                                        \
  while (!(condition))                                                         \
  (cv).wait(lock)
struct ByMacro_ok {
  std::mutex m;
  std::condition_variable filled;
  int size;
  int take() {
    std::unique_lock<std::mutex> l(m);
    WAIT_UNTIL(size > 0, filled, l);
    return --size;
  }
};
