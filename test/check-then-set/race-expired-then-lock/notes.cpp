// The whole story of a finding of each kind.
// RUN: %race_check %s race-expired-then-lock %t -- -std=c++20 -I%mock
#include "memory.h"
#include "mutex.h"
struct Job { int n; void go(); };
struct Owner {
  std::weak_ptr<Job> w;
  std::shared_ptr<Job> p;
  std::mutex m;
  void expired_bad() {
    if (w.expired())
      return;
    auto job = w.lock();
    job->go();
  }
  // CHECK-MESSAGES: :[[@LINE-3]]:16: warning: 'w' is asked whether its object is still there and then locked, in two steps; when the last owner lets go in between, a null pointer is dereferenced [race-expired-then-lock]
  // CHECK-NOTES: :[[@LINE-6]]:9: note: thread A finds that the object of 'w' is still there
  // CHECK-NOTES: :[[@LINE-7]]:9: note: thread B lets go of the last owner: the object is destroyed
  // CHECK-NOTES: :[[@LINE-6]]:16: note: thread A locks 'w' and gets a null pointer
  // CHECK-NOTES: :[[@LINE-6]]:5: note: thread A dereferences the null pointer
  // CHECK-NOTES: :[[@LINE-8]]:16: note: lock it once and test what that returns
  void sole_bad() {
    if (p.use_count() == 1)
      p->n = 2;
  }
  // CHECK-MESSAGES: :[[@LINE-2]]:12: warning: the object of 'p' is changed since it seems to have one owner; the count says nothing of what other threads did with it, or may still get from a weak pointer [race-expired-then-lock]
  // CHECK-NOTES: :[[@LINE-4]]:9: note: thread B reads the object through an owner of its own, and lets go of that
  // CHECK-NOTES: :[[@LINE-5]]:9: note: thread A reads a count of one, by a load that orders nothing before it
  // CHECK-NOTES: :[[@LINE-5]]:12: note: thread A changes the object while, to its processor, thread B still reads: thread B sees half of the change
  // CHECK-NOTES: :[[@LINE-6]]:12: note: keep the object unchanged once it is shared
};
