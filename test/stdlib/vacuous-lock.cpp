// RUN: %race_check %s race-vacuous-lock %t -- -std=c++17
// RUN: %race_check %s race-vacuous-lock %t -- -std=c++20
#include <condition_variable>
#include <mutex>
#include <shared_mutex>
#include <thread>

struct Account {
  std::mutex m;
  std::shared_mutex rw;
  static int total;
  int balance = 0;
  std::condition_variable cv;

  void temporary_bad() {
    std::lock_guard<std::mutex>{m};
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this guard is a temporary
    std::scoped_lock{m, rw};
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this guard is a temporary
  }
  void declares_bad() {
    std::unique_lock<std::mutex>(m);
    // CHECK-MESSAGES: :[[@LINE-1]]:34: warning: this declares a new guard named 'm'
  }
  void ignored_bad() {
    rw.try_lock_shared();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: whether the lock was taken is ignored
    ++balance;
  }
  void static_bad() {
    std::scoped_lock l(m);
    ++total;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'total' is shared by all objects
  }
  void deduced_ok() {
    std::scoped_lock l(m, rw);
    ++balance;
  }
  void wait_ok() {
    std::unique_lock l(m);
    cv.wait(l, [&] { return balance > 0; });
  }
  bool try_ok() {
    std::unique_lock l(m, std::try_to_lock);
    return l.owns_lock();
  }
};
void fresh_bad() {
  std::mutex m;
  // CHECK-MESSAGES: :[[@LINE-1]]:14: warning: 'm' is a new lock in every call
  std::lock_guard<std::mutex> l(m);
  ++Account::total;
}
void captured_ok() {
  std::mutex m;
  int n = 0;
  std::thread t([&] { std::lock_guard<std::mutex> l(m); ++n; });
  std::lock_guard<std::mutex> l(m);
  ++n;
}
