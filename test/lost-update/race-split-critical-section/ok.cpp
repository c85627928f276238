// Code that looks the same and is right: each is a trap of the catalogue.
// RUN: %race_check %s race-split-critical-section %t --min-confidence=low -- -std=c++20 -I%mock
#include "containers.h"
#include "mutex.h"

void log(int);
// Guards that nobody described: one upgrades in one step, the other steps down.
struct upgrade_lock {
  explicit upgrade_lock(std::shared_mutex &);
  ~upgrade_lock();
};
struct upgrade_to_unique_lock {
  explicit upgrade_to_unique_lock(upgrade_lock &);
  ~upgrade_to_unique_lock();
};
struct Account_ok {
  std::mutex m, other;
  std::recursive_mutex rm;
  std::shared_mutex rw;
  int balance, limit;
  unsigned version;
  bool open, busy;
  std::vector<int> list;
  std::map<int, int> cache;
  int make(int);
  int compute(int) const;
  void AssertHeld();

  void oneSection(int x) {
    std::lock_guard l(m);
    int b = balance;
    balance = b - x;
  }
  void comparedAgain(int x) {
    int b;
    {
      std::lock_guard l(m);
      b = balance;
    }
    std::lock_guard l(m);
    if (balance != b)
      return;
    balance = b - x;
  }
  void retries(int x) {
    while (true) {
      int b;
      {
        std::lock_guard l(m);
        b = balance;
      }
      int next = compute(b);
      std::lock_guard l(m);
      if (balance == b) {
        balance = next;
        return;
      }
    }
  }
  void versioned(int x) {
    int b;
    unsigned v;
    {
      std::lock_guard l(m);
      b = balance;
      v = version;
    }
    std::lock_guard l(m);
    if (version != v)
      return;
    balance = b - x;
    ++version;
  }
  void independentValue(int x) {
    int b;
    {
      std::lock_guard l(m);
      b = balance;
    }
    log(b);
    std::lock_guard l(m);
    balance = x;
  }
  void twoFields() {
    int b;
    {
      std::lock_guard l(m);
      b = balance;
    }
    std::lock_guard l(m);
    limit = b;
  }
  void readAgain(int x) {
    int b;
    {
      std::lock_guard l(m);
      b = balance;
    }
    log(b);
    std::lock_guard l(m);
    b = balance;
    balance = b - x;
  }
  void compound(int x) {
    int b;
    {
      std::lock_guard l(m);
      b = balance;
    }
    std::lock_guard l(m);
    balance += b > 0 ? x : 0;
  }
  void testedAgain() {
    {
      std::lock_guard l(m);
      if (open)
        return;
    }
    make(1);
    std::lock_guard l(m);
    if (!open)
      open = true;
  }
  void upgraded(int k) {
    upgrade_lock l(rw);
    {
      std::shared_lock s(rw);
      if (cache.count(k))
        return;
    }
    upgrade_to_unique_lock u(l);
    std::unique_lock w(rw);
    cache[k] = make(k);
  }
  void keepsFirst(int k) {
    {
      std::shared_lock l(rw);
      if (cache.count(k))
        return;
    }
    std::unique_lock l(rw);
    cache.try_emplace(k, make(k));
  }
  void foundAgain(int k) {
    {
      std::shared_lock l(rw);
      if (cache.count(k))
        return;
    }
    std::unique_lock l(rw);
    if (!cache.count(k))
      cache[k] = make(k);
  }
  void otherKey(int k, int j) {
    {
      std::shared_lock l(rw);
      if (cache.count(k))
        return;
    }
    std::unique_lock l(rw);
    cache[j] = 1;
  }
  // The flag was taken in the section of its test; on failure it is put back.
  void putBack() {
    {
      std::lock_guard l(m);
      if (!open)
        return;
      open = false;
    }
    if (!make(1)) {
      std::lock_guard l(m);
      open = true;
    }
  }
  void reopen() {
    std::lock_guard l(m);
    open = true;
  }
  // Whoever inserts the key first goes on, the others leave.
  std::map<int, int> underWay;
  void singleFlight(int k) {
    std::unique_lock l(m);
    if (cache.count(k))
      return;
    if (!underWay.insert({k, 1}).second)
      return;
    l.unlock();
    int v = make(k);
    l.lock();
    cache[k] = v;
    underWay.erase(k);
  }
  void singleFlightWaits(std::condition_variable &cv, int k) {
    std::unique_lock l(m);
    while (underWay.count(k))
      cv.wait(l);
    if (cache.count(k))
      return;
    underWay.insert({k, 1});
    l.unlock();
    int v = make(k);
    l.lock();
    cache[k] = v;
    underWay.erase(k);
  }
  void quickReject(int v) {
    {
      std::lock_guard l(m);
      if (v <= limit)
        return;
    }
    std::lock_guard l(m);
    limit = limit < v ? v : limit;
  }
  void erasedTwice(int k) {
    {
      std::shared_lock l(rw);
      if (!cache.count(k))
        return;
    }
    std::unique_lock l(rw);
    cache.erase(k);
  }
  // The result belongs to the caller, whatever lock is held to find it.
  void result(int *out) {
    {
      std::lock_guard l(m);
      *out = balance;
      if (*out)
        return;
    }
    std::lock_guard l(m);
    *out = limit;
  }
  void keyChanged(int k) {
    {
      std::shared_lock l(rw);
      if (cache.count(k))
        return;
    }
    k = make(k);
    std::unique_lock l(rw);
    cache[k] = 1;
  }
  // The outer lock is held over both.
  void outer() {
    std::lock_guard o(other);
    int b;
    {
      std::lock_guard l(m);
      b = balance;
    }
    std::lock_guard l(m);
    balance = b + 1;
  }
  // A recursive lock that an outer guard still holds is not given back.
  void recursive() {
    std::lock_guard o(rm);
    int b;
    {
      std::lock_guard l(rm);
      b = balance;
    }
    std::lock_guard l(rm);
    balance = b + 1;
  }
  // A flag that is tested and set in one section keeps others out.
  void busyFlag() {
    int b;
    {
      std::lock_guard l(m);
      if (busy)
        return;
      busy = true;
      b = balance;
    }
    int next = compute(b);
    std::lock_guard l(m);
    balance = next;
    busy = false;
  }
  void busyFlagReadFirst() {
    std::unique_lock l(m);
    int b = balance;
    if (busy)
      return;
    busy = true;
    l.unlock();
    int next = compute(b);
    l.lock();
    balance = next;
    busy = false;
  }
  void waitsForFlag(std::condition_variable &cv) {
    std::unique_lock l(m);
    while (busy)
      cv.wait(l);
    busy = true;
    int b = balance;
    l.unlock();
    int next = compute(b);
    l.lock();
    balance = next;
    busy = false;
  }
  void waits(std::condition_variable &cv, int x) {
    std::unique_lock l(m);
    while (balance < x)
      cv.wait(l);
    balance = balance - x;
  }
  void waitsWithTimeout(std::condition_variable &cv, int x) {
    std::unique_lock l(m);
    if (balance < x)
      cv.wait_for(l, 10);
    if (balance >= x)
      balance = balance - x;
  }
  // Held on some path from the read to the write: correlated branches.
  void correlated(bool many) {
    std::unique_lock l(m);
    int b = balance;
    if (!many)
      l.unlock();
    if (!many)
      l.lock();
    balance = b + 1;
  }
  void loop() {
    for (int i = 0; i < 3; ++i) {
      std::lock_guard l(m);
      int b = balance;
      balance = b + 1;
    }
  }
  // One round of a loop is not a claim.
  void worker() {
    std::unique_lock l(m);
    while (!open) {
      l.unlock();
      make(1);
      l.lock();
      open = make(2);
    }
  }
  void adopted() {
    m.lock();
    std::lock_guard l(m, std::adopt_lock);
    int b = balance;
    balance = b + 1;
  }
  void drain(std::unique_lock<std::mutex> &l) {
    int b = balance;
    balance = b + 1;
  }
  void byLambda() {
    int b = [this] {
      std::lock_guard l(m);
      return 1;
    }();
    std::lock_guard l(m);
    balance = b;
  }
  // Nobody else knows the object yet.
  static void fresh() {
    auto *a = new Account_ok;
    int b;
    {
      std::lock_guard l(a->m);
      b = a->balance;
    }
    std::lock_guard l(a->m);
    a->balance = b + 1;
  }
  static void local() {
    Account_ok a;
    a.m.lock();
    int b = a.balance;
    a.m.unlock();
    a.m.lock();
    a.balance = b + 1;
    a.m.unlock();
  }
  Account_ok() {
    int b;
    {
      std::lock_guard l(m);
      b = balance;
    }
    std::lock_guard l(m);
    balance = b + 1;
  }
  ~Account_ok() {
    m.lock();
    int b = balance;
    m.unlock();
    m.lock();
    balance = b + 1;
    m.unlock();
  }
};

// Two objects: each update is of its own.
void twoObjects_ok(Account_ok &a, Account_ok &c) {
  int b;
  {
    std::lock_guard l(a.m);
    b = a.balance;
  }
  std::lock_guard l(c.m);
  c.balance = b + 1;
}
// The pointer moves on: another object.
struct Node {
  std::mutex m;
  int n;
  Node *next;
};
void list_ok(Node *p) {
  p->m.lock();
  int n = p->n;
  p->m.unlock();
  p = p->next;
  p->m.lock();
  p->n = n;
  p->m.unlock();
}
