// RUN: %race_check %s race-vacuous-lock %t -- -std=c++20 -I%mock
#include "mutex.h"

int shared;
void work();

struct Account_bad {
  std::mutex m;
  std::shared_mutex rw;
  static int total;
  int balance;

  void temporary_bad() {
    std::lock_guard<std::mutex>{m};
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this guard is a temporary; the lock is given back at once [race-vacuous-lock]
    // CHECK-NOTES: :[[@LINE-2]]:5: note: thread A takes the lock and gives it back at the end of this statement
    // CHECK-NOTES: :[[@LINE+2]]:5: note: thread B comes here while thread A does: the lock keeps nobody out, and one change is lost
    // CHECK-NOTES: :[[@LINE-4]]:5: note: give the guard a name, so that it lives to the end of the block
    ++balance;
  }
  void parenthesised_bad() {
    std::unique_lock<std::mutex>(this->m);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this guard is a temporary
    // CHECK-NOTES: note: thread A
    // CHECK-NOTES: note: thread B
    // CHECK-NOTES: note: give
    ++balance;
  }
  void twoArguments_bad() {
    std::unique_lock<std::mutex>(m, std::adopt_lock);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this guard is a temporary
    // CHECK-NOTES: note: thread A
    // CHECK-NOTES: note: thread B
    // CHECK-NOTES: note: give
    ++balance;
  }
  void inBranch_bad(bool b) {
    if (b) {
      std::lock_guard<std::mutex>{m};
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: this guard is a temporary
      ++balance;
    }
    // CHECK-NOTES: note: thread A
    // CHECK-NOTES: note: thread B
    // CHECK-NOTES: note: give
  }

  // The name of a new variable, not the member.
  void declares_bad() {
    std::unique_lock<std::mutex>(m);
    // CHECK-MESSAGES: :[[@LINE-1]]:34: warning: this declares a new guard named 'm' that locks nothing
    // CHECK-NOTES: note: thread A makes a guard without a lock
    // CHECK-NOTES: note: thread B comes here at the same time and is not kept out
    // CHECK-NOTES: note: give the guard a name of its own, with the lock as its argument
    ++balance;
  }
  void empty_bad() {
    std::unique_lock<std::mutex> l;
    // CHECK-MESSAGES: :[[@LINE-1]]:34: warning: guard 'l' locks nothing
    // CHECK-NOTES: note: thread A
    // CHECK-NOTES: note: thread B
    // CHECK-NOTES: note: pass the lock to the guard
    ++balance;
  }
  void noLocks_bad() {
    std::scoped_lock<> l;
    // CHECK-MESSAGES: :[[@LINE-1]]:24: warning: guard 'l' locks nothing
    // CHECK-NOTES: note: thread A
    // CHECK-NOTES: note: thread B
    // CHECK-NOTES: note: pass the lock to the guard
    ++balance;
  }
  void deferred_bad() {
    std::unique_lock<std::mutex> l(m, std::defer_lock);
    // CHECK-MESSAGES: :[[@LINE-1]]:34: warning: guard 'l' is deferred and never locks anything
    // CHECK-NOTES: note: thread A
    // CHECK-NOTES: note: thread B
    // CHECK-NOTES: note: lock the guard
    ++balance;
  }
  void tried_bad() {
    std::unique_lock<std::mutex> l(m, std::try_to_lock);
    // CHECK-MESSAGES: :[[@LINE-1]]:34: warning: whether guard 'l' got its lock is never asked
    // CHECK-NOTES: note: thread A
    // CHECK-NOTES: note: thread B
    // CHECK-NOTES: note: test the guard
    ++balance;
  }
  void ignored_bad() {
    m.try_lock();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: whether the lock was taken is ignored; the code after it runs either way
    // CHECK-NOTES: :[[@LINE-2]]:5: note: thread A tries to take the lock, which thread B holds, and goes on without it
    // CHECK-NOTES: :[[@LINE+2]]:5: note: thread A changes what thread B is changing: one change is lost
    // CHECK-NOTES: note: test the result, or wait for the lock
    ++balance;
    m.unlock();
  }
  void ignoredShared_bad() {
    rw.try_lock_shared();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: whether the lock was taken is ignored
    // CHECK-NOTES: note: thread A
    // CHECK-NOTES: note: thread A
    // CHECK-NOTES: note: test
    ++balance;
    rw.unlock_shared();
  }
  void ignoredByGuard_bad() {
    std::unique_lock<std::mutex> l(m, std::defer_lock);
    l.try_lock();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: whether the lock was taken is ignored
    // CHECK-NOTES: note: thread A
    // CHECK-NOTES: note: thread A
    // CHECK-NOTES: note: test
    ++balance;
  }

  void staticState_bad() {
    std::lock_guard<std::mutex> l(m);
    ++total;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'total' is shared by all objects, but 'm' is another lock in each of them
    // CHECK-NOTES: :[[@LINE-3]]:35: note: thread A takes 'm' of one object
    // CHECK-NOTES: :[[@LINE-4]]:35: note: thread B takes 'm' of another object and is not kept out
    // CHECK-NOTES: :[[@LINE-4]]:5: note: thread A reads and writes 'total' while thread B does: one update is lost
    // CHECK-NOTES: note: guard static state with a static lock, or make it atomic
  }
  int staticLocal_bad() {
    static int calls;
    std::lock_guard<std::mutex> l(m);
    calls += 1;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'calls' is shared by all objects
    // CHECK-NOTES: note: thread A
    // CHECK-NOTES: note: thread B
    // CHECK-NOTES: note: thread A
    // CHECK-NOTES: note: guard
    return calls;
  }
};

void freshLock_bad() {
  std::mutex m;
  // CHECK-MESSAGES: :[[@LINE-1]]:14: warning: 'm' is a new lock in every call; it keeps nobody out
  // CHECK-NOTES: :[[@LINE+4]]:33: note: thread A takes its own 'm'
  // CHECK-NOTES: :[[@LINE+3]]:33: note: thread B takes another 'm' at the same time: both go on, and one change is lost
  // CHECK-NOTES: :[[@LINE-4]]:14: note: make the lock a member, a global or a static, beside what it protects

  std::lock_guard<std::mutex> l(m);
  ++shared;
}
void freshByHand_bad() {
  std::mutex m;
  // CHECK-MESSAGES: :[[@LINE-1]]:14: warning: 'm' is a new lock in every call
  // CHECK-NOTES: note: thread A
  // CHECK-NOTES: note: thread B
  // CHECK-NOTES: note: make
  m.lock();
  ++shared;
  m.unlock();
}
auto inLambda = [](std::mutex &m) {
  std::lock_guard<std::mutex>{m};
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: this guard is a temporary
  // CHECK-NOTES: note: thread A
  // CHECK-NOTES: note: thread B
  // CHECK-NOTES: note: give
  ++shared;
};
