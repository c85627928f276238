// RUN: %race_check %s race-callback-under-lock %t -- -std=c++20 -isystem %mock
#include "containers.h"
#include "mutex.h"
#include "thread.h"

class Bus {
  std::mutex mu_;
  std::recursive_mutex again_;
  std::vector<std::function<void(int)>> listeners_;
  std::function<void()> changed_;
  int count_ = 0;

public:
  void add(std::function<void(int)> f) {
    std::lock_guard<std::mutex> hold(mu_);
    listeners_.push_back(f);
  }
  // Copied under the lock, called without.
  void tell(int event) {
    std::vector<std::function<void(int)>> now;
    {
      std::lock_guard<std::mutex> hold(mu_);
      now = listeners_;
    }
    for (auto &f : now)
      f(event);
  }
  void afterwards() {
    std::unique_lock<std::mutex> hold(mu_);
    ++count_;
    hold.unlock();
    changed_();
  }
  // Whoever holds it may take it again.
  void recursive() {
    std::lock_guard<std::recursive_mutex> hold(again_);
    changed_();
  }
  void takes() {
    std::lock_guard<std::recursive_mutex> hold(again_);
    ++count_;
  }
  // What the caller gave, the caller knows of.
  void with(std::function<void()> f) {
    std::lock_guard<std::mutex> hold(mu_);
    f();
  }
  // A predicate runs under the lock because it must.
  void waits(std::condition_variable &cv) {
    std::unique_lock<std::mutex> hold(mu_);
    cv.wait(hold, [this] { return count_ > 0; });
  }
  // A lambda of its own.
  void own() {
    auto more = [this] { ++count_; };
    std::lock_guard<std::mutex> hold(mu_);
    more();
  }
};

// Nobody can come back for a lock that no other method takes.
class Alone {
  std::mutex mu_;
  std::function<void()> step_;

public:
  explicit Alone(std::function<void()> f) : step_(f) {}
  void run() {
    std::lock_guard<std::mutex> hold(mu_);
    step_();
  }
};
