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
  // It keeps what is there.
  void add(int id, Session *s) {
    std::lock_guard<std::mutex> l(m_);
    table_.try_emplace(id, s);
  }
  void remove(int id) {
    std::lock_guard<std::mutex> l(m_);
    table_.erase(id);
  }

private:
  mutable std::mutex m_;
  std::map<int, Session *> table_;
};

std::mutex all;

void lockOverBoth_ok(Registry &r, int id) {
  std::lock_guard<std::mutex> l(all);
  if (!r.has(id))
    r.put(id, new Session);
}
void keepsTheFirst_ok(Registry &r, int id) {
  if (!r.has(id))
    r.add(id, new Session);
}
void otherKey_ok(Registry &r, int id) {
  if (!r.has(id))
    r.put(id + 1, new Session);
}
void whereThereIsOne_ok(Registry &r, int id, Session *s) {
  if (r.has(id))
    r.put(id, s);
}
void removes_ok(Registry &r, int id) {
  if (r.has(id))
    r.remove(id);
}
void itsOwn_ok(int id) {
  Registry r;
  if (!r.has(id))
    r.put(id, new Session);
}
