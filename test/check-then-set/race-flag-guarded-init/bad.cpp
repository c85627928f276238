// RUN: %race_check %s race-flag-guarded-init %t -- -std=c++20 -isystem %mock
#include "mutex.h"
#include "thread.h"

void fill();
void use();

// A table that is filled by whoever comes first.
namespace global_bad {
static bool filled;
void ask() {
  if (!filled) {
    fill();
    filled = true;
    // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'filled' is tested and then set with no lock; two threads may both find it unset, and what it guards is done twice [race-flag-guarded-init]
  }
  use();
}
void run() {
  std::thread a(ask), b(ask);
  a.join();
  b.join();
}
} // namespace global_bad

// A member, and a class with threads.
namespace member_bad {
class Client {
  bool registered_ = false;
  std::thread one_, two_;
  void work() {
    if (!registered_) {
      fill();
      registered_ = true;
      // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: 'registered_' is tested and then set
    }
  }

public:
  void start() {
    one_ = std::thread([this] { work(); });
    two_ = std::thread([this] { work(); });
  }
  void stop() {
    one_.join();
    two_.join();
  }
};
} // namespace member_bad

// Tested the other way round, with an early return, and in a local static.
namespace early_bad {
void setup() {
  static int done = 0;
  if (done)
    return;
  fill();
  done = 1;
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'done' is tested and then set
}
void run() {
  for (int i = 0; i < 4; ++i)
    std::thread(setup).detach();
}
} // namespace early_bad
