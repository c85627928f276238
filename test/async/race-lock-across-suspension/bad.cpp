// RUN: %race_check %s race-lock-across-suspension %t -- -std=c++20 -I%mock
#include "containers.h"
#include "coroutine.h"
#include "mutex.h"

Task<int> fetch();
Task<> log(int);
bool fast();
int combine(int, int);
struct Server_bad {
  std::mutex m;
  std::recursive_mutex rm;
  std::shared_mutex rw;
  int x;

  Task<> guard() {
    std::lock_guard l(m);
    co_await log(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'm' is held while the function is suspended here; others wait for it as long, and whoever resumes may be another thread [race-lock-across-suspension]
  }
  // What the stock checks do not see: an await that is part of something.
  Task<> initialiser() {
    std::lock_guard l(m);
    int v = co_await fetch();
    // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'm' is held while the function is suspended here; others wait for it as long, and whoever resumes may be another thread
    x = v;
  }
  Task<> assignment() {
    std::lock_guard l(m);
    x = co_await fetch();
    // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'm' is held while the function is suspended here; others wait for it as long, and whoever resumes may be another thread
  }
  Task<> argument() {
    std::lock_guard l(m);
    x = combine(1, co_await fetch());
    // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: 'm' is held while the function is suspended here; others wait for it as long, and whoever resumes may be another thread
  }
  Task<> condition() {
    std::lock_guard l(m);
    if (co_await fetch())
    // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'm' is held while the function is suspended here; others wait for it as long, and whoever resumes may be another thread
      x = 1;
  }
  // ... guards of every kind
  Task<> unique() {
    std::unique_lock l(m);
    co_await log(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'm' is held while the function is suspended here; others wait for it as long, and whoever resumes may be another thread
  }
  Task<> shared() {
    std::shared_lock l(rw);
    co_await log(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'rw' is held while the function is suspended here; others wait for it as long, and whoever resumes may be another thread
  }
  Task<> scoped() {
    std::scoped_lock l(m, rm);
    co_await log(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'rm' is held while the function is suspended here; others wait for it as long, and whoever resumes may be another thread
  }
  Task<> recursive() {
    std::lock_guard l(rm);
    co_await log(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'rm' is held while the function is suspended here; others wait for it as long, and whoever resumes may be another thread
  }
  // ... locks taken by hand
  Task<> byHand() {
    m.lock();
    co_await log(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'm' is held while the function is suspended here; others wait for it as long, and whoever resumes may be another thread
    m.unlock();
  }
  Task<> sharedByHand() {
    rw.lock_shared();
    co_await log(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'rw' is held while the function is suspended here; others wait for it as long, and whoever resumes may be another thread
    rw.unlock_shared();
  }
  // ... and the state of the guard.
  Task<> onSomePath() {
    std::unique_lock l(m);
    if (fast())
      l.unlock();
    co_await log(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'm' may still be held while the function is suspended here; others wait for it as long, and whoever resumes may be another thread [race-lock-across-suspension]
  }
  Task<> deferredThenLocked() {
    std::unique_lock l(m, std::defer_lock);
    l.lock();
    co_await log(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'm' is held while the function is suspended here; others wait for it as long, and whoever resumes may be another thread
  }
  Task<> tried() {
    std::unique_lock l(m, std::try_to_lock);
    if (l.owns_lock())
      co_await log(1);
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'm' is held while the function is suspended here; others wait for it as long, and whoever resumes may be another thread
  }
  Task<> triedByHand() {
    if (!m.try_lock())
      co_return;
    co_await log(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'm' is held while the function is suspended here; others wait for it as long, and whoever resumes may be another thread
    m.unlock();
  }
  Task<> adopted() {
    m.lock();
    std::lock_guard l(m, std::adopt_lock);
    co_await log(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'm' is held while the function is suspended here; others wait for it as long, and whoever resumes may be another thread
  }
  Task<> moved() {
    std::unique_lock l(m);
    std::unique_lock other(std::move(l));
    co_await log(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'm' is held while the function is suspended here; others wait for it as long, and whoever resumes may be another thread
  }
  Task<> relocked() {
    std::unique_lock l(m);
    l.unlock();
    co_await log(1);
    l.lock();
    co_await log(2);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'm' is held while the function is suspended here; others wait for it as long, and whoever resumes may be another thread
  }
  Task<int> yields() {
    std::lock_guard l(m);
    co_yield 1;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'm' is held while the function is suspended here; others wait for it as long, and whoever resumes may be another thread
  }
  Task<> inLoop() {
    for (int i = 0; i < 3; ++i) {
      std::lock_guard l(m);
      co_await log(i);
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'm' is held while the function is suspended here; others wait for it as long, and whoever resumes may be another thread
    }
  }
  auto lambda() {
    return [this]() -> Task<> {
      std::lock_guard l(m);
      co_await log(1);
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'm' is held while the function is suspended here; others wait for it as long, and whoever resumes may be another thread
    };
  }
};
template <class T> Task<> template_bad(T t, std::mutex &m) {
  std::lock_guard<std::mutex> l(m);
  co_await log(t);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'm' is held while the function is suspended here; others wait for it as long, and whoever resumes may be another thread
}
template Task<> template_bad(int, std::mutex &);
template <class M> Task<> templateOfLock_bad(M &m) {
  std::lock_guard<M> l(m);
  co_await log(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'm' is held while the function is suspended here; others wait for it as long, and whoever resumes may be another thread
}
template Task<> templateOfLock_bad(std::mutex &);
