// RUN: %race_check %s race-callback-under-lock %t -- -std=c++20 -isystem %mock
// Shaped like mistakes that were mended in public projects.
#include "containers.h"
#include "mutex.h"
#include "thread.h"

// A file system's watcher told its listeners under its lock; one that stopped
// watching from there hung. The fix copies the list first.
class Watcher {
  std::mutex mu_;
  std::vector<std::function<void(int)>> watching_;

public:
  void stop(int) {
    std::lock_guard<std::mutex> hold(mu_);
    watching_.pop_back();
  }
  void changed(int file) {
    std::lock_guard<std::mutex> hold(mu_);
    for (auto &each : watching_)
      each(file);
    // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: 'watching_[...]' is called while 'mu_' is held
  }
  void changedFixed(int file) {
    std::vector<std::function<void(int)>> now;
    {
      std::lock_guard<std::mutex> hold(mu_);
      now = watching_;
    }
    for (auto &each : now)
      each(file);
  }
};

// A pool of connections told its owner of an error under its lock, and the
// owner closed the pool.
class Pool {
  std::mutex mu_;
  std::function<void(int)> failed_;
  int open_ = 0;

public:
  void close() {
    std::lock_guard<std::mutex> hold(mu_);
    open_ = 0;
  }
  void error(int code) {
    std::lock_guard<std::mutex> hold(mu_);
    --open_;
    failed_(code);
    // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'failed_' is called while 'mu_' is held
  }
  void errorFixed(int code) {
    {
      std::lock_guard<std::mutex> hold(mu_);
      --open_;
    }
    failed_(code);
  }
};
