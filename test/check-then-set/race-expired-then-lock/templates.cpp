// RUN: %race_check %s race-expired-then-lock %t -- -std=c++20 -I%mock
#include "memory.h"
#include "mutex.h"

struct Job { int n; void go(); };

template <class T> struct Cache {
  std::weak_ptr<T> w;
  std::shared_ptr<T> p;
  std::mutex m;
  void expired_bad() {
    if (!w.expired())
      w.lock()->go();
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'w' is asked
  }
  void variable_bad() {
    if (this->w.expired())
      return;
    auto job = this->w.lock();
    // CHECK-MESSAGES: :[[@LINE-1]]:16: warning: 'w' is asked
    job->go();
  }
  void sole_bad() {
    if (p.use_count() == 1)
      p->n = 1;
    // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: the object of 'p' is changed
  }
  void tested_ok() {
    if (!w.expired())
      if (auto job = w.lock())
        job->go();
  }
  void reset_ok(const std::shared_ptr<T> &q) {
    if (!w.expired()) {
      w = q;
      w.lock()->go();
    }
  }
};
template struct Cache<Job>;

// Never instantiated.
template <class T> void alone_bad(std::weak_ptr<T> &w) {
  if (!w.expired())
    w.lock()->go();
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'w' is asked
}
// Any type may stand here.
template <class Pointer> void any_bad(Pointer w) {
  if (!w.expired())
    w.lock()->go();
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'w' is asked
}
template <class Pointer> void any_ok(Pointer w) {
  if (!w.expired())
    w.lock()->go();
}
auto generic_bad = [](auto w) {
  if (!w.expired())
    w.lock()->go();
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'w' is asked
};
struct Lease { bool expired(); Job *lock(); };
void instances(std::weak_ptr<Job> w, Lease l) {
  any_bad(w);
  generic_bad(w);
  any_ok(l);
}
