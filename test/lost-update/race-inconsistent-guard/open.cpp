// Who opens or sets up an object has it alone, by the convention of its name:
// what is bare there says nothing, neither of a guard nor by itself.
// RUN: %race_check %s race-inconsistent-guard %t -- -std=c++20
// RUN: %race_check %s race-inconsistent-guard %t --min-confidence=low --prefix=LOW -- -std=c++20
#include <mutex>

class Store {
public:
  void Open(int files) {
    for (int i = 0; i < files; ++i)
      add(i);
    last_ = files;
    // CHECK-MESSAGES-LOW: :[[@LINE-1]]:11: warning: 'last_' is written without 'Store::mu_'
  }
  void insert(int n) {
    std::lock_guard<std::mutex> l(mu_);
    add(n);
    last_ = n;
  }
  void remove(int n) {
    std::lock_guard<std::mutex> l(mu_);
    total_ -= n;
    last_ = 0;
  }
  int sum() {
    std::lock_guard<std::mutex> l(mu_);
    return total_ + last_;
  }

private:
  void add(int n) {
    total_ += n;
    // CHECK-MESSAGES-LOW: :[[@LINE-1]]:12: warning: 'total_' is written without '{{Store|Bare}}::mu_'
  }
  std::mutex mu_;
  int total_ = 0;
  int last_ = 0;
};

// The same, by a name that says nothing.
class Bare {
public:
  void refill(int files) {
    for (int i = 0; i < files; ++i)
      add(i);
  }
  void insert(int n) {
    std::lock_guard<std::mutex> l(mu_);
    add(n);
  }
  void remove(int n) {
    std::lock_guard<std::mutex> l(mu_);
    total_ -= n;
  }
  int sum() {
    std::lock_guard<std::mutex> l(mu_);
    return total_;
  }

private:
  void add(int n) {
    total_ += n;
    // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'total_' is written without '{{Store|Bare}}::mu_'
    // CHECK-MESSAGES-LOW: :[[@LINE-2]]:12: warning: 'total_' is written without '{{Store|Bare}}::mu_'
  }
  std::mutex mu_;
  int total_ = 0;
};
