// Macros, templates, lambdas; one finding a place.
// RUN: %race_check %s race-atomic-check-then-set %t -- -std=c++20 -I%mock
#include "atomic.h"
#include "thread.h"
void launch();
#define START_ONCE(flag) if (!(flag)) { (flag) = true; launch(); }
std::atomic<bool> started;
void macro_bad() { START_ONCE(started) }
// CHECK-MESSAGES: :[[@LINE-1]]:20: warning: 'started' is tested
template <class T> struct Once {
  std::atomic<T> state;
  void run_bad(T next) {
    if (state.load() == T()) {
      state.store(next);
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'state' is tested
      launch();
    }
  }
};
template struct Once<int>;
template struct Once<long>;
void lambda_bad() {
  std::thread([] {
    if (!started.load()) {
      started.store(true);
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'started' is tested
      launch();
    }
  }).join();
}
