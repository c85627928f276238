#include "mutex.h"

int fee(int amount);

class Account {
  Mutex mu_;
  int balance_ = 0;

public:
  void charge(int amount) {
    mu_.Lock();
    int before = balance_;
    mu_.Unlock();
    int cost = fee(amount);
    mu_.Lock();
    balance_ = before - cost;
    mu_.Unlock();
  }
  void chargeAtOnce_ok(int amount) {
    int cost = fee(amount);
    mu_.Lock();
    int before = balance_;
    balance_ = before - cost;
    mu_.Unlock();
  }
};
