// Where the lock, the guard or the class stands in a macro.
// RUN: %race_check %s race-inconsistent-guard %t -- -std=c++20 -isystem %mock
#include "mutex.h"
#define GUARD(m) std::lock_guard<std::mutex> guard_(m)
#define SYNCHRONIZED(m) if (std::unique_lock<std::mutex> lock_{m}; true)
#define SET(field, v) (field) = (v)
#define COUNTER(name)                                                          \
  class name {                                                                 \
    std::mutex m_;                                                             \
    int n_ = 0;                                                                \
                                                                               \
  public:                                                                      \
    void up() {                                                                \
      GUARD(m_);                                                               \
      ++n_;                                                                    \
    }                                                                          \
    void down() {                                                              \
      GUARD(m_);                                                               \
      --n_;                                                                    \
    }                                                                          \
    int get() {                                                                \
      GUARD(m_);                                                               \
      return n_;                                                               \
    }                                                                          \
    void reset();                                                              \
  }
COUNTER(Counter_bad);
COUNTER(Counter_ok);
void Counter_bad::reset() {
  SET(n_, 0);
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}n_'{{.*}} [race-inconsistent-guard]
}
void Counter_ok::reset() {
  SYNCHRONIZED(m_) {
    SET(n_, 0);
  }
}
