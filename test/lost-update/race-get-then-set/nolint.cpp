// RUN: %race_check %s race-get-then-set %t -- -std=c++20 -I%mock
#include "mutex.h"

class Level {
public:
  int get() const {
    std::lock_guard<std::mutex> l(m_);
    return n_;
  }
  void set(int n) {
    std::lock_guard<std::mutex> l(m_);
    n_ = n;
  }

private:
  mutable std::mutex m_;
  int n_ = 0;
};

void silenced(Level &l) { l.set(l.get() + 1); } // NOLINT(race-get-then-set)
