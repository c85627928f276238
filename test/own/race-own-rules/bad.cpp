// RUN: %race_check %s race-own-rules %t --config-file=%S/Inputs/rules.yaml -- -std=c++20 -I%mock
#include "coroutine.h"
#include "mutex.h"
#include "thread.h"

void notify();
// CHECK-NOTES: :[[@LINE-1]]:6: note: 'notify' is declared here
void nap();
void doze();

struct Registry {
  std::mutex mu;
  std::mutex other;
  void locked_bad() {
    std::lock_guard<std::mutex> l(mu);
    notify();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'notify' is called with a lock held, and may come back for it [race-own-notify-under-lock]
  }
  void named_bad() {
    mu.lock();
    nap();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'nap' waits while the registry is locked [race-own-sleep-under-registry]
    mu.unlock();
  }
  void condition_bad() {
    std::lock_guard<std::mutex> l(mu);
    if ((doze(), true))
      // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'doze' waits while the registry is locked [race-own-sleep-under-registry]
      return;
  }
};

struct Stats {
  std::mutex m;
  int total = 0;
  void add() {
    std::lock_guard<std::mutex> l(m);
    total += 1;
  }
  void sub() {
    std::lock_guard<std::mutex> l(m);
    total -= 1;
  }
  void clear() {
    std::lock_guard<std::mutex> l(m);
    total = 0;
  }
  int bare_bad() { return total; }
  // CHECK-MESSAGES: :[[@LINE-1]]:27: warning: 'total' is touched without the lock that others take for it [race-own-bare-total]
};

struct View { const char *p; };
View viewOf(const char *);
Task<> wait();
Task<> view_bad(const char *s) {
  View v = viewOf(s);
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'v' may be of something that is gone after the suspension [race-own-view-across-await]
  co_await wait();
}

struct Store {
  int get(int key);
  void read(int key, int *value);
  void put(int key, int value);
  void lockRow(int key);
  template <class F> void transact(F f) { f(); }
};
struct Transaction { explicit Transaction(Store &); ~Transaction(); };

void data_bad(Store &s) {
  int v = s.get(1);
  int w = v + 1;
  s.put(1, w);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the draft may have been changed since it was read [race-own-lost-draft]
  // CHECK-NOTES: :[[@LINE-4]]:11: note: this function calls 'get' here, before that
}
void control_bad(Store &s, int key) {
  if (s.get(key) == 0)
    s.put(key, 1);
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the draft may have been changed since it was read [race-own-lost-draft]
  // CHECK-NOTES: :[[@LINE-3]]:7: note: this function calls 'get' here, before that
}
void one_way_bad(Store &s, bool careful) {
  int v = s.get(1);
  if (careful)
    s.lockRow(1);
  s.put(1, v);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the draft may have been changed since it was read [race-own-lost-draft]
  // CHECK-NOTES: :[[@LINE-5]]:11: note: this function calls 'get' here, before that
}
void transaction_over_bad(Store &s) {
  { Transaction t(s); }
  s.put(1, s.get(1) + 1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the draft may have been changed since it was read [race-own-lost-draft]
  // CHECK-NOTES: :[[@LINE-2]]:12: note: this function calls 'get' here, before that
}

void send();
void flush();
void send_bad(bool b) {
  if (b)
    flush();
  send();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: it is sent before it is flushed [race-own-send-before-flush]
}

Task<> across_bad(Store &s) {
  int v = s.get(1);
  co_await wait();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: what was read may be out of date after the suspension [race-own-get-across-await]
  // CHECK-NOTES: :[[@LINE-3]]:11: note: this function calls 'get' here, before that
}

void start();
Task<> finished();
Task<> await_bad() {
  co_await wait();
  co_await finished();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: what is awaited was not started [race-own-await-before-start]
}

struct Loop { template <class F> void post(F f) { f(); } };
struct Session {
  int state;
  Loop loop;
  void onData_ok() { state = 1; }
  void posted_ok() {
    loop.post([this] { state = 2; });
  }
  void off_bad() { state = 3; }
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: the session's state is the loop's own [race-own-state-off-loop]
};
