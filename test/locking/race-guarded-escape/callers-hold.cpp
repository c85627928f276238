// The lock is held by whoever uses what is returned, or comes with it.
// RUN: %race_check %s race-guarded-escape %t --min-confidence=low -- -std=c++20 -isystem %mock
#include "containers.h"
#include "memory.h"
#include "mutex.h"

void consume(...);
struct Entry {
  int value;
};

// Private helpers: every caller holds the lock.
class Private_ok {
  std::mutex m;
  std::map<int, Entry> entries;
  std::vector<int> items;
  int *slot(int i) { return &items[i]; }
  Entry &entry(int k) { return entries[k]; }
  std::map<int, Entry>::iterator find(int k) { return entries.find(k); }
  int *twoDeep(int i) { return slot(i); }

public:
  void add(int i) {
    std::lock_guard l(m);
    items.push_back(i);
    *slot(i) = i;
    entry(i).value = i;
  }
  void clear() {
    std::lock_guard l(m);
    items.clear();
    entries.clear();
  }
  int get(int i) {
    std::unique_lock l(m);
    if (find(i) == entries.end())
      return 0;
    return *twoDeep(i) + entry(i).value;
  }
};

// Said by a name, by an assertion, by a guard that is handed in.
class Named_ok {
  std::mutex m;
  std::vector<int> items;

public:
  void AssertHeld();
  void add(int i) {
    std::lock_guard l(m);
    items.push_back(i);
  }
  void clear() {
    std::lock_guard l(m);
    items.clear();
  }
  std::vector<int> &itemsLocked() { return items; }
  std::vector<int> &items_locked() { return items; }
  int *lastWithLockHeld_locked() { return &items.back(); }
  std::vector<int> &asserted() {
    AssertHeld();
    return items;
  }
  int &proof(std::unique_lock<std::mutex> &) { return items.back(); }
  int &constProof(const std::lock_guard<std::mutex> &) { return items.back(); }
};

// A class that is a lock itself: who calls the accessor has it locked.
class Lockable_ok {
  std::mutex m;
  std::vector<int> items;

public:
  void lock() { m.lock(); }
  void unlock() { m.unlock(); }
  void add(int i) {
    std::lock_guard l(m);
    items.push_back(i);
  }
  void clear() {
    std::lock_guard l(m);
    items.clear();
  }
  std::vector<int> &all() { return items; }
  int *begin() { return items.begin(); }
  int *end() { return items.end(); }
};
int user(Lockable_ok &s) {
  std::lock_guard l(s);
  int sum = 0;
  for (int i : s)
    sum += i;
  return sum + s.all().size();
}

// The lock is handed out, and every caller that there is takes it.
class External_ok {
  std::vector<int> items;

public:
  std::mutex m;
  void add(int i) {
    std::lock_guard l(m);
    items.push_back(i);
  }
  void clear() {
    std::lock_guard l(m);
    items.clear();
  }
  std::vector<int> &all() { return items; }
};
static int user(External_ok &e) {
  std::lock_guard l(e.m);
  return e.all().size();
}
static void other(External_ok *e) {
  e->m.lock();
  e->all().push_back(1);
  e->m.unlock();
}
void both(External_ok &e) {
  user(e);
  other(&e);
}

// The accessor locks again what its callers hold.
class Recursive_ok {
  std::recursive_mutex m;
  std::vector<int> items;
  int *last() {
    std::lock_guard l(m);
    return &items.back();
  }

public:
  void add(int i) {
    std::lock_guard l(m);
    items.push_back(i);
    *last() = i;
  }
  void clear() {
    std::lock_guard l(m);
    items.clear();
  }
  int get() {
    std::lock_guard l(m);
    return *last();
  }
};

// The lock goes along with the reference.
template <class T> struct Access {
  std::unique_lock<std::mutex> lock;
  T *data;
  T *operator->() { return data; }
};
class Exclusive {
  std::unique_lock<std::mutex> lock;
  std::vector<int> &items;

public:
  Exclusive(std::mutex &m, std::vector<int> &i) : lock(m), items(i) {}
  std::vector<int> &operator*() { return items; }
};
class Proxy_ok {
  std::mutex m;
  std::vector<int> items;

public:
  void add(int i) {
    std::lock_guard l(m);
    items.push_back(i);
  }
  void clear() {
    std::lock_guard l(m);
    items.clear();
  }
  Access<std::vector<int>> access() {
    return {std::unique_lock<std::mutex>(m), &items};
  }
  Access<std::vector<int>> movedAccess() {
    std::unique_lock<std::mutex> l(m);
    items.push_back(0);
    return {std::move(l), &items};
  }
  std::pair<std::unique_lock<std::mutex>, int *> pair() {
    std::unique_lock<std::mutex> l(m);
    return {std::move(l), &items.back()};
  }
  Exclusive exclusive() { return Exclusive(m, items); }
  // The lock goes out through a parameter.
  std::vector<int> *handedOver(std::unique_lock<std::mutex> &out) {
    std::unique_lock<std::mutex> l(m);
    out = std::move(l);
    return &items;
  }
  // Locked here, given back by the caller with the other method.
  std::vector<int> *acquire() {
    m.lock();
    return &items;
  }
  void release() { m.unlock(); }
};
void user(Proxy_ok &p) {
  p.access()->push_back(1);
  consume(p.movedAccess()->size(), *p.pair().second, (*p.exclusive()).size());
  p.acquire()->push_back(2);
  p.release();
}
