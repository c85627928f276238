// RUN: %race_check %s race-thread-local-across-suspension %t -- -std=c++20 -I%mock
#include "coroutine.h"

struct Context {
  int count = 0;
  void add(int n) { count += n; }
};
thread_local Context current;
Context global;
Context *context() { return &current; }
Task<int> hop();

Task<int> again() {
  context()->add(1);
  co_await hop();
  context()->add(1);
  co_return 0;
}
Task<int> before() {
  Context *ctx = context();
  ctx->add(1);
  co_await hop();
  co_return 0;
}
Task<int> takenAnew() {
  Context *ctx = context();
  ctx->add(1);
  co_await hop();
  ctx = context();
  ctx->add(1);
  co_return 0;
}
// A copy is what it was.
Task<int> copied() {
  int id = current.count;
  co_await hop();
  co_return id;
}
Task<int> shared() {
  Context *ctx = &global;
  co_await hop();
  ctx->add(1);
  co_return 0;
}
// Each round takes its own.
Task<int> loop() {
  for (int i = 0; i < 3; ++i) {
    Context *ctx = context();
    ctx->add(i);
    co_await hop();
  }
  co_return 0;
}
// No suspension.
int plain() {
  Context *ctx = context();
  ctx->add(1);
  return ctx->count;
}
