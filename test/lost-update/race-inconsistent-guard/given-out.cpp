// Locks that a method gives out, and those of another class that an attribute
// names.
// RUN: %race_check %s race-inconsistent-guard %t -- -std=c++20 -isystem %mock
#include "annotations.h"
#include "mutex.h"

class Store_bad {
  std::mutex m_;
  int n_ = 0;
  std::mutex &mu() { return m_; }
  std::mutex *pointer() { return &m_; }

public:
  void inc() {
    std::lock_guard lock(mu());
    n_ = n_ + 1;
  }
  void dec() {
    std::lock_guard lock(*pointer());
    --n_;
  }
  void set(int x) {
    std::lock_guard lock(m_);
    n_ = x;
  }
  void reset() {
    n_ = 0;
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}n_'{{.*}}'Store_bad::m_'{{.*}} [race-inconsistent-guard]
  }
};

class Policy_bad {
public:
  class Entry {
  public:
    explicit Entry(Policy_bad *policy) : policy_(policy) {}
    void touch() REQUIRES(&Policy_bad::mu_) { ++uses_; }

  private:
    Policy_bad *policy_;
    int uses_ = 0;
  };
  void use() {
    AnnotatedLock lock(&mu_);
    entry_.touch();
  }
  void again() {
    AnnotatedLock lock(&mu_);
    entry_.touch();
  }
  void quick() {
    entry_.touch();
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'Policy_bad::Entry::touch' is called without 'Policy_bad::mu_'{{.*}} [race-inconsistent-guard]
  }

private:
  AnnotatedMutex mu_;
  Entry entry_{this};
};

// A new lock each time, or one that is looked up: nobody knows which.
class Table_ok {
  std::mutex rows_[8];
  int n_ = 0;
  std::mutex &row(int i) { return rows_[i]; }
  std::mutex &any() { return row(n_); }

public:
  void inc() {
    std::lock_guard lock(any());
    n_ = n_ + 1;
  }
  void dec() {
    std::lock_guard lock(row(1));
    --n_;
  }
  void reset() {
    std::lock_guard lock(row(2));
    n_ = 0;
  }
};
