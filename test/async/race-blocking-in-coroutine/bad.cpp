// RUN: %race_check %s race-blocking-in-coroutine %t -- -std=c++20 -I%mock
#include "coroutine.h"
#include "thread.h"

Task<int> io();
int compute();

Task<int> waitsForFuture() {
  std::future<int> f = std::async(compute);
  co_await io();
  co_return f.get();
  // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: the coroutine waits for 'f' and keeps its thread meanwhile; if what would end the wait needs that thread, neither goes on [race-blocking-in-coroutine]
  // CHECK-MESSAGES: :[[@LINE-2]]:13: note: activation A waits for 'f'
  // CHECK-MESSAGES: :[[@LINE-3]]:13: note: activation B is queued on the same thread
  // CHECK-MESSAGES: :[[@LINE-4]]:13: note: both wait for ever: what they were to do is lost
}

Task<int> joins() {
  std::thread t(compute);
  t.join();
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the coroutine waits for 't'
  co_return 1;
}

std::latch ready(1);
std::condition_variable changed;
std::mutex mu;
bool done;
Task<int> waitsForOthers() {
  ready.wait();
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: the coroutine waits for 'ready'
  std::unique_lock<std::mutex> hold(mu);
  changed.wait(hold, [] { return done; });
  // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: the coroutine waits on 'changed'
  co_return 1;
}

namespace cppcoro {
template <class T> int sync_wait(T &&);
}
template <class T> Task<int> nested(T) {
  co_return cppcoro::sync_wait(io());
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: the coroutine waits in 'sync_wait'
}
Task<int> use() { return nested(1); }

#define PAUSE(how) how
extern "C" unsigned sleep(unsigned);
Task<int> sleeps() {
  PAUSE(sleep(1));
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: the coroutine sleeps in 'sleep'
  co_return 1;
}
