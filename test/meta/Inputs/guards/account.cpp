#include "account.h"

namespace bank {
// Not an access that counts.
Account::Account() { unused_ = 1; }

void Account::pay(int n) {
  mutex_.lock();
  balance_ += n;
  grow();
  mutex_.unlock();
}

void Account::grow() { limit_ = balance_; }

int Account::peek() {
  return balance_;
}

int Account::limit() {
  other_.lock();
  int found = limit_ + open_;
  other_.unlock();
  return found;
}

void Account::open() {
  (void)changed_;
  mutex_.lock();
  ++open_;
  last_->n = 1;
  mutex_.unlock();
}
} // namespace bank
