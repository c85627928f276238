// RUN: %race_check %s race-detached-capture %t -- -std=c++23 -I%mock
// What waits by its own means, and closures that a coroutine does not need.
#include "coroutine.h"
#include "thread.h"

namespace tbb {
struct task_group {
  template <class F> void run(F &&) {}
  void wait();
};
} // namespace tbb
struct Job { int id; };
void use(Job &);
Task<int> io();

// The group waits for what it runs, wherever that is asked for.
struct Batch {
  tbb::task_group group;
  void add() {
    Job j{1};
    group.run([&] { use(j); });
    group.wait();
  }
};
void own() {
  Job j{1};
  tbb::task_group group;
  group.run([&] { use(j); });
  group.wait();
}

// The closure is a parameter, and so in the coroutine's frame.
Task<int> deduced(int x) {
  return [x](this auto self) -> Task<int> { co_return co_await io() + x; }();
}
Task<int> notDeduced(int x) {
  return [x]() -> Task<int> { co_return co_await io() + x; }();
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: the closure of this coroutine lambda is a temporary
}
