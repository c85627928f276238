// RUN: %race_check %s race-expired-then-lock %t -- -std=c++20 -I%mock
#include "memory.h"
#include "mutex.h"

struct Job {
  int n;
  bool ok() const;
  void go();
  Job *next;
};
void use(Job &);
void prepare();

struct Owner {
  std::weak_ptr<Job> w;
  std::mutex m;

  void branch_bad() {
    if (!w.expired())
      w.lock()->go();
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'w' is asked whether its object is still there and then locked, in two steps; when the last owner lets go in between, a null pointer is dereferenced [race-expired-then-lock]
  }
};

struct Shapes {
  std::weak_ptr<Job> w_;
  std::weak_ptr<Job> many[4];
  Shapes *other;
  std::mutex m;

  void variable_bad() {
    if (!w_.expired()) {
      auto p = w_.lock();
      // CHECK-MESSAGES: :[[@LINE-1]]:16: warning: 'w_' is asked
      prepare();
      p->go();
    }
  }
  void early_bad() {
    if (w_.expired())
      return;
    w_.lock()->go();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'w_' is asked
  }
  void thrown_bad() {
    if (w_.expired())
      throw 1;
    w_.lock()->go();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'w_' is asked
  }
  void otherwise_bad() {
    if (w_.expired())
      prepare();
    else
      use(*w_.lock());
    // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'w_' is asked
  }
  bool both_bad() { return !w_.expired() && w_.lock()->ok(); }
  // CHECK-MESSAGES: :[[@LINE-1]]:45: warning: 'w_' is asked
  bool either_bad() { return w_.expired() || w_.lock()->ok(); }
  // CHECK-MESSAGES: :[[@LINE-1]]:46: warning: 'w_' is asked
  int choose_bad() { return w_.expired() ? 0 : w_.lock()->n; }
  // CHECK-MESSAGES: :[[@LINE-1]]:48: warning: 'w_' is asked
  void loop_bad() {
    while (!w_.expired())
      w_.lock()->go();
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'w_' is asked
  }
  void forever_bad() {
    for (;;) {
      if (w_.expired())
        break;
      w_.lock()->go();
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'w_' is asked
    }
  }
  void more_bad(bool ready) {
    if (ready && !w_.expired() && !ready)
      w_.lock()->go();
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'w_' is asked
  }
  void plain_bad() {
    if (!w_.expired())
      w_.lock().get()->go();
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'w_' is asked
  }
  void counted_bad() {
    if (w_.use_count() != 0)
      (*w_.lock()).go();
    // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'w_' is asked
    if (0 == w_.use_count())
      return;
    w_.lock()->n = 1;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'w_' is asked
  }
  void truth_bad() {
    if (w_.use_count())
      w_.lock()->go();
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'w_' is asked
  }
  void flag_bad() {
    const bool gone = w_.expired();
    if (!gone)
      w_.lock()->go();
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'w_' is asked
  }
  void element_bad(int i) {
    if (!many[i].expired())
      many[i].lock()->go();
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'many[...]' is asked
  }
  void elsewhere_bad() {
    if (!other->w_.expired())
      other->w_.lock()->go();
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'other->w_' is asked
  }
  // The lock guards the pointer; owners let go without it.
  void guarded_bad() {
    std::lock_guard<std::mutex> l(m);
    if (!w_.expired())
      w_.lock()->go();
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'w_' is asked
  }
  // Tested too late.
  void late_bad() {
    if (!w_.expired()) {
      auto p = w_.lock();
      // CHECK-MESSAGES: :[[@LINE-1]]:16: warning: 'w_' is asked
      p->go();
      if (p)
        p->go();
    }
  }
  // Two uses of one answer are one finding.
  void twice_bad() {
    if (!w_.expired()) {
      w_.lock()->go();
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'w_' is asked
      w_.lock()->go();
    }
  }
  auto lambda_bad() {
    return [w = w_] {
      if (!w.expired())
        w.lock()->go();
      // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'w' is asked
    };
  }
  void each_bad() {
    for (auto &w : many)
      if (!w.expired())
        w.lock()->go();
    // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'w' is asked
  }
  void parameter_bad(std::weak_ptr<Job> w) {
    if (!w.expired())
      w.lock()->go();
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'w' is asked
  }
};

std::weak_ptr<Job> global;
void global_bad() {
  if (!global.expired())
    global.lock()->go();
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'global' is asked
}
