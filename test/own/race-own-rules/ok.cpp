// RUN: %race_check %s race-own-rules %t --config-file=%S/Inputs/rules.yaml -- -std=c++20 -I%mock
//
// Without rules the check says nothing.
// RUN: %race_check %s race-own-rules %t -- -std=c++20 -I%mock
#include "coroutine.h"
#include "mutex.h"

void notify();
void nap();

struct Registry {
  std::mutex mu;
  std::mutex other;
  void unlocked_ok() {
    mu.lock();
    mu.unlock();
    notify();
    nap();
  }
  void some_path_ok(bool b) {
    if (b)
      other.lock();
    notify();
    if (b)
      other.unlock();
  }
  void other_lock_ok() {
    std::lock_guard<std::mutex> l(other);
    nap();
  }
};

struct Stats {
  std::mutex m;
  int total = 0;
  void add() {
    std::lock_guard<std::mutex> l(m);
    total += 1;
  }
  void maybe_ok(bool b) {
    if (b)
      m.lock();
    total += 1;
    if (b)
      m.unlock();
  }
};
// Nothing says that anybody shares it.
struct Sum {
  int total = 0;
  void add(int n) { total += n; }
};

struct View { const char *p; };
View viewOf(const char *);
Task<> wait();
Task<> before_ok(const char *s) {
  co_await wait();
  View v = viewOf(s);
}
Task<> inner_ok(const char *s) {
  { View v = viewOf(s); }
  co_await wait();
}
void plain_ok(const char *s) { View v = viewOf(s); }

struct Store {
  int get(int key);
  void put(int key, int value);
  void lockRow(int key);
  template <class F> void transact(F f) { f(); }
};
struct Transaction { explicit Transaction(Store &); ~Transaction(); };
void locked_row_ok(Store &s) {
  int v = s.get(1);
  s.lockRow(1);
  s.put(1, v + 1);
}
void transaction_ok(Store &s) {
  Transaction t(s);
  s.put(1, s.get(1) + 1);
}
void lambda_ok(Store &s) {
  s.transact([&] { s.put(1, s.get(1) + 1); });
}
void other_key_ok(Store &s) {
  int v = s.get(1);
  s.put(2, v);
}
void independent_ok(Store &s) {
  int v = s.get(1);
  s.put(1, 7);
}
void written_first_ok(Store &s) {
  s.put(1, 7);
  int v = s.get(1);
}

void send();
void flush();
void send_ok() {
  flush();
  send();
}
void send_loop_ok(int n) {
  flush();
  for (int i = 0; i < n; ++i)
    send();
}

void start();
Task<> finished();
Task<> await_ok() {
  start();
  co_await finished();
}

struct Loop { template <class F> void post(F f) { f(); } };
struct Session {
  int state;
  void onData() { state = 1; }
};
