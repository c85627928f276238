// RUN: %race_check %s race-atomic-split-update %t -- -std=c++20 -I%mock
#include "atomic.h"
#include "memory.h"
#include "mutex.h"
#include "thread.h"

int clamp(int);
void log(int);
struct Config { int limit; };

struct Counter_bad {
  std::atomic<int> n{0};
  std::atomic<bool> on{false};
  std::atomic<Config> config;
  std::mutex m;
  std::shared_mutex rw;

  void oneExpression_bad() { n.store(n.load() + 1); }
  // CHECK-MESSAGES: :[[@LINE-1]]:30: warning: 'n' is loaded and then stored with a value computed from the load, in two atomic operations; an update in between is lost [race-atomic-split-update]
  // CHECK-NOTES: :[[@LINE-2]]:38: note: thread A loads 'n'
  // CHECK-NOTES: :[[@LINE-3]]:30: note: thread B stores its own update to 'n'
  // CHECK-NOTES: :[[@LINE-4]]:30: note: thread A stores what it made of its old load: the update of thread B is lost
  // CHECK-NOTES: :[[@LINE-5]]:30: note: 'fetch_add' does both in one atomic operation

  void throughLocals_bad() {
    int v = n.load();
    v = clamp(v + 1);
    n.store(v);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'n' is loaded and then stored
    // CHECK-NOTES: :[[@LINE-4]]:13: note: thread A loads 'n'
    // CHECK-NOTES: :[[@LINE-3]]:5: note: thread B
    // CHECK-NOTES: :[[@LINE-4]]:5: note: thread A
    // CHECK-NOTES: :[[@LINE-5]]:5: note: repeat load and update in a compare-exchange loop, or hold one lock over both
  }

  void operators_bad() { n = n + 1; }
  // CHECK-MESSAGES: :[[@LINE-1]]:26: warning: 'n' is loaded
  // CHECK-NOTES: :[[@LINE-2]]:30: note: thread A
  // CHECK-NOTES: note: thread B
  // CHECK-NOTES: note: thread A
  // CHECK-NOTES: note: '+=' does both

  void toggle_bad() { on = !on; }
  // CHECK-MESSAGES: :[[@LINE-1]]:23: warning: 'on' is loaded
  // CHECK-NOTES: :[[@LINE-2]]:29: note: thread A
  // CHECK-NOTES: note: thread B
  // CHECK-NOTES: note: thread A
  // CHECK-NOTES: note: repeat

  void exchanged_bad() { n.exchange(n.load() * 2); }
  // CHECK-MESSAGES: :[[@LINE-1]]:26: warning: 'n' is loaded
  // CHECK-NOTES: note: thread A
  // CHECK-NOTES: note: thread B
  // CHECK-NOTES: note: thread A
  // CHECK-NOTES: note: repeat

  void chosenByCondition_bad() {
    int next = 0;
    if (n.load() > 10)
      next = 7;
    n.store(next);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'n' is loaded
    // CHECK-NOTES: :[[@LINE-4]]:9: note: thread A
    // CHECK-NOTES: note: thread B
    // CHECK-NOTES: note: thread A
    // CHECK-NOTES: note: repeat
  }

  void conditionalOperator_bad() { n.store(n.load() > 10 ? 0 : 1); }
  // CHECK-MESSAGES: :[[@LINE-1]]:36: warning: 'n' is loaded
  // CHECK-NOTES: note: thread A
  // CHECK-NOTES: note: thread B
  // CHECK-NOTES: note: thread A
  // CHECK-NOTES: note: repeat

  void oneBranch_bad(bool fresh) {
    int v = 0;
    if (!fresh)
      v = n;
    n = v + 1;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'n' is loaded
    // CHECK-NOTES: :[[@LINE-3]]:11: note: thread A
    // CHECK-NOTES: note: thread B
    // CHECK-NOTES: note: thread A
    // CHECK-NOTES: note: repeat
  }

  void copyChangeStore_bad() {
    Config c = config.load();
    c.limit = 5;
    config.store(c);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'config' is loaded
    // CHECK-NOTES: note: thread A
    // CHECK-NOTES: note: thread B
    // CHECK-NOTES: note: thread A
    // CHECK-NOTES: note: repeat
  }

