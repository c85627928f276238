// A function that says which lock its callers hold, called without it. What it
// touches need not be guarded in many places: it says so itself.
// RUN: %race_check %s race-inconsistent-guard %t -- -std=c++20 -isystem %mock
// RUN: not racetidy -q --checks=-*,race-inconsistent-guard %s -- -std=c++20 -isystem %mock | FileCheck %s --check-prefix=NOTES
#include "annotations.h"
#include "mutex.h"

class Ledger_bad {
  AnnotatedMutex mu_;
  int total_ = 0;
  void append(int x) REQUIRES(mu_) { total_ = total_ + x; }

public:
  void add(int x) {
    AnnotatedLock lock(&mu_);
    append(x);
    total_ = total_ + 1;
  }
  void addFast(int x) {
    append(x);
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'Ledger_bad::append' is called without 'Ledger_bad::mu_', which it needs its callers to hold; an update may be lost [race-inconsistent-guard]
  }
};
// NOTES: needs.cpp:20:5: warning: 'Ledger_bad::append' is called without
// NOTES: needs.cpp:17:{{[0-9]+}}: note: thread A takes 'Ledger_bad::mu_' and updates 'total_'
// NOTES: needs.cpp:20:5: note: thread B calls 'Ledger_bad::append' without 'Ledger_bad::mu_'
// NOTES: needs.cpp:11:{{[0-9]+}}: note: thread B updates 'total_' meanwhile: one of the two updates is lost

// An assertion says the same.
class Queue_bad {
  AnnotatedMutex mu_;
  int length_ = 0;
  void drop() {
    mu_.AssertHeld();
    --length_;
  }

public:
  void clear() {
    AnnotatedLock lock(&mu_);
    drop();
    length_ = 0;
  }
  void dropOne() {
    drop();
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'Queue_bad::drop' is called without 'Queue_bad::mu_'{{.*}} [race-inconsistent-guard]
  }
};

// So does giving it back for a while.
class Dialer_bad {
  std::mutex m_;
  int attempts_ = 0;
  void backOff() {
    ++attempts_;
    m_.unlock();
    m_.lock();
  }

public:
  void dial() {
    std::lock_guard lock(m_);
    backOff();
    attempts_ = 0;
  }
  void redial() {
    backOff();
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'Dialer_bad::backOff' is called without 'Dialer_bad::m_'{{.*}} [race-inconsistent-guard]
  }
};

class Ledger_ok {
  AnnotatedMutex mu_;
  int total_ = 0;
  void append(int x) REQUIRES(mu_) { total_ = total_ + x; }
  void both(int x) REQUIRES(mu_) {
    append(x);
    append(x);
  }
  // Only where there is something to do, and then they hold it.
  void settle(bool locked) {
    if (locked) {
      mu_.AssertHeld();
      ++total_;
    }
  }
  // Some callers hold it and some don't.
  void maybe(bool locked) {
    if (!locked)
      mu_.Lock();
    append(1);
    if (!locked)
      mu_.Unlock();
  }
  void forget(bool locked) {
    if (locked)
      mu_.Unlock();
  }

public:
  // Nobody else knows the object yet.
  Ledger_ok() { append(0); }
  ~Ledger_ok() { append(0); }
  void add(int x) {
    AnnotatedLock lock(&mu_);
    append(x);
    both(x);
    maybe(true);
  }
  void idle() {
    settle(false);
    maybe(false);
    forget(false);
  }
};

// The lock by another name: which one 'mu_' is nobody says, and some lock is
// held.
class Errors_ok {
  AnnotatedMutex *mu_;
  int last_ = 0;

public:
  explicit Errors_ok(AnnotatedMutex *mu) : mu_(mu) {}
  void set(int e) {
    mu_->AssertHeld();
    last_ = e;
  }
};
class Database_ok {
  AnnotatedMutex mutex_;
  Errors_ok errors_{&mutex_};

public:
  void fail(int e) {
    AnnotatedLock lock(&mutex_);
    errors_.set(e);
  }
};
