// Code that looks the same and is right: each is a trap of the catalogue.
// RUN: %race_check %s race-atomic-split-update %t -- -std=c++20 -I%mock
#include "atomic.h"
#include "memory.h"
#include "mutex.h"
#include "thread.h"

void log(int);
int compute();
void reload(int *);
struct Config { int a, b; };

struct Counter {
  std::atomic<int> n{0}, other{0};
  std::atomic<bool> busy{false};
  std::atomic_flag spin;
  std::mutex m, m2;
  std::recursive_mutex rm;
  std::condition_variable cv;

  // One object, one owner: nobody else has it yet, or any more.
  Counter() { n.store(n.load() + 1); }
  ~Counter() { n = n - 1; }

  void oneOperation_ok() {
    n.fetch_add(1);
    n += 2;
    ++n;
  }
  void compareExchange_ok() {
    int v = n.load();
    while (!n.compare_exchange_weak(v, v * 2)) {
    }
  }
  void reset_ok() {
    log(n.load());
    n.store(0);
  }
  void logOnly_ok(int v) {
    int before = n.load();
    n.store(v);
    log(before);
  }
  void otherLocation_ok() { n.store(other.load() + 1); }
  void reread_ok() {
    int v = n.load();
    v = compute();
    n.store(v);
  }
  void replacedByCallee_ok() {
    int v = n.load();
    reload(&v);
    n.store(v);
  }
  // Setting it to what it is not compared with is no update of the old value.
  void assigned_ok(int v) {
    if (n.load() != v)
      n.store(v);
  }

  void lockHeld_ok() {
    std::lock_guard<std::mutex> l(m);
    n.store(n.load() + 1);
  }
  void scoped_ok() {
    std::scoped_lock<std::mutex, std::mutex> l(m, m2);
    n = n + 1;
  }
  void unique_ok() {
    std::unique_lock<std::mutex> l(m);
    int v = n;
    log(v);
    n = v + 1;
  }
  void moved_ok() {
    std::unique_lock<std::mutex> l(m);
    std::unique_lock<std::mutex> l2 = std::move(l);
    n = n + 1;
  }
  void assignedGuard_ok() {
    std::unique_lock<std::mutex> l;
    l = std::unique_lock<std::mutex>(m);
    n = n + 1;
  }
  void deferredThenLocked_ok() {
    std::unique_lock<std::mutex> l(m, std::defer_lock);
    l.lock();
    n = n + 1;
  }
  void adopted_ok() {
    m.lock();
    std::lock_guard<std::mutex> l(m, std::adopt_lock);
    n = n + 1;
  }
  void byHand_ok() {
    rm.lock();
    n = n + 1;
    rm.unlock();
  }
  // A lock on some path is enough to be silent: the paths belong together.
  void correlated_ok(bool threaded) {
    if (threaded)
      m.lock();
    n = n + 1;
    if (threaded)
      m.unlock();
  }
  void tried_ok() {
    if (!m.try_lock())
      return;
    n = n + 1;
    m.unlock();
  }
  void earlyReturn_ok(bool done) {
    std::unique_lock<std::mutex> l(m);
    int v = n;
    if (done) {
      l.unlock();
      return;
    }
    n = v + 1;
  }
  // The lock stays held over the second section: one step all the same.
  void outer_ok() {
    std::lock_guard<std::mutex> l(m2);
    int v;
    {
      std::lock_guard<std::mutex> inner(m);
      v = n;
    }
    n = v + 1;
  }

  void lockAll_ok() {
    std::lock(m, m2);
    n = n + 1;
    m.unlock();
    m2.unlock();
  }
  void lockDeferred_ok() {
    std::unique_lock<std::mutex> a(m, std::defer_lock), b(m2, std::defer_lock);
    std::lock(a, b);
    n = n + 1;
  }
  std::unique_lock<std::mutex> acquired();
  void factoryAssigned_ok() {
    std::unique_lock<std::mutex> l;
    l = acquired();
    n = n + 1;
  }
  void factoryNested_ok() {
    auto l = acquired();
    { auto inner = acquired(); }
    n = n + 1;
  }
  void nestedLocked() {
    { auto inner = acquired(); }
    n = n + 1;
  }
  void chosen_ok(bool threaded) {
    auto l = threaded ? std::unique_lock<std::mutex>(m)
                      : std::unique_lock<std::mutex>();
    n = n + 1;
  }
  void pointer_ok() {
    auto l = std::make_unique<std::lock_guard<std::mutex>>(m);
    n = n + 1;
  }
  struct Transaction {
    std::unique_lock<std::mutex> l;
    std::atomic<int> &n;
    void commit() { n = n + 1; }
  };
  Transaction begin();
  void transaction_ok() {
    Transaction t = begin();
    n = n + 1;
  }
  std::unique_lock<std::mutex> held;
  void lent_ok(std::unique_lock<std::mutex> *) { other = other + 1; }

  // Locks of the project's own that nobody described, by the usual names.
  struct Own { void lock(); void unlock(); static void Lock(); static void Unlock(); } own;
  void ownLock_ok() {
    own.lock();
    n = n + 1;
    own.unlock();
  }
  void ownStatic_ok() {
    Own::Lock();
    n = n + 1;
    Own::Unlock();
  }

