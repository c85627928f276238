// What is shown by default, at medium confidence.
// RUN: %race_check %s race-stale-after-suspension %t -- -std=c++20 -I%mock
#include "containers.h"
#include "coroutine.h"
enum class State { Closed, Open, Closing };
struct Peer {
  std::vector<int> scenes;
  bool readable, started, greets;
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
  // What else is changed then, is changed for each who passed the test.
  Task<> welcome() {
    if (!greets)
      co_return;
    co_await poll();
    scenes.clear();
    greets = false;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'greets' is tested before a suspension and set after it; another activation may pass the test meanwhile
  }
  Task<> saveRestore() {
    int old = mode;
    mode = 3;
    co_await poll();
    mode = old;
  }
};
