// RUN: %race_check %s race-thread-local-across-suspension %t -- -std=c++20 -I%mock
#include "coroutine.h"

struct Context {
  int count = 0;
  void add(int n) { count += n; }
};
thread_local Context current;
thread_local int slots[8];
Context *context() { return &current; }
Context &contextRef() { return current; }
Task<int> hop();

Task<int> pointer() {
  Context *ctx = context();
  co_await hop();
  ctx->add(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'ctx' refers to 'current' of the thread that ran before the suspension; here another one may run, and both change it [race-thread-local-across-suspension]
  // CHECK-MESSAGES: :[[@LINE-4]]:12: note: thread A takes its own 'current'
  // CHECK-MESSAGES: :[[@LINE-4]]:3: note: thread A is suspended
  // CHECK-MESSAGES: :[[@LINE-4]]:3: note: thread B goes on with the 'current' of thread A
  co_return 0;
}

Task<int> reference() {
  auto &ctx = contextRef();
  int &count = current.count;
  ctx.add(1);
  co_await hop();
  ctx.add(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'ctx' refers to 'current'
  ++count;
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'count' refers to 'current'
  co_return 0;
}

template <class T> Task<T> element(T at) {
  int *slot = &slots[at];
  co_await hop();
  *slot += 1;
  // CHECK-MESSAGES: :[[@LINE-1]]:4: warning: 'slot' refers to 'slots'
  co_return 0;
}
Task<int> both() { return element(1); }

// A fiber may go on elsewhere as well.
namespace boost::this_fiber { void yield(); }
void fiber() {
  Context *ctx = &current;
  boost::this_fiber::yield();
  ctx->add(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'ctx' refers to 'current'
}
