// Locks and guards in all their modes: what is held where.
// RUN: %race_check %s race-split-critical-section %t --config-file=%S/Inputs/locks.yaml -- -std=c++20 -I%mock
#include "mutex.h"

void work();
std::mutex m, other;
int n;

// Swapped and detached guards.
void swapped_bad() {
  std::unique_lock a(m), b(other, std::defer_lock);
  int v = n;
  a.swap(b);
  b.unlock();
  b.lock();
  n = v + 1;
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'n' is read under 'm' and written under it with a value computed from that read, but the lock is given back in between; an update in between is lost
}
void swapped_ok() {
  std::unique_lock a(m), b(other, std::defer_lock);
  a.swap(b);
  int v = n;
  a.unlock();
  n = v + 1;
}
void detached_ok() {
  std::unique_lock a(m);
  int v = n;
  a.release();
  n = v + 1;
  m.unlock();
}
void assigned_bad() {
  std::unique_lock<std::mutex> a(m);
  int v = n;
  a = std::unique_lock<std::mutex>(other);
  a = std::unique_lock<std::mutex>(m);
  n = v + 1;
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'n' is read under 'm' and written under it with a value computed from that read, but the lock is given back in between; an update in between is lost
}

// An exception leaves the guards of the try block behind.
void caught_bad() {
  int v = 0;
  try {
    std::lock_guard l(m);
    v = n;
    work();
  } catch (...) {
    std::lock_guard l(m);
    n = v + 1;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'n' is read under 'm' and written under it with a value computed from that read, but the lock is given back in between; an update in between is lost
  }
}
void caughtOutside_ok() {
  std::lock_guard l(m);
  int v = n;
  try {
    work();
  } catch (...) {
    n = v + 1;
  }
}
void leaks_ok() {
  m.lock();
  int v = n;
  try {
    work();
  } catch (...) {
    n = v + 1;
    m.unlock();
    throw;
  }
  m.unlock();
}

// A try, in the forms that decide.
void triedByResult_ok() {
  if (m.try_lock()) {
    int v = n;
    n = v + 1;
    m.unlock();
  }
}
void triedTwice_bad() {
  int v = 0;
  if (std::unique_lock l(m, std::try_to_lock); l)
    v = n;
  if (std::unique_lock l{m, std::try_to_lock}; l.owns_lock())
    n = v + 1;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'n' is read under 'm' and written under it with a value computed from that read, but the lock is given back in between; an update in between is lost
}
// Nobody looked whether the lock was there: no evidence.
void notDecided_ok() {
  bool got = m.try_lock();
  int v = n;
  if (got)
    m.unlock();
  got = m.try_lock();
  n = v + 1;
  if (got)
    m.unlock();
}
void switched_ok(int how) {
  switch (how) {
  case 1: {
    std::lock_guard l(m);
    int v = n;
    n = v + 1;
    break;
  }
  default:
    work();
  }
}

// The project's own, by its rules.
namespace base {
struct SpinLock {
  void Take();
  int TryTake();
  void Give();
};
struct SpinGuard {
  SpinGuard(SpinLock &);
  ~SpinGuard();
};
struct SpinUnguard {
  SpinUnguard(SpinLock &);
  ~SpinUnguard();
};
struct Event {
  void Await(int, SpinLock &);
};
} // namespace base
struct Project {
  base::SpinLock lock;
  base::Event event;
  int n;
  void twice_bad() {
    lock.Take();
    int v = n;
    lock.Give();
    lock.Take();
    n = v + 1;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'n' is read under 'lock' and written under it with a value computed from that read, but the lock is given back in between; an update in between is lost
    lock.Give();
  }
  void inverse_bad() {
    base::SpinGuard g(lock);
    int v = n;
    {
      base::SpinUnguard u(lock);
      work();
    }
    n = v + 1;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'n' is read under 'lock' and written under it with a value computed from that read, but the lock is given back in between; an update in between is lost
  }
  void inverse_ok() {
    base::SpinGuard g(lock);
    {
      base::SpinUnguard u(lock);
      work();
    }
    int v = n;
    n = v + 1;
  }
  void tried_bad() {
    if (lock.TryTake() != 0)
      return;
    int v = n;
    lock.Give();
    if (!lock.TryTake()) {
      n = v + 1;
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'n' is read under 'lock' and written under it with a value computed from that read, but the lock is given back in between; an update in between is lost
      lock.Give();
    }
  }
  void event_bad() {
    base::SpinGuard g(lock);
    int v = n;
    event.Await(3, lock);
    n = v + 1;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'n' is read under 'lock' and written under it with a value computed from that read, but the lock is given back in between; an update in between is lost
  }
};

// Clang's thread-safety attributes.
struct __attribute__((capability("mutex"))) Mutex {
  void Enter() __attribute__((acquire_capability()));
  bool TryEnter() __attribute__((try_acquire_capability(true)));
  void Leave() __attribute__((release_capability()));
  void Check() __attribute__((assert_capability(this)));
};
struct __attribute__((scoped_lockable)) Scope {
  Scope(Mutex *mu) __attribute__((acquire_capability(mu)));
  ~Scope() __attribute__((release_capability()));
};
struct Annotated {
  Mutex mu;
  int n;
  void open() __attribute__((acquire_capability(mu)));
  void close() __attribute__((release_capability(mu)));
  void scopes_bad() {
    int v;
    {
      Scope s(&mu);
      v = n;
    }
    Scope s(&mu);
    n = v + 1;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'n' is read under 'mu' and written under it with a value computed from that read, but the lock is given back in between; an update in between is lost
  }
  void byHand_bad() {
    mu.Enter();
    int v = n;
    mu.Leave();
    mu.Enter();
    n = v + 1;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'n' is read under 'mu' and written under it with a value computed from that read, but the lock is given back in between; an update in between is lost
    mu.Leave();
  }
  void methods_bad() {
    open();
    int v = n;
    close();
    open();
    n = v + 1;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'n' is read under 'mu' and written under it with a value computed from that read, but the lock is given back in between; an update in between is lost
    close();
  }
  void givesBack_bad() __attribute__((requires_capability(mu))) {
    int v = n;
    mu.Leave();
    work();
    mu.Enter();
    n = v + 1;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'n' is read under 'mu' and written under it with a value computed from that read, but the lock is given back in between; an update in between is lost
  }
  void keeps_ok() __attribute__((requires_capability(mu))) {
    int v = n;
    n = v + 1;
  }
};

// In a pattern, a local of a type that is not known may be a guard.
template <class Guard> struct Policy {
  std::mutex m;
  int n;
  void unknown_ok() {
    Guard g(m);
    m.lock();
    int v = n;
    m.unlock();
    m.lock();
    n = v + 1;
    m.unlock();
  }
};

