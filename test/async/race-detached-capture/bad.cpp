// RUN: %race_check %s race-detached-capture %t -- -std=c++20 -I%mock
#include "coroutine.h"
#include "thread.h"

struct Request { int id; };
void use(Request &);

void handle() {
  Request r{1};
  std::thread([&] { use(r); }).detach();
  // CHECK-MESSAGES: :[[@LINE-1]]:25: warning: the thread refers to the local 'r', and nobody waits for it; when 'handle' returns, it uses memory that is something else [race-detached-capture]
  // CHECK-MESSAGES: :[[@LINE-2]]:3: note: thread A starts the thread
  // CHECK-MESSAGES: :[[@LINE+2]]:1: note: thread A leaves the scope of 'r'
  // CHECK-MESSAGES: :[[@LINE-4]]:25: note: thread B reads or writes 'r', which is gone
}

void named(int id) {
  std::thread t([&id] {
    // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: the thread refers to the local 'id'
    Request r{id};
    use(r);
  });
  t.detach();
}

void byPointer() {
  Request r{1};
  std::thread([p = &r] { use(*p); }).detach();
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: the thread refers to the local 'r'
}

void byArgument() {
  Request r{1};
  std::thread(use, std::ref(r)).detach();
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: the thread refers to the local 'r'
}

void closure() {
  Request r{1};
  auto work = [&r] { use(r); };
  // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: the thread refers to the local 'r'
  std::thread(work).detach();
}

// The loop makes a new one each time round, and waits for nobody.
void each(int n) {
  for (int i = 0; i < n; ++i) {
    Request r{i};
    std::thread([&r] { use(r); }).detach();
    // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: the thread refers to the local 'r', and nobody waits for it; when its scope ends
  }
}

// A coroutine's captures are members of its closure.
Task<int> io();
Task<int> returned(int x) {
  return [x]() -> Task<int> {
    // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: the closure of this coroutine lambda is a temporary, and its task is returned; when it goes on, the captured 'x' is gone
    co_return co_await io() + x;
  }();
}
int run(Task<int> &);
int kept(int x) {
  Task<int> t = [x]() -> Task<int> { co_return x; }();
  // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: the closure of this coroutine lambda is a temporary, and its task is kept
  return run(t);
}
Task<int> local(int x) {
  auto work = [x]() -> Task<int> { co_return x; };
  return work();
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: the closure of this coroutine lambda is 'work', a local, and its task is returned
}
struct Server {
  int state;
  Task<int> serve() {
    return [this]() -> Task<int> { co_return state; }();
    // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: {{.*}}the captured 'this' is gone
  }
};
