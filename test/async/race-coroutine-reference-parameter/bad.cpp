// RUN: %race_check %s race-coroutine-reference-parameter %t -- -std=c++20 -I%mock
#include "containers.h"
#include "coroutine.h"

struct Text {
  Text(const char *);
  Text(const Text &);
  ~Text();
};
struct Options {
  int level;
};
void use(const Text &);
Task<> open();

Task<> put(const Text &text) {
  co_await open();
  use(text);
}
Task<> putMoved(Text &&text) {
  co_await open();
  use(text);
}
Task<> withDefault(const Options &options = {}) {
  co_await open();
  (void)options.level;
}
Task<> elsewhere(const Text &text);

Task<> keeps() {
  auto task = put(Text("a"));
  // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: the coroutine 'put' is given a temporary as 'text', by reference, and its task is kept; when it runs, the temporary is gone [race-coroutine-reference-parameter]
  co_await task;
}
Task<> converts() {
  auto task = put("a");
  // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: the coroutine 'put' is given a temporary as 'text', by reference, and its task is kept
  co_await task;
}
Task<> returns() {
  return put(Text("a"));
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: the coroutine 'put' is given a temporary as 'text', by reference, and its task is returned; when it runs, the temporary is gone
}
Task<> moves() {
  return putMoved("a");
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: the coroutine 'putMoved' is given a temporary as 'text', by reference, and its task is returned
}
Task<> byDefault() {
  auto task = withDefault();
  // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: the coroutine 'withDefault' is given a temporary as 'options', by reference, and its task is kept
  co_await task;
}
Task<> declaredOnly() {
  auto task = elsewhere(Text("a"));
  // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: the coroutine 'elsewhere' is given a temporary as 'text', by reference, and its task is kept
  co_await task;
}
Task<> collected() {
  std::vector<Task<>> tasks;
  tasks.push_back(put(Text("a")));
  // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: the coroutine 'put' is given a temporary as 'text', by reference, and its task is kept
  for (auto &task : tasks)
    co_await task;
}

// Of several uses the first is told.
Task<> twice(const Text &text) {
  co_await open();
  use(text);
  use(text);
}
Task<> keepsTwice() {
  auto task = twice("a");
  // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: the coroutine 'twice' is given a temporary as 'text'
  // CHECK-MESSAGES: :[[@LINE-6]]:7: note: the coroutine uses 'text'
  co_await task;
}
