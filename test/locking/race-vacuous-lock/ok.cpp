// Code that looks the same and is right.
// RUN: %race_check %s race-vacuous-lock %t -- -std=c++20 -I%mock
#include "memory.h"
#include "mutex.h"
#include "thread.h"

int shared;
void use(std::unique_lock<std::mutex> &);
void run(std::mutex &);
std::unique_lock<std::mutex> acquire();

struct Account_ok {
  std::mutex m;
  static std::mutex global;
  static int total;
  static thread_local int mine;
  static int guarded __attribute__((guarded_by(global)));
  std::condition_variable cv;
  int balance;

  void named_ok() { std::lock_guard<std::mutex> l(m); ++balance; }
  // The temporary lives to the end of the full expression.
  void comma_ok() { std::lock_guard<std::mutex>{m}, ++balance; }
  int returned_ok() { return std::lock_guard<std::mutex>{m}, balance; }
  void lockedLater_ok() {
    std::unique_lock<std::mutex> l(m, std::defer_lock);
    l.lock();
    ++balance;
  }
  void handedOn_ok() {
    std::unique_lock<std::mutex> l;
    use(l);
  }
  void assigned_ok() {
    std::unique_lock<std::mutex> l;
    l = acquire();
    ++balance;
  }
  void factory_ok() { auto l = acquire(); ++balance; }
  void asked_ok() {
    std::unique_lock<std::mutex> l(m, std::try_to_lock);
    if (l)
      ++balance;
  }
  void inCondition_ok() {
    if (std::unique_lock<std::mutex> l{m, std::try_to_lock}; l.owns_lock())
      ++balance;
  }
  bool result_ok() {
    if (!m.try_lock())
      return false;
    m.unlock();
    return true;
  }
  // Said to be ignored.
  void ignored_ok() { (void)m.try_lock(); }
  // Makes sure that the lock is free.
  void freed_ok() {
    m.try_lock();
    m.unlock();
  }

  // The guard remembers, and is asked.
  void askedLater_ok() {
    std::unique_lock<std::mutex> l(m, std::defer_lock);
    l.try_lock();
    if (!l)
      return;
    ++balance;
  }
  // Takes the lock of the other guard, and gives it back.
  void movedAway_ok() {
    std::unique_lock<std::mutex> l(m);
    ++balance;
    std::unique_lock<std::mutex>{std::move(l)};
    shared = 1;
  }
  // Waits until whoever holds the lock is done.
  void emptySection_ok() {
    {
      std::lock_guard<std::mutex>{m};
    }
    shared = 1;
  }

  void staticLock_ok() { std::lock_guard<std::mutex> l(global); ++total; }
  void bothLocks_ok() {
    std::lock_guard<std::mutex> l(m);
    std::lock_guard<std::mutex> g(global);
    ++total;
  }
  void otherLock_ok() {
    std::lock_guard<std::mutex> l(m);
    global.lock();
    ++total;
    global.unlock();
  }
  void threadLocal_ok() { std::lock_guard<std::mutex> l(m); ++mine; }
  void declared_ok() { std::lock_guard<std::mutex> l(m); ++guarded; }
  void ownState_ok() { std::lock_guard<std::mutex> l(m); ++balance; }
  void countLocked() { std::lock_guard<std::mutex> l(m); ++total; }
  void before_ok() { ++total; std::lock_guard<std::mutex> l(m); }
};

// One object is all there is: its lock guards static state.
class Registry_ok {
  std::mutex m;
  static int entries;
  Registry_ok() = default;

public:
  static Registry_ok &instance();
  void add() { std::lock_guard<std::mutex> l(m); ++entries; }
};

// One object by its accessor, though the constructor is not private.
struct Meyers_ok {
  std::mutex m;
  static int entries;
  static Meyers_ok &instance();
  void add() { std::lock_guard<std::mutex> l(m); ++entries; }
};
// A pack of locks that is empty somewhere.
template <class... M> void all_ok(M &...locks) { std::scoped_lock l(locks...); }
template void all_ok<>();
#define GUARD(l, m) std::unique_lock<std::mutex> l(m, std::defer_lock)
void configured_ok(Account_ok &a) { GUARD(l, a.m); ++a.balance; }
// A measurement of the lock itself.
void measured_ok(int rounds) {
  std::mutex m;
  for (int i = 0; i < rounds; ++i)
    std::lock_guard<std::mutex> l(m);
}

void captured_ok() {
  std::mutex m;
  std::thread t([&] { std::lock_guard<std::mutex> l(m); ++shared; });
  std::lock_guard<std::mutex> l(m);
  ++shared;
}
void passed_ok() {
  std::mutex m;
  run(m);
  std::lock_guard<std::mutex> l(m);
}
void pointed_ok(std::mutex **out) {
  std::mutex m;
  *out = &m;
  std::lock_guard<std::mutex> l(m);
}
// A condition variable needs some lock to sleep on.
void slept_ok(std::condition_variable &cv) {
  std::mutex m;
  std::unique_lock<std::mutex> l(m);
  cv.wait_for(l, 100);
}
void static_ok() {
  static std::mutex m;
  std::lock_guard<std::mutex> l(m);
  ++shared;
}
void reference_ok(Account_ok &a) {
  std::mutex &m = a.m;
  std::lock_guard<std::mutex> l(m);
  ++a.balance;
}
void unusedLock_ok() { std::mutex m; }
