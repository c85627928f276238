// RUN: %race_check %s race-flag-guarded-init %t -- -std=c++20 -isystem %mock
#include "atomic.h"
#include "mutex.h"
#include "thread.h"

void fill();
void use();

// Under a lock.
namespace locked {
static std::mutex mu;
static bool filled;
void ask() {
  std::lock_guard<std::mutex> hold(mu);
  if (!filled) {
    fill();
    filled = true;
  }
}
void run() {
  std::thread a(ask), b(ask);
  a.join();
  b.join();
}
} // namespace locked

// Through a once.
namespace once {
static std::once_flag flag;
static bool filled;
void ask() {
  std::call_once(flag, [] {
    if (!filled) {
      fill();
      filled = true;
    }
  });
}
void run() {
  std::thread a(ask), b(ask);
  a.join();
  b.join();
}
} // namespace once

// Before any thread.
namespace before {
static bool filled;
void setup() {
  if (!filled) {
    fill();
    filled = true;
  }
}
} // namespace before

// A guard against coming in again: set first, and cleared at the end.
namespace reentrancy {
static bool busy;
void work() {
  if (busy)
    return;
  busy = true;
  use();
  busy = false;
}
void run() {
  std::thread a(work), b(work);
  a.join();
  b.join();
}
} // namespace reentrancy

// Each thread has its own.
namespace own {
static thread_local bool filled;
void ask() {
  if (!filled) {
    fill();
    filled = true;
  }
}
void run() {
  std::thread a(ask), b(ask);
  a.join();
  b.join();
}
} // namespace own

// No threads at all.
namespace alone {
class Widget {
  bool shown_ = false;

public:
  void show() {
    if (!shown_) {
      use();
      shown_ = true;
    }
  }
};
} // namespace alone

int main() { before::setup(); }
