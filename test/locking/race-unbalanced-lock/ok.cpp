// RUN: %race_check %s race-unbalanced-lock %t -- -std=c++20 -isystem %mock
#include "containers.h"
#include "mutex.h"

bool failed(int);
[[noreturn]] void fatal();

namespace even_ok {
static std::mutex mutex;
static int sum;
int add(int n) {
  mutex.lock();
  if (failed(n)) {
    mutex.unlock();
    return -1;
  }
  sum += n;
  mutex.unlock();
  return sum;
}
} // namespace even_ok

namespace guard_ok {
static std::mutex mutex;
static int sum;
int add(int n) {
  std::lock_guard<std::mutex> guard(mutex);
  if (failed(n))
    return -1;
  return sum += n;
}
} // namespace guard_ok

// A function takes it, another gives it back.
namespace two_halves_ok {
static std::mutex mutex;
static int depth;
void enter() {
  mutex.lock();
  ++depth;
}
void leave() {
  --depth;
  mutex.unlock();
}
} // namespace two_halves_ok

// Held when it gives something, as its callers know.
namespace held_when_found_ok {
static std::mutex mutex;
static std::vector<int> rows;
int *find(int n) {
  mutex.lock();
  if (failed(n)) {
    mutex.unlock();
    return nullptr;
  }
  return &rows[n];
}
void put_back() { mutex.unlock(); }
} // namespace held_when_found_ok

// Branches that decide it together.
namespace together_ok {
static std::mutex mutex;
static int n;
void add(bool own) {
  if (own)
    mutex.lock();
  ++n;
  if (own)
    mutex.unlock();
}
void add_early(bool early) {
  mutex.lock();
  if (early)
    mutex.unlock();
  failed(n);
  if (!early)
    mutex.unlock();
}
} // namespace together_ok

// Given back meanwhile, and taken again.
namespace meanwhile_ok {
static std::mutex mutex;
static std::vector<int> queue;
void drain() {
  mutex.lock();
  while (!queue.empty()) {
    mutex.unlock();
    failed(1);
    mutex.lock();
  }
  mutex.unlock();
}
} // namespace meanwhile_ok

// It does not come back.
namespace fatal_ok {
static std::mutex mutex;
static int n;
void add() {
  mutex.lock();
  if (failed(n))
    fatal();
  ++n;
  mutex.unlock();
}
} // namespace fatal_ok

// What may fail to take it.
namespace tried_ok {
static std::mutex mutex;
static int n;
bool add() {
  if (!mutex.try_lock())
    return false;
  ++n;
  mutex.unlock();
  return true;
}
} // namespace tried_ok

// A recursive lock is given back as often as it was taken.
namespace recursive_ok {
static std::recursive_mutex mutex;
static int n;
void add() {
  mutex.lock();
  mutex.lock();
  ++n;
  mutex.unlock();
  mutex.unlock();
}
} // namespace recursive_ok

// A lock that others can name may be given back anywhere.
namespace elsewhere_ok {
std::mutex mutex;
void enter() { mutex.lock(); }
struct Table {
  void close() { mutex_.lock(); }

private:
  std::mutex mutex_;
};
} // namespace elsewhere_ok

// The guard goes out with it.
namespace handed_out_ok {
static std::mutex mutex;
std::unique_lock<std::mutex> enter() {
  std::unique_lock<std::mutex> lock(mutex);
  return lock;
}
void adopt() {
  mutex.lock();
  std::lock_guard<std::mutex> guard(mutex, std::adopt_lock);
}
} // namespace handed_out_ok

// Out of sight it may be taken again.
namespace taken_elsewhere_ok {
void retake();
std::mutex mutex;
void (*hook)();
static int n;
void step() {
  mutex.lock();
  ++n;
  mutex.unlock();
  retake();
  ++n;
  mutex.unlock();
}
void step_by_hook() {
  mutex.lock();
  ++n;
  mutex.unlock();
  hook();
  ++n;
  mutex.unlock();
}
} // namespace taken_elsewhere_ok

// A pointer that is kept stands for it.
namespace kept_pointer_ok {
static std::mutex mutex;
struct Session {
  std::mutex *held;
};
void open(Session &s) {
  mutex.lock();
  s.held = &mutex;
}
void close(Session &s) { s.held->unlock(); }
} // namespace kept_pointer_ok

// One file is no program, though it has a 'main'.
std::mutex others;
int main() { others.lock(); }
