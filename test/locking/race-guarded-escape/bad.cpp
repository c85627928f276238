// What points into guarded data leaves the section that guards it.
// RUN: %race_check %s race-guarded-escape %t -- -std=c++20 -isystem %mock
#include "containers.h"
#include "mutex.h"

struct Entry {
  int value, uses;
};
struct Stats {
  int calls, misses;
};
void consume(...);

class Registry_bad {
  mutable std::mutex m;
  std::vector<int> items;
  std::map<int, Entry> entries;
  std::list<Entry> order;
  std::string title;
  Stats stats;
  int hits = 0;
  int table[16];

public:
  void add(int i) {
    std::lock_guard l(m);
    items.push_back(i);
    entries[i].value = i;
    order.push_back(Entry{i, 0});
    stats.calls = stats.calls + 1;
    table[i] = i;
    ++hits;
    title = "changed";
  }
  void reset() {
    std::lock_guard l(m);
    items.clear();
    entries.clear();
    order.pop_front();
    stats.misses = 0;
    table[0] = 0;
    hits = 0;
    title.clear();
  }

  const std::vector<int> &reference() const {
    std::lock_guard l(m);
    return items;
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'items'{{.*}} [race-guarded-escape]
  }
  std::vector<int> *pointer() {
    std::lock_guard l(m);
    return &items;
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'items'{{.*}} [race-guarded-escape]
  }
  int &lastElement() {
    std::lock_guard l(m);
    return items.back();
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'items{{.*}} [race-guarded-escape]
  }
  int &indexed(unsigned i) {
    std::lock_guard l(m);
    return items[i];
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'items{{.*}} [race-guarded-escape]
  }
  std::map<int, Entry>::iterator iterator(int k) {
    std::lock_guard l(m);
    return entries.find(k);
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'entries{{.*}} [race-guarded-escape]
  }
  Entry *lookup(int k) {
    std::lock_guard l(m);
    auto it = entries.find(k);
    if (it == entries.end())
      return nullptr;
    return &it->second;
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'entries{{.*}} [race-guarded-escape]
  }
  Entry &made(int k) {
    std::lock_guard l(m);
    Entry &e = entries[k];
    e.uses++;
    return e;
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'entries{{.*}} [race-guarded-escape]
  }
  Entry *searched(int v) {
    std::lock_guard l(m);
    for (Entry &e : order)
      if (e.value == v)
        return &e;
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'order{{.*}} [race-guarded-escape]
    return nullptr;
  }
  std::string_view view() const {
    std::lock_guard l(m);
    return title;
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'title'{{.*}} [race-guarded-escape]
  }
  const char *characters() const {
    std::lock_guard l(m);
    return title.c_str();
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'title'{{.*}} [race-guarded-escape]
  }
  std::span<int> span() {
    std::lock_guard l(m);
    return std::span<int>(items);
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'items'{{.*}} [race-guarded-escape]
  }
  std::span<int> converted() {
    std::lock_guard l(m);
    return items;
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'items'{{.*}} [race-guarded-escape]
  }
  Stats &alias() {
    std::lock_guard l(m);
    auto &s = stats;
    return s;
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'stats'{{.*}} [race-guarded-escape]
  }
  int *part() {
    std::lock_guard l(m);
    return &stats.calls;
    // MISSED: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'stats{{.*}} [race-guarded-escape]
  }
  int *manual(int i) {
    m.lock();
    int *p = &table[i];
    m.unlock();
    return p;
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'table{{.*}} [race-guarded-escape]
  }
  const int *decayed() const {
    std::lock_guard l(m);
    return table;
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'table'{{.*}} [race-guarded-escape]
  }
  const int *either(bool want) const {
    std::unique_lock l(m);
    return want ? &hits : nullptr;
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'hits'{{.*}} [race-guarded-escape]
  }
  int &noLock() { return hits; }
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'hits'{{.*}} [race-guarded-escape]
};
void users(Registry_bad &r) {
  consume(r.reference().size(), r.pointer()->size(), r.lastElement()++);
  consume(r.indexed(1), r.iterator(2)->second.value, r.lookup(3)->uses);
  consume(r.made(1).value, r.searched(2)->value, r.view().size());
  consume(*r.characters(), r.span()[0], r.converted()[0], r.alias().calls);
  consume(*r.part(), *r.manual(1), *r.decayed(), *r.either(true));
  r.noLock() = 3;
}

// Readers too: in shared mode the reference outlives the lock as well.
class Routes_bad {
  std::shared_mutex rw;
  std::map<int, int> routes;

public:
  void set(int k, int v) {
    std::unique_lock l(rw);
    routes[k] = v;
  }
  void remove(int k) {
    std::unique_lock l(rw);
    routes.erase(k);
  }
  const int &get(int k) {
    std::shared_lock l(rw);
    return routes.at(k);
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'routes{{.*}} [race-guarded-escape]
  }
};
int routed(Routes_bad &r) { return r.get(1) + r.get(2); }

// Globals and static members are guarded as fields are.
static std::mutex listLock;
static std::vector<int> listeners;
void listen(int l) {
  std::lock_guard g(listLock);
  listeners.push_back(l);
}
void forget() {
  std::lock_guard g(listLock);
  if (!listeners.empty())
    listeners.pop_back();
}
const std::vector<int> &all_bad() {
  std::lock_guard g(listLock);
  return listeners;
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'listeners'{{.*}} [race-guarded-escape]
}
unsigned long listening() { return all_bad().size(); }

struct Pool_bad {
  static std::mutex m;
  static std::vector<int> free;
  static void put(int i) {
    std::lock_guard l(m);
    free.push_back(i);
  }
  static void clear() {
    std::lock_guard l(m);
    if (free.size() > 10)
      free.clear();
  }
  static int *newest() {
    std::lock_guard l(m);
    return &free.back();
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'free{{.*}} [race-guarded-escape]
  }
};
int newest() { return *Pool_bad::newest(); }

// The lock stands in the object that the guarded data is in.
struct Shard {
  std::mutex m;
  std::map<int, int> cells;
};
void fill(Shard &s, int k) {
  std::lock_guard l(s.m);
  s.cells[k] = k;
}
void empty(Shard *s) {
  std::lock_guard l(s->m);
  s->cells.clear();
}
int &cell_bad(Shard &s, int k) {
  std::lock_guard l(s.m);
  return s.cells[k];
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}cells{{.*}} [race-guarded-escape]
}
void bump(Shard &s) { ++cell_bad(s, 1); }
