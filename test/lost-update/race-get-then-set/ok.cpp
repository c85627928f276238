// RUN: %race_check %s race-get-then-set %t -- -std=c++20 -I%mock
#include "mutex.h"

class Account {
public:
  long balance() const {
    std::lock_guard<std::mutex> l(m_);
    return balance_;
  }
  void setBalance(long to) {
    std::lock_guard<std::mutex> l(m_);
    balance_ = to;
  }
  void add(long n) {
    std::lock_guard<std::mutex> l(m_);
    balance_ += n;
  }
  long limit() const {
    std::lock_guard<std::mutex> l(m_);
    return limit_;
  }
  // It decides under its lock.
  void raise(long to) {
    std::lock_guard<std::mutex> l(m_);
    if (to > balance_)
      balance_ = to;
  }

private:
  mutable std::mutex m_;
  long balance_ = 0, limit_ = 0;
};

std::mutex all;

void lockOverBoth_ok(Account &a, long fee) {
  std::lock_guard<std::mutex> l(all);
  a.setBalance(a.balance() - fee);
}
void oneCall_ok(Account &a, long fee) { a.add(a.balance() > fee ? -fee : 0); }
void otherField_ok(Account &a) { a.setBalance(a.limit()); }
void otherObject_ok(Account &a, Account &b) { a.setBalance(b.balance()); }
void itsOwn_ok() {
  Account a;
  a.setBalance(a.balance() + 1);
}
void maximum_ok(Account &a) { a.raise(a.balance() + 1); }
void notFromIt_ok(Account &a, long to) {
  if (a.balance() > 0)
    a.setBalance(to);
}

// No lock: nothing says that threads share it.
class Plain {
public:
  long get() const { return n_; }
  void set(long n) { n_ = n; }

private:
  long n_ = 0;
};
void plain_ok(Plain &p) { p.set(p.get() + 1); }
