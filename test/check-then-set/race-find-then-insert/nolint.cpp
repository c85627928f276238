// RUN: %race_check %s race-find-then-insert %t -- -std=c++20 -I%mock
#include "mutex.h"

class Slot {
public:
  int *get() const {
    std::lock_guard<std::mutex> l(m_);
    return p_;
  }
  void set(int *p) {
    std::lock_guard<std::mutex> l(m_);
    p_ = p;
  }

private:
  mutable std::mutex m_;
  int *p_ = nullptr;
};
void silenced(Slot &s) {
  if (!s.get())
    s.set(new int); // NOLINT(race-find-then-insert)
}
