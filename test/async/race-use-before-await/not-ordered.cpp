// The words of 'ordered.cpp', said too late or to nobody.
// RUN: %race_check %s race-use-before-await %t -- -std=c++20 -isystem %mock
#include "atomic.h"
#include "containers.h"
#include "mutex.h"
#include "thread.h"

void consume(...);
void latchTooLate_bad() {
  std::latch done{1};
  int total = 0;
  std::jthread t([&] {
    total = 1;
    done.count_down();
  });
  consume(total);
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'total'{{.*}} [race-use-before-await]
  done.wait();
}
void otherLatch_bad() {
  std::latch started{1}, done{1};
  int total = 0;
  std::jthread t([&] {
    started.count_down();
    total = 1;
    done.count_down();
  });
  started.wait();
  consume(total);
  // MISSED: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'total'{{.*}} [race-use-before-await]
}
void lockedOnOneSide_bad() {
  std::mutex m;
  int total = 0;
  std::jthread t([&] {
    std::lock_guard l(m);
    total = 1;
  });
  consume(total);
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'total'{{.*}} [race-use-before-await]
}
void lockGivenBack_bad() {
  std::mutex m;
  int total = 0;
  std::jthread t([&] {
    std::lock_guard l(m);
    total = 1;
  });
  m.lock();
  m.unlock();
  total = 2;
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'total'{{.*}} [race-use-before-await]
}
// Written after the flag is set: the flag says nothing of it.
void flagTooEarly_bad() {
  std::atomic<bool> ready{false};
  int total = 0;
  std::jthread t([&] {
    ready.store(true, std::memory_order_release);
    total = 1;
  });
  while (!ready.load(std::memory_order_acquire))
    std::this_thread::yield();
  consume(total);
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'total'{{.*}} [race-use-before-await]
}
void gateOpenedTooEarly_bad() {
  std::promise<void> go;
  auto mayGo = go.get_future();
  int total = 0;
  std::jthread t([&] {
    mayGo.wait();
    total = 1;
  });
  go.set_value();
  total = 2;
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'total'{{.*}} [race-use-before-await]
}
// The notification is heard, but what is written under no lock before it has no
// order: the lock is what makes it seen.
void notifiedWithoutLock_bad() {
  std::mutex m;
  std::condition_variable changed;
  bool ready = false;
  std::jthread t([&] {
    ready = true;
    changed.notify_one();
  });
  std::unique_lock l(m);
  changed.wait(l);
  consume(ready);
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'ready'{{.*}} [race-use-before-await]
}
void semaphoreTooLate_bad() {
  std::counting_semaphore<1> done;
  int total = 0;
  std::jthread t([&] {
    total = 1;
    done.release();
  });
  consume(total);
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'total'{{.*}} [race-use-before-await]
  done.acquire();
}
void notReady_bad() {
  int total = 0;
  auto f = std::async([&] { total = 1; });
  if (f.wait_for(100) != std::future_status::ready)
    consume(total);
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'total'{{.*}} [race-use-before-await]
  f.get();
}
void timedOut_bad() {
  int total = 0;
  auto f = std::async([&] { total = 1; });
  if (f.wait_for(100) == std::future_status::timeout)
    consume(total);
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'total'{{.*}} [race-use-before-await]
  f.get();
}
struct Joiner {
  std::thread &t;
  ~Joiner() { t.join(); }
};
void joinerStillLives_bad() {
  int total = 0;
  std::thread t([&] { total = 1; });
  Joiner j{t};
  consume(total);
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'total'{{.*}} [race-use-before-await]
}
static void waitIf(bool wait, std::thread &t) {
  if (wait)
    t.join();
}
void helperMayWait_bad(bool wait) {
  int total = 0;
  std::thread t([&] { total = 1; });
  waitIf(wait, t);
  consume(total);
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'total'{{.*}} [race-use-before-await]
}
void overwrittenTooLate_bad() {
  int total = 0;
  std::jthread t([&] { total = 1; });
  consume(total);
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'total'{{.*}} [race-use-before-await]
  t = std::jthread();
}
// The owner waits where it ends, which is later.
class Owner {
  std::thread t;

public:
  explicit Owner(std::thread given) : t(std::move(given)) {}
  ~Owner() { t.join(); }
};
void ownerStillLives_bad() {
  int total = 0;
  std::thread t([&] { total = 1; });
  Owner o(std::move(t));
  consume(total);
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'total'{{.*}} [race-use-before-await]
}
