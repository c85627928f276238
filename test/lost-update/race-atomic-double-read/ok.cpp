// Code that looks the same and is right: each is a trap of the catalogue.
// RUN: %race_check %s race-atomic-double-read %t -- -std=c++20 -I%mock
#include "atomic.h"
#include "memory.h"
#include "mutex.h"

void log(int);
void pause();
bool backoff();
int f(int);
int random();
void use(int);
void both(int, int);
[[noreturn]] void fail();
struct Node { int v; Node *next; std::atomic<int> refs; };
enum class State { Idle, Running, Stopped };
struct Stream { Stream &operator<<(int); } out;

struct Counter {
  std::atomic<int> n{0}, other{0};
  std::atomic<bool> flag{false}, stop{false};
  std::atomic<Node *> head{nullptr};
  std::atomic<State> state{State::Idle};
  std::atomic<unsigned> bits{0};
  std::atomic<long> slots[8];
  std::mutex m;
  std::shared_mutex rw;
  int plain;
  Node *dummy;
  void clear() { head = nullptr; }

  // One object, one owner: nobody else has it yet, or any more.
  Counter() { plain = n * n; }
  ~Counter() { plain = n * n; }

  int once_ok() { int v = n.load(); return v * (v + 1) / 2; }
  int twoLocations_ok() { return n.load() * other.load(); }
  int twoObjects_ok(Counter &o) { return n.load() - o.n.load(); }
  int lockHeld_ok() { std::lock_guard<std::mutex> l(m); return n * (n + 1); }
  int readersLock_ok() { std::shared_lock<std::shared_mutex> l(rw); return n * (n + 1); }
  int deferred_ok() { std::unique_lock<std::mutex> l(m, std::defer_lock); l.lock(); return n * n; }
  int callersLock_locked() { return n * n; }
  int squareLocked() { return n * n; }
  void logged_ok() { log(n.load() * n.load()); }
  void streamed_ok() { out << n * n; }
  int orders_ok() { return n.load(std::memory_order_relaxed) * n.load(std::memory_order_relaxed); }

  // The second load is meant to be newer.
  void testAndSet_ok() {
    while (flag.load(std::memory_order_relaxed) || flag.exchange(true)) {
    }
    flag.store(false);
  }
  void testAndTestAndSet_ok() {
    for (;;) {
      while (flag.load())
        pause();
      if (!flag.load() && !flag.exchange(true))
        break;
    }
    flag.store(false);
  }
  bool changes_ok() { return n.load() != n.load(); }
  bool stable_ok() { return n.load() == n.load(); }
  bool waited_ok() { return flag.load() || backoff() || flag.load(); }
  bool called_ok() { return !stop.load() && (f(3), !stop.load()); }
  int moved_ok() { int before = n.load(); f(1); return n.load() - before; }
  bool seen_ok() { int before = n.load(); f(1); return n.load() != before; }
  Node *snapshot_ok() { Node *h; do { h = head.load(); } while (h != head.load()); return h; }
  void polled_ok() { while (n.load() > 0 && n.load() < 10) pause(); }

  // Each test holds for itself.
  bool oneOf_ok() { return state.load() == State::Idle || state.load() == State::Running; }
  bool noneOf_ok() { return state.load() != State::Idle && state.load() != State::Running; }
  bool flags_ok() { return (bits.load() & 1) && (bits.load() & 2); }
  bool pointers_ok() { return head.load() == nullptr || head.load() == dummy; }
  bool sameDirection_ok(int a, int b) { return n.load() > a && n.load() > b; }

  // Only one of the two ways is taken.
  int ways_ok(bool c) { return c ? n.load() : n.load() + 1; }
  bool exclusive_ok(bool c) { return (c && flag.load()) || (!c && !flag.load()); }
  bool eitherMoment_ok() { return flag.load() ? true : flag.load(); }

  // Two values are wanted.
  int calls_ok() { return f(n.load()) + f(n.load()); }
  void arguments_ok() { both(n.load(), n.load()); }
  int sum_ok() { int s = n.load(); s += n.load(); return s; }
  int counted_ok() { int s = 0; for (int i = 0; i < n; ++i) s += n; return s; }
  int updates_ok() { return n++ + n++; }
  int update_ok() { return n.fetch_add(1) + n.load(); }
  int exchanged_ok() { int e = n; while (!n.compare_exchange_weak(e, n * n)) {} return e; }
  // race-atomic-split-update speaks of these.
  void stored_ok() { n = n * n; }
  void storedByName_ok() { n.store(n.load() * n.load()); }

