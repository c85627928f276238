// RUN: %race_check %s race-find-then-insert %t -- -std=c++20 -I%mock
#include "containers.h"
#include "mutex.h"

struct Session {};

class Registry {
public:
  bool has(int id) const {
    std::lock_guard<std::mutex> l(m_);
    return table_.count(id) != 0;
  }
  void put(int id, Session *s) {
    std::lock_guard<std::mutex> l(m_);
    table_[id] = s;
  }

private:
  mutable std::mutex m_;
  std::map<int, Session *> table_;
};

// Two clients with one id both get a session, and one of them is leaked.
void open_bad(Registry &r, int id) {
  if (!r.has(id))
    r.put(id, new Session);
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'table_' is asked and, when nothing is there, set, in two calls that each lock for themselves; two threads may find nothing there [race-find-then-insert]
}

void returnsEarly_bad(Registry *r, int id) {
  if (r->has(id))
    return;
  r->put(id, new Session);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'table_' is asked and
}

class Slot {
public:
  Session *get() const {
    std::lock_guard<std::mutex> l(m_);
    return s_;
  }
  void set(Session *s) {
    std::lock_guard<std::mutex> l(m_);
    s_ = s;
  }

private:
  mutable std::mutex m_;
  Session *s_ = nullptr;
};
Session *current_bad(Slot &slot) {
  if (slot.get() == nullptr)
    slot.set(new Session);
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 's_' is asked and
  return slot.get();
}