  void twoSections_bad() {
    int v;
    {
      std::lock_guard<std::mutex> l(m);
      v = n.load();
    }
    std::lock_guard<std::mutex> l(m);
    n.store(v + 1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'n' is loaded
    // CHECK-NOTES: :[[@LINE-5]]:11: note: thread A
    // CHECK-NOTES: note: thread B
    // CHECK-NOTES: note: thread A
    // CHECK-NOTES: note: repeat
  }

  void unlockedBetween_bad() {
    std::unique_lock<std::mutex> l(m);
    int v = n;
    l.unlock();
    log(v);
    l.lock();
    n = v + 1;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'n' is loaded
    // CHECK-NOTES: note: thread A
    // CHECK-NOTES: note: thread B
    // CHECK-NOTES: note: thread A
    // CHECK-NOTES: note: repeat
  }

  // Readers do not keep each other out.
  void sharedLock_bad() {
    std::shared_lock<std::shared_mutex> l(rw);
    n.store(n.load() + 1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'n' is loaded
    // CHECK-NOTES: note: thread A
    // CHECK-NOTES: note: thread B
    // CHECK-NOTES: note: thread A
    // CHECK-NOTES: note: 'fetch_add'
  }

  void deferred_bad() {
    std::unique_lock<std::mutex> l(m, std::defer_lock);
    n.store(n.load() + 1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'n' is loaded
    // CHECK-NOTES: note: thread A
    // CHECK-NOTES: note: thread B
    // CHECK-NOTES: note: thread A
    // CHECK-NOTES: note: 'fetch_add'
    l.lock();
  }
};

// Given back in between, by whatever name.
struct Own { void lock(); void unlock(); };
void ownLock_bad(Own &own, std::atomic<int> &n) {
  own.lock();
  int v = n;
  own.unlock();
  own.lock();
  n = v + 1;
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'n' is loaded
  // CHECK-NOTES: note: thread A
  // CHECK-NOTES: note: thread B
  // CHECK-NOTES: note: thread A
  // CHECK-NOTES: note: repeat
  own.unlock();
}

struct Node { Node *next; };
std::atomic<Node *> head;
void push_bad(Node *node) {
  node->next = head.load();
  head.store(node);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'head' is loaded
  // CHECK-NOTES: :[[@LINE-3]]:16: note: thread A
  // CHECK-NOTES: note: thread B
  // CHECK-NOTES: note: thread A
  // CHECK-NOTES: note: repeat
}

void parameter_bad(std::atomic<int> &hits) { hits.store(hits.load() + 1); }
// CHECK-MESSAGES: :[[@LINE-1]]:46: warning: 'hits' is loaded
// CHECK-NOTES: note: thread A
// CHECK-NOTES: note: thread B
// CHECK-NOTES: note: thread A
// CHECK-NOTES: note: 'fetch_add'

struct Stats { std::atomic<int> hits; };
void pointer_bad(Stats *s, Stats t[], int i) {
  s->hits = s->hits - 1;
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 's->hits' is loaded
  // CHECK-NOTES: note: thread A
  // CHECK-NOTES: note: thread B
  // CHECK-NOTES: note: thread A
  // CHECK-NOTES: note: '-='
  t[i].hits = t[i].hits + 1;
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 't[...].hits' is loaded
  // CHECK-NOTES: note: thread A
  // CHECK-NOTES: note: thread B
  // CHECK-NOTES: note: thread A
  // CHECK-NOTES: note: '+='
}

void captured_bad() {
  std::atomic<int> done{0};
  std::thread worker([&] { done = done + 1; });
  // CHECK-MESSAGES: :[[@LINE-1]]:28: warning: 'done' is loaded
  // CHECK-NOTES: note: thread A
  // CHECK-NOTES: note: thread B
  // CHECK-NOTES: note: thread A
  // CHECK-NOTES: note: '+='
  worker.join();
}

void reference_bad(Stats *s) {
  auto &hits = s->hits;
  auto *same = &s->hits;
  hits.store(same->load() + 1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 's->hits' is loaded
  // CHECK-NOTES: note: thread A
  // CHECK-NOTES: note: thread B
  // CHECK-NOTES: note: thread A
  // CHECK-NOTES: note: 'fetch_add'
}

int plain;
void view_bad() {
  std::atomic_ref<int> r(plain);
  r.store(r.load() + 1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'plain' is loaded
  // CHECK-NOTES: note: thread A
  // CHECK-NOTES: note: thread B
  // CHECK-NOTES: note: thread A
  // CHECK-NOTES: note: 'fetch_add'
}

std::atomic<std::shared_ptr<Config>> current;
void copyOnWrite_bad() {
  auto copy = std::make_shared<Config>(*current.load());
  copy->limit = 3;
  current.store(copy);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'current' is loaded
  // CHECK-NOTES: note: thread A
  // CHECK-NOTES: note: thread B
  // CHECK-NOTES: note: thread A
  // CHECK-NOTES: note: repeat
}

void published_bad(std::atomic<Stats *> &slot) {
  auto *s = new Stats;
  slot.store(s);
  s->hits = s->hits + 1;
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 's->hits' is loaded
  // CHECK-NOTES: note: thread A
  // CHECK-NOTES: note: thread B
  // CHECK-NOTES: note: thread A
  // CHECK-NOTES: note: '+='
}

int read();
void handler_bad(std::atomic<int> &n) {
  int v = n.load();
  try {
    log(read());
  } catch (...) {
    n.store(v + 1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'n' is loaded
    // CHECK-NOTES: note: thread A
    // CHECK-NOTES: note: thread B
    // CHECK-NOTES: note: thread A
    // CHECK-NOTES: note: repeat
  }
}

void loop_bad(std::atomic<int> &n) {
  int last = 0;
  for (int i = 0; i < 3; ++i) {
    n.store(last + 1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'n' is loaded
    // CHECK-NOTES: :[[@LINE+5]]:12: note: thread A
    // CHECK-NOTES: note: thread B
    // CHECK-NOTES: note: thread A
    // CHECK-NOTES: note: repeat
    log(i);
    last = n.load();
  }
}