  // The caller holds the lock, and says so.
  void bump_locked() { n = n + 1; }
  void bumpLocked() { n = n + 1; }
  void lentGuard_ok(std::unique_lock<std::mutex> &) { n = n + 1; }
  void AssertHeld();
  void asserted_ok() {
    AssertHeld();
    n = n + 1;
  }

  // Locks that people make from atomics.
  void spinFlag_ok() {
    while (spin.test_and_set()) {
    }
    n = n + 1;
    spin.clear();
  }
  void spinExchange_ok() {
    while (busy.exchange(true)) {
    }
    n = n + 1;
    busy.store(false);
  }
  void once_ok() {
    if (busy.exchange(true))
      return;
    n = n + 1;
  }
  void claimed_ok() {
    int v = n.load();
    if (!n.compare_exchange_strong(v, v | 1))
      return;
    n.store(v + 2);
  }
  void owner_ok() {
    int idle = 0;
    if (!n.compare_exchange_strong(idle, -1))
      return;
    n.store(n.load() + 1);
  }
  int handedBack_ok() { return n.exchange(n.load() + 1); }
};

int local_ok() {
  std::atomic<int> n{0};
  n.store(n.load() + 1);
  return n;
}

struct Stats { std::atomic<int> hits; int plain; };
void fresh_ok() {
  auto *raw = new Stats;
  raw->hits = raw->hits + 1;
  auto owned = std::make_unique<Stats>();
  owned->hits.store(owned->hits.load() + 1);
  std::unique_ptr<Stats> wrapped(new Stats);
  wrapped->hits = wrapped->hits + 1;
  auto shared = std::make_shared<Stats>();
  shared->hits = shared->hits + 1;
}

// An object being made: its parts are set, nobody has it yet.
struct Name { Name &operator=(const char *); void assign(const char *); int size() const; };
struct Built { std::atomic<int> flags; Name name; int plain; char text[8]; };
void copyText(char *, const char *);
Built *build_ok() {
  auto *b = new Built;
  b->name = "x";
  b->name.assign("y");
  b->plain = b->name.size();
  copyText(b->text, "z");
  b->flags = b->flags | 1;
  return b;
}
void later_ok(bool first) {
  Built *b;
  b = new Built;
  b->flags = b->flags | 1;
  Built *n = nullptr;
  if (first)
    n = new Built;
  n->flags = n->flags | 2;
  Built s;
  s.name = "x";
  s.flags = s.flags | 4;
  auto owned = std::make_unique<Built>();
  Built &r = *owned;
  r.flags = r.flags | 8;
  auto *p = owned.get();
  p->flags = p->flags | 16;
}
void view_ok() {
  int x = 0;
  std::atomic_ref<int> r(x);
  r = r + 1;
}

// Another object by the same words.
struct Ring {
  std::atomic<int> slot[8];
  int at;
  std::unique_ptr<Built> current;
  void rotate();
  void index_ok() {
    int v = slot[at].load();
    at = 3;
    slot[at].store(v + 1);
  }
  void rotated_ok() {
    int v = current->flags.load();
    rotate();
    current->flags.store(v + 1);
  }
  void bound_ok(int i) {
    auto &from = slot[i];
    i = (i + 1) % 8;
    slot[i].store(from.load());
  }
};
struct Chain { std::atomic<int> n; Chain *next; };
void shift_ok(Chain *p) {
  int carry = 0;
  for (; p; p = p->next) {
    int v = p->n.load();
    p->n.store(carry);
    carry = v;
  }
}

// The old value of an update tells who is first, or last.
std::atomic<int> refs, word, guarded;
void last_ok() {
  if (refs.fetch_sub(1) == 1)
    guarded = guarded + 1;
}
void masked_ok() {
  if (word.fetch_or(1) & 1)
    return;
  guarded = guarded + 1;
  word.fetch_and(~1);
}
// Read once more under the lock, and compared.
std::mutex validating;
void validated_ok() {
  for (;;) {
    int v = guarded.load();
    int next = v * 2;
    std::lock_guard<std::mutex> l(validating);
    if (guarded.load() != v)
      continue;
    guarded.store(next);
    return;
  }
}

thread_local std::atomic<int> mine;
void threadLocal_ok() { mine = mine + 1; }

// Two elements, two objects: not one location.
void elements_ok(std::atomic<int> a[], int i, int j) {
  a[i].store(a[j].load() + 1);
  int v = a[i].load();
  ++i;
  a[i].store(v);
}
int next();
void computedIndex_ok(std::atomic<int> a[]) { a[next()].store(a[next()] + 1); }

struct Node { std::atomic<int> n; Node *next; };
void walk_ok(Node *p) {
  int v = p->n;
  p = p->next;
  p->n = v + 1;
}

// The same fields of two snapshots.
std::atomic<int> hits, misses;
void fields_ok() {
  Config c;
  c.a = hits.load();
  c.b = misses.load();
  hits.store(c.b);
  misses.store(c.a);
}

// A synchronous helper under the caller's lock; the lambda has it as a
// parameter.
template <class F> void with(std::mutex &m, F f) {
  std::unique_lock<std::mutex> l(m);
  f(l);
}
void lent_ok(Counter &c) {
  with(c.m, [&](std::unique_lock<std::mutex> &) { c.n = c.n + 1; });
}

// Code that never runs.
void sized_ok(Counter &c) { (void)sizeof(c.n = c.n + 1); }
