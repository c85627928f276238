// RUN: %race_check %s race-stale-after-suspension %t --min-confidence=low -- -std=c++20 -I%mock
#include "containers.h"
#include "coroutine.h"
#include "mutex.h"

int clamp(int);
int combine(int, int);
struct Session {
  void drain();
};
struct Server_bad {
  int total, state, pending, mode;
  bool connected, busy;
  Session *conn;
  std::map<int, Session *> sessions;
  std::map<int, int> cache;
  std::vector<int> list;
  std::mutex m;
  Task<int> fetch();
  Task<Session *> connect();
  Task<> log(int);

  Task<> throughLocal() {
    int t = total;
    co_await log(t);
    total = t + 1;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'total' is read before a suspension and written after it with a value computed from that read; an update in between is lost [race-stale-after-suspension]
  }
  // The order that clang gives: the left operand is read first.
  Task<> operand() {
    total = total + co_await fetch();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'total' is read before a suspension and written after it with a value computed from that read; an update in between is lost
  }
  Task<> argument() {
    total = combine(total, co_await fetch());
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'total' is read before a suspension and written after it with a value computed from that read; an update in between is lost
  }
  Task<> clamped(bool more) {
    int t = clamp(total);
    if (more)
      co_await log(1);
    total = t;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'total' is read before a suspension and written after it with a value computed from that read; an update in between is lost
  }
  Task<> tested() {
    if (state != 1)
      co_return;
    co_await log(1);
    state = 2;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'state' is tested before a suspension and set after it; another activation may pass the test meanwhile [race-stale-after-suspension]
  }
  // 'race-async-lazy-init' tells of these two.
  Task<> lazy() {
    if (!conn)
      conn = co_await connect();
  }
  Task<> fill(int k) {
    if (!cache.contains(k))
      cache[k] = co_await fetch();
  }
  Task<> handle(int id) {
    auto it = sessions.find(id);
    co_await log(id);
    sessions.erase(it);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sessions' is changed with what was looked up in it before a suspension, and may no longer be there [race-stale-after-suspension]
  }
  Task<> wholeContainer() {
    auto copy = list;
    co_await log(1);
    copy.push_back(2);
    list = copy;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'list' is read before a suspension and written after it with a value computed from that read; an update in between is lost
  }
  Task<int> yields() {
    int t = total;
    co_yield t;
    total = t + 1;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'total' is read before a suspension and written after it with a value computed from that read; an update in between is lost
  }
  // The lock is given back before the suspension: it keeps nothing together.
  Task<> lockedBoth() {
    int t;
    {
      std::lock_guard l(m);
      t = total;
    }
    co_await log(t);
    std::lock_guard l(m);
    total = t + 1;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'total' is read before a suspension and written after it with a value computed from that read; an update in between is lost
  }
  Task<> saveRestore() {
    int old = mode;
    mode = 3;
    co_await log(1);
    mode = old;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'mode' is read before a suspension and written after it with a value computed from that read; an update in between is lost
  }
  Task<> cleared() {
    if (!connected)
      co_return;
    co_await log(1);
    connected = false;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'connected' is tested before a suspension and set after it; another activation may pass the test meanwhile
  }
  auto lambda() {
    return [this]() -> Task<> {
      int t = total;
      co_await log(t);
      total = t + 1;
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'total' is read before a suspension and written after it with a value computed from that read; an update in between is lost
    };
  }
};

int global;
Task<> global_bad(Server_bad &s) {
  int g = global;
  co_await s.log(g);
  global = g + 1;
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'global' is read before a suspension and written after it with a value computed from that read; an update in between is lost
}
Task<> parameter_bad(Server_bad &s, Server_bad *p) {
  int t = s.total;
  co_await s.log(t);
  s.total = t + 1;
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 's.total' is read before a suspension and written after it with a value computed from that read; an update in between is lost
  p->total = p->total + co_await s.fetch();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'p->total' is read before a suspension and written after it with a value computed from that read; an update in between is lost
}
template <class T> Task<> template_bad(T x, Server_bad &s) {
  int t = s.total;
  co_await s.log(t);
  s.total = t + 1;
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 's.total' is read before a suspension and written after it with a value computed from that read; an update in between is lost
}
template Task<> template_bad(int, Server_bad &);
