// A helper that asks for the lock, called where the object is opened, and where
// an attribute says that nothing is to be told.
// RUN: %race_check %s race-inconsistent-guard %t -- -std=c++20
#include <mutex>

struct __attribute__((capability("mutex"))) Mutex : std::mutex {};

class Store {
public:
  void Open() { addLocked(1); }
  void orphan() __attribute__((no_thread_safety_analysis)) { addLocked(2); }
  void insert(int n) {
    std::lock_guard<Mutex> l(mu_);
    addLocked(n);
  }
  void hurry(int n) {
    addLocked(n);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'Store::addLocked' is called without 'Store::mu_', which it needs its callers to hold; an update may be lost [race-inconsistent-guard]
  }

private:
  void addLocked(int n) __attribute__((requires_capability(mu_))) {
    total_ += n;
  }
  Mutex mu_;
  int total_ = 0;
};
