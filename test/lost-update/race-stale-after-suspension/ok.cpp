// Code that looks the same and is right: each is a trap of the catalogue, or
// one of the false alarms that a linter of another language is known for.
// RUN: %race_check %s race-stale-after-suspension %t --min-confidence=low -- -std=c++20 -I%mock
#include "containers.h"
#include "coroutine.h"
#include "memory.h"

int clamp(int);
struct Request {
  int body;
};
struct Response {
  const char *body;
};
struct Session {
  Task<> drain();
  bool stopped;
};
struct AsyncLockGuard {
  ~AsyncLockGuard();
};
struct AsyncMutex {
  Task<AsyncLockGuard> scoped_lock_async();
  Task<> lock();
  void unlock();
};
struct Permit {
  ~Permit();
};
struct Gate {
  Task<Permit> pass();
};
struct Server_ok {
  int total, state, limit;
  unsigned generation;
  bool busy, stopped;
  std::map<int, Session *> sessions;
  std::map<int, int> cache;
  AsyncMutex mutex;
  Gate gate;
  Task<int> fetch();
  Task<> log(int);

  // Since C++17 the right operand comes first.
  Task<> compound() { total += co_await fetch(); }
  Task<> rightFirst() {
    int v = co_await fetch();
    total = total + v;
  }
  Task<> hoisted() { total = co_await fetch(); }
  Task<> readAgain() {
    int t = total;
    co_await log(t);
    t = total;
    total = t + 1;
  }
  Task<> compared() {
    int t = total;
    co_await log(t);
    if (total != t)
      co_return;
    total = t + 1;
  }
  Task<> generationCompared() {
    unsigned g = generation;
    int t = total;
    co_await log(t);
    if (g != generation)
      co_return;
    total = t + 1;
    ++generation;
  }
  Task<> testedAgain() {
    if (state != 1)
      co_return;
    co_await log(1);
    if (state != 1)
      co_return;
    state = 2;
  }
  Task<> loopTested() {
    while (state != 1)
      co_await log(1);
    state = 2;
  }
  // The new value owes nothing to the old one.
  Task<> independent(Request &req, Response &res) {
    int b = req.body;
    co_await log(b);
    res.body = "OK";
  }
  Task<> otherField() {
    int t = total;
    co_await log(t);
    limit = t;
  }
  Task<> otherFieldOfOne(Session *s, Response *r) {
    bool b = s->stopped;
    co_await log(b);
    r->body = b ? "stopped" : "running";
  }
  // The flag is set before anybody else can run.
  Task<> busyFlag() {
    if (busy)
      co_return;
    busy = true;
    int t = total;
    co_await log(t);
    total = t + 1;
    busy = false;
  }
  Task<> stateMachine() {
    if (state != 0)
      co_return;
    state = 1;
    co_await log(1);
    state = 2;
  }
  Task<> awaitedGuard() {
    auto held = co_await mutex.scoped_lock_async();
    int t = total;
    co_await log(t);
    total = t + 1;
  }
  Task<> awaitedLock() {
    co_await mutex.lock();
    int t = total;
    co_await log(t);
    total = t + 1;
    mutex.unlock();
  }
  // A guard by what is done with it: nothing.
  Task<> permit() {
    auto p = co_await gate.pass();
    int t = total;
    co_await log(t);
    total = t + 1;
  }
  Task<> readyAtOnce() {
    int t = total;
    co_await std::suspend_never{};
    total = t + 1;
  }
  Task<> own() {
    int t = 0;
    int u = t;
    co_await log(u);
    t = u + 1;
  }
  Task<> ownByValue(Request r, int n) {
    int b = r.body + n;
    co_await log(b);
    r.body = b;
    n = b;
  }
  Task<> fresh() {
    auto r = std::make_unique<Request>();
    int b = r->body;
    co_await log(b);
    r->body = b + 1;
  }
  Task<> markedBefore(int k) {
    if (cache.contains(k))
      co_return;
    cache[k] = 0;
    cache[k] = co_await fetch();
  }
  Task<> keepsFirst(int k) {
    if (cache.contains(k))
      co_return;
    int v = co_await fetch();
    cache.try_emplace(k, v);
  }
  Task<> lookedUpAgain(int id) {
    auto it = sessions.find(id);
    co_await it->second->drain();
    it = sessions.find(id);
    sessions.erase(it);
  }
  Task<> erasedByKey(int id) {
    auto it = sessions.find(id);
    co_await it->second->drain();
    sessions.erase(id);
  }
  Task<> ownContainer(int id) {
    std::map<int, int> seen;
    auto it = seen.find(id);
    co_await log(id);
    seen.erase(it);
  }
  // No coroutine, no suspension.
  void plain() {
    int t = total;
    log(t);
    total = t + 1;
  }
  // Each path reads after its own suspension.
  Task<> branches(bool b) {
    int t;
    if (b) {
      co_await log(1);
      t = total;
    } else {
      t = total;
    }
    total = t + 1;
  }
  Task<> onlyLogged() {
    if (total > limit)
      log(total);
    co_await log(1);
    total = 0;
  }
  auto copied(int n) {
    return [n, this]() mutable -> Task<> {
      int t = n;
      co_await log(t);
      n = t + 1;
    };
  }
};
thread_local int mine;
Task<> threadLocal_ok(Server_ok &s) {
  int t = mine;
  co_await s.log(t);
  mine = t + 1;
}
