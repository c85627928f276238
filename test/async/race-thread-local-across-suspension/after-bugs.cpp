// RUN: %race_check %s race-thread-local-across-suspension %t -- -std=c++20 -I%mock
// Shaped like mistakes that were mended in public projects.
#include "coroutine.h"

// A tracer took the thread's stack of spans before the call that it traced, and
// popped from it after: by then the coroutine ran elsewhere.
namespace tracer {
struct Spans {
  int depth = 0;
  void push() { ++depth; }
  void pop() { --depth; }
};
thread_local Spans spans;
Task<int> call();
Task<int> traced() {
  Spans &mine = spans;
  mine.push();
  int result = co_await call();
  mine.pop();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'mine' refers to 'spans'
  co_return result;
}
Task<int> tracedFixed(Spans &own) {
  own.push();
  int result = co_await call();
  own.pop();
  co_return result;
}
} // namespace tracer

// A server kept a thread's arena over a read, and gave memory back to it.
namespace arena {
struct Arena {
  void *take();
  void give(void *);
};
thread_local Arena local;
Arena *current() { return &local; }
Task<int> read(void *);
Task<int> serve() {
  Arena *arena = current();
  void *buffer = arena->take();
  int size = co_await read(buffer);
  arena->give(buffer);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'arena' refers to 'local'
  co_return size;
}
Task<int> serveFixed(Arena &own) {
  void *buffer = own.take();
  int size = co_await read(buffer);
  own.give(buffer);
  co_return size;
}
} // namespace arena
