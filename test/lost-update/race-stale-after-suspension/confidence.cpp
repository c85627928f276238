// What is shown by default, at medium confidence.
// RUN: %race_check %s race-stale-after-suspension %t -- -std=c++20 -I%mock
#include "coroutine.h"
enum class State { Closed, Open, Closing };
struct Peer {
  bool readable, started;
  State state;
  int *conn, mode;
  Task<> poll();
  Task<int *> connect();
  // Whoever comes sets the same: nothing is lost.
  Task<> cached() {
    if (readable)
      co_return;
    co_await poll();
    readable = true;
  }
  // Another function closes meanwhile, and that is lost.
  Task<> closing() {
    if (state != State::Open)
      co_return;
    co_await poll();
    state = State::Closing;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'state' is tested before a suspension and set after it; another activation may pass the test meanwhile
  }
  void close() { state = State::Closed; }
  Task<> lazy() {
    if (!conn)
      conn = co_await connect();
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'conn' is tested before a suspension and set after it; another activation may pass the test meanwhile
  }
  Task<> saveRestore() {
    int old = mode;
    mode = 3;
    co_await poll();
    mode = old;
  }
};
