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

private:
  mutable std::mutex m_;
  long balance_ = 0;
};

void fee_bad(Account &a, long fee) {
  a.setBalance(a.balance() - fee);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'balance_' is got and set again with a value computed from that, in two calls that each lock for themselves; an update in between is lost [race-get-then-set]
}

// As a volume knob that two threads turn: each step is read and put back.
void louder_bad(Account *volume, int step) {
  long now = volume->balance();
  now += step;
  if (now > 100)
    now = 100;
  volume->setBalance(now);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'balance_' is got and set again
}

struct Bank {
  Account reserve;
  void member_bad() { reserve.setBalance(reserve.balance() * 2); }
  // CHECK-MESSAGES: :[[@LINE-1]]:23: warning: 'balance_' is got and set again
};

#define ADD(account, n) (account).setBalance((account).balance() + (n))
void macro_bad(Account &a) {
  ADD(a, 1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'balance_' is got and set again
}

template <typename T> void template_bad(Account &a, T by) {
  a.setBalance(a.balance() + by);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'balance_' is got and set again
}
void use(Account &a) { template_bad(a, 1); }