  // Other locations by the same words.
  long elements_ok(int i, int j) { return slots[i].load() - slots[j].load(); }
  long neighbours_ok(int i) { return slots[i].load() + slots[i + 1].load(); }
  long computed_ok() { return slots[random()].load() + slots[random()].load(); }
  int walked_ok(Node *p) { int s = p->refs.load(); p = p->next; return s + p->refs.load(); }

  int local_ok() { std::atomic<int> x{1}; return x * x; }
  int fresh_ok() { auto o = std::make_unique<Counter>(); return o->n * o->n; }
  int sized_ok() { return sizeof(n * n); }
  int assigned_ok(int x) { return x > n ? x : (n = x); }
  // Who stores it plainly is mostly the only one that does.
  int owner_ok() { n = 3; return n * n; }
};

struct List {
  std::atomic<Node *> head;
  std::atomic<bool> ready;
  std::mutex m;
  Node *dummy;
  void clear() { head.store(nullptr); }

  void sameLoad_ok() { if (Node *p = head.load()) use(p->v); }
  void sameVariable_ok() { Node *p = head.load(); if (p && p->next) use(p->next->v); }
  void walk_ok() { for (Node *p = head.load(); p; p = p->next) use(p->v); }
  // Waited for: what comes after the loop is there to stay.
  void waited_ok() {
    while (!head.load())
      pause();
    use(head.load()->v);
  }
  void spun_ok() {
    while (head.load() == nullptr) {
    }
    use(head.load()->v);
  }
  void lockHeld_ok() {
    std::lock_guard<std::mutex> l(m);
    if (head.load())
      use(head.load()->v);
  }
  void checkedAgain_ok() {
    if (head.load()) {
      std::lock_guard<std::mutex> l(m);
      if (head.load())
        use(head.load()->v);
    }
  }
  void made_ok() {
    if (!head.load()) {
      head.store(new Node);
      use(head.load()->v);
    }
    use(head.load()->v);
  }
  void claimed_ok() {
    if (head.load() == nullptr) {
      Node *e = nullptr, *fresh = new Node;
      if (!head.compare_exchange_strong(e, fresh))
        delete fresh;
    }
    use(head.load()->v);
  }
  void testedAnew_ok() {
    if (head.load()) {
      Node *p = head.load();
      if (p)
        use(p->v);
    }
  }
  void testedForLog_ok() {
    if (head.load())
      log(1);
    use(head.load()->v);
  }
  void compared_ok() { if (head.load()) use(head.load() == dummy); }
  void deleted_ok() { if (head.load()) delete head.load(); }
  void otherList_ok(List &o) { if (head.load()) use(o.head.load()->v); }
  void otherFlag_ok() { if (ready.load()) use(head.load()->v); }
  void wrongWay_ok() { if (head.load() != nullptr) return; use(dummy->v); }
  void number_ok(std::atomic<int> &n) { if (n.load() != 0) use(n.load()); }
  void relaxed_ok() {
    if (head.load(std::memory_order_relaxed))
      use(head.load(std::memory_order_relaxed)->v);
  }
  void fresh_ok() {
    auto *l = new List;
    if (l->head.load())
      use(l->head.load()->v);
  }
  static void movedOn_ok(std::atomic<Node *> *slot) {
    if (slot->load()) {
      ++slot;
      use(slot->load()->v);
    }
  }
  void consumer_ok() {
    while (head.load()) {
      use(head.load()->v);
      head.store(head.load()->next);
    }
  }
};

// Set once, and never null again: nothing in sight takes it away.
struct Logger { void write(); };
struct Global {
  std::atomic<Logger *> logger;
  Logger fallback;
  Global() { logger.store(nullptr); }
  void set() { logger.store(new Logger); }
  void setOther() { Logger *l = new Logger; logger.store(l); }
  void write_ok() { if (logger.load()) logger.load()->write(); }
  Logger *get_ok() { return logger.load() ? logger.load() : &fallback; }
};
