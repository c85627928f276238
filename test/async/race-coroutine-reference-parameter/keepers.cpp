// RUN: %race_check %s race-coroutine-reference-parameter %t --config-file=%S/Inputs/keepers.yaml -- -std=c++20 -I%mock
#include "coroutine.h"

// Functions that are given a task and return before it has ended, as a rule of
// the project's says.
namespace base {
struct Executor {};
struct Scope {
  void spawn(Task<> &&task);
  Task<> join();
};
void startDetached(Task<> task);
Task<> runOn(Executor &executor, Task<> task);
int blockOn(Task<> task);
} // namespace base

struct Text {
  Text(const char *);
  Text(const Text &);
  ~Text();
};
void use(const Text &);
Task<> open();
Task<> put(const Text &text) {
  co_await open();
  use(text);
}
Task<> byValue(Text text) {
  co_await open();
  use(text);
}

Task<> inScope() {
  base::Scope scope;
  scope.spawn(put(Text("a")));
  // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: the coroutine 'put' is given a temporary as 'text', by reference, and its task is kept; when it runs, the temporary is gone
  scope.spawn(byValue(Text("a")));
  Text named("b");
  scope.spawn(put(named));
  co_await scope.join();
}
void detached() {
  base::startDetached(put("a"));
  // CHECK-MESSAGES: :[[@LINE-1]]:23: warning: the coroutine 'put' is given a temporary as 'text', by reference, and its task is kept
}

// A task of a task lives as long as whoever has it.
Task<> wrapped(base::Executor &executor) {
  base::Scope scope;
  scope.spawn(base::runOn(executor, put("a")));
  // CHECK-MESSAGES: :[[@LINE-1]]:37: warning: the coroutine 'put' is given a temporary as 'text', by reference, and its task is kept
  co_await base::runOn(executor, put("a"));
  auto later = base::runOn(executor, put("a"));
  // CHECK-MESSAGES: :[[@LINE-1]]:38: warning: the coroutine 'put' is given a temporary as 'text', by reference, and its task is kept
  co_await later;
  co_await scope.join();
}
// Has ended when it returns.
int blocks(base::Executor &executor) {
  return base::blockOn(base::runOn(executor, put("a")));
}
