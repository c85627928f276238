// A helper that is called with the lock by most and without it by one. The access
// is the helper's, the mistake its caller's: told at the access, with the call
// that brings no lock in a note.
// RUN: %race_check %s race-inconsistent-guard %t -- -std=c++20 -isystem %mock
// RUN: not racetidy -q --checks=-*,race-inconsistent-guard %s -- -std=c++20 -isystem %mock | FileCheck %s --check-prefix=NOTES
#include "containers.h"
#include "mutex.h"

class Index_bad {
  std::mutex m_;
  std::vector<int> list_;
  void append(int x) {
    list_.push_back(x);
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}list_'{{.*}} [race-inconsistent-guard]
  }

public:
  void add(int x) {
    std::lock_guard lock(m_);
    append(x);
  }
  void addTwo(int x) {
    std::lock_guard lock(m_);
    append(x);
    append(x);
  }
  void clear() {
    std::lock_guard lock(m_);
    list_.clear();
  }
  void addFast(int x) {
    append(x);
  }
};
// NOTES-DAG: helpers.cpp:13:{{[0-9]+}}: warning:
// NOTES-DAG: helpers.cpp:32:{{[0-9]+}}: note:

// All of its callers have the lock, over two steps.
class Deep_ok {
  std::mutex m_;
  std::vector<int> list_;
  void inner(int x) { list_.push_back(x); }
  void outer(int x) {
    inner(x);
    inner(x + 1);
  }

public:
  void add(int x) {
    std::lock_guard lock(m_);
    outer(x);
  }
  void clear() {
    std::lock_guard lock(m_);
    list_.clear();
  }
  bool empty() {
    std::lock_guard lock(m_);
    return list_.empty();
  }
};

// The one that calls it without the lock is the constructor.
class Built_ok {
  std::mutex m_;
  std::vector<int> list_;
  void append(int x) { list_.push_back(x); }

public:
  Built_ok() {
    append(1);
    append(2);
  }
  ~Built_ok() { list_.clear(); }
  void add(int x) {
    std::lock_guard lock(m_);
    append(x);
  }
  void clear() {
    std::lock_guard lock(m_);
    list_.clear();
  }
  bool empty() {
    std::lock_guard lock(m_);
    return list_.empty();
  }
};

// Called on an object that nobody else has yet.
class Copied_ok {
  std::mutex m_;
  std::vector<int> list_;
  void append(int x) { list_.push_back(x); }

public:
  void add(int x) {
    std::lock_guard lock(m_);
    append(x);
  }
  void clear() {
    std::lock_guard lock(m_);
    list_.clear();
  }
  bool empty() {
    std::lock_guard lock(m_);
    return list_.empty();
  }
  static Copied_ok *make() {
    auto *c = new Copied_ok;
    c->append(1);
    return c;
  }
};
