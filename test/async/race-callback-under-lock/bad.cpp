// RUN: %race_check %s race-callback-under-lock %t -- -std=c++20 -isystem %mock
#include "containers.h"
#include "coroutine.h"
#include "mutex.h"
#include "thread.h"

// Listeners that anybody may add; one that removes itself waits for ever.
class Bus {
  std::mutex mu_;
  std::vector<std::function<void(int)>> listeners_;
  std::function<void()> changed_;

public:
  void add(std::function<void(int)> f) {
    std::lock_guard<std::mutex> hold(mu_);
    listeners_.push_back(f);
  }
  void tell(int event) {
    std::lock_guard<std::mutex> hold(mu_);
    for (auto &f : listeners_)
      f(event);
    // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'listeners_[...]' is called while 'mu_' is held; what it runs is somebody else's, and if it comes back by 'add', it waits for itself [race-callback-under-lock]
    // CHECK-MESSAGES: :[[@LINE-4]]:33: note: thread A takes 'mu_'
    // CHECK-MESSAGES: :[[@LINE-3]]:8: note: thread A calls 'listeners_[...]'
    // CHECK-MESSAGES: :14:8: note: thread A comes back by 'add' and waits for 'mu_'
    changed_();
    // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'changed_' is called while 'mu_' is held
  }
  void byHand() {
    mu_.lock();
    changed_();
    // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'changed_' is called while 'mu_' is held
    mu_.unlock();
  }
};

template <class T> class Waiter {
  std::mutex mu_;
  std::function<void(T)> done_;

public:
  void onDone(std::function<void(T)> f) {
    std::lock_guard<std::mutex> hold(mu_);
    done_ = f;
  }
  void finish(T value) {
    std::lock_guard<std::mutex> hold(mu_);
    done_(value);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'done_' is called while 'mu_' is held
  }
};
template class Waiter<int>;
