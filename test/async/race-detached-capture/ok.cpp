// RUN: %race_check %s race-detached-capture %t -- -std=c++20 -I%mock
#include "atomic.h"
#include "coroutine.h"
#include "thread.h"

struct Request { int id; };
void use(const Request &);
void log(const char *);

void joined() {
  Request r{1};
  std::thread t([&] { use(r); });
  t.join();
}

void joinsItself() {
  Request r{1};
  std::jthread t([&] { use(r); });
}

void byValue() {
  Request r{1};
  std::thread([r] { use(r); }).detach();
  std::thread([r = std::move(r)] { use(r); }).detach();
}

// What outlives every function.
static Request global;
void statics() {
  static Request once;
  std::thread([&] { use(once), use(global); }).detach();
}

// Whoever gave the reference sees to it.
void given(Request &r) {
  std::thread([&r] { use(r); }).detach();
}

// The thread says when it is done, by something that is looked at here.
void waitsByLatch() {
  Request r{1};
  std::latch done(1);
  std::thread([&] {
    use(r);
    done.count_down();
  }).detach();
  done.wait();
}
int waitsByFuture() {
  std::promise<int> p;
  auto f = p.get_future();
  std::thread([&p] { p.set_value(1); }).detach();
  return f.get();
}

struct Notification {
  void notify();
  void wait();
};
void waitsByOwnMeans() {
  Request r{1};
  Notification done;
  std::thread([&] {
    use(r);
    done.notify();
  }).detach();
  done.wait();
}
void waitsByFlag() {
  std::atomic<bool> done{false};
  std::thread([&] { done = true; }).detach();
  while (!done)
    ;
}

// Never returns, so the local never goes.
int accept();
void serve() {
  Request r{1};
  for (;;) {
    int fd = accept();
    std::thread([&r, fd] { use(r), use(Request{fd}); }).detach();
  }
}

// The thread goes to somebody else.
std::thread handedOn() {
  Request r{1};
  std::thread t([r] { use(r); });
  return t;
}

Task<int> io();
Task<int> awaited(int x) {
  co_return co_await [x]() -> Task<int> { co_return co_await io() + x; }();
}
// The closure is a local of a coroutine, and outlives the task.
Task<int> both(int x) {
  auto work = [x]() -> Task<int> { co_return x; };
  Task<int> t = work();
  co_return co_await t;
}
// Nothing is captured: what it needs is given to it.
Task<int> asParameter(int x) {
  return [](int own) -> Task<int> { co_return co_await io() + own; }(x);
}
Task<int> plain(int x) {
  return [x]() { return io(); }();
}
