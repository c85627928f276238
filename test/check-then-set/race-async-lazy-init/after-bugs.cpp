// Shapes of bugs that were found in real programs, each with its repair.
// RUN: %race_check %s race-async-lazy-init %t -- -std=c++20 -I%mock
#include "containers.h"
#include "coroutine.h"

// Two requests for one picture, both fetched; the one that came second replaced
// the first, to which a listener was bound already.
struct Picture {
  void listen();
};
struct Pictures {
  std::map<int, Picture *> known;
  Task<Picture *> fetch(int);
  Task<Picture *> get_bad(int id) {
    auto it = known.find(id);
    if (it != known.end())
      co_return it->second;
    Picture *fresh = co_await fetch(id);
    known[id] = fresh;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'known[...]' is set to what was awaited
    co_return fresh;
  }
  Task<Picture *> get_ok(int id) {
    auto it = known.find(id);
    if (it != known.end())
      co_return it->second;
    Picture *fresh = co_await fetch(id);
    known.try_emplace(id, fresh);
    co_return known.find(id)->second;
  }
};

// A client that connected when it was first used: two calls at start-up made
// two connections, and one was never closed.
struct Socket {};
struct Client {
  Socket *socket;
  Task<Socket *> open();
  Task<> send_bad() {
    if (socket == nullptr)
      socket = co_await open();
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'socket' is set to what was awaited
  }
  Task<> send_ok() {
    if (socket == nullptr) {
      Socket *fresh = co_await open();
      if (socket == nullptr)
        socket = fresh;
    }
  }
};
