// The mock headers' truth: the same on the real standard library, in each
// standard since C++11 (functions that need more are left out).
// RUN: %race_check %s race-atomic-split-update %t -- -std=c++11
// RUN: %race_check %s race-atomic-split-update %t -- -std=c++17
// RUN: %race_check %s race-atomic-split-update %t --prefix=20 -- -std=c++20
#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

struct Counter {
  std::atomic<int> n{0};
  std::atomic_long total{0};
  std::atomic<bool> on{false};
  std::mutex m;

  void load_bad() { n.store(n.load() + 1); }
  // CHECK-MESSAGES: :[[@LINE-1]]:21: warning: 'n' is loaded
  // CHECK-MESSAGES-20: :[[@LINE-2]]:21: warning: 'n' is loaded
  void assign_bad() { total = total + 1; }
  // CHECK-MESSAGES: :[[@LINE-1]]:23: warning: 'total' is loaded
  // CHECK-MESSAGES-20: :[[@LINE-2]]:23: warning: 'total' is loaded
  void toggle_bad() { on = !on; }
  // CHECK-MESSAGES: :[[@LINE-1]]:23: warning: 'on' is loaded
  // CHECK-MESSAGES-20: :[[@LINE-2]]:23: warning: 'on' is loaded
  void functions_bad() { std::atomic_store(&n, std::atomic_load(&n) * 2); }
  // CHECK-MESSAGES: :[[@LINE-1]]:26: warning: 'n' is loaded
  // CHECK-MESSAGES-20: :[[@LINE-2]]:26: warning: 'n' is loaded

  void locked_ok() {
    std::lock_guard<std::mutex> l(m);
    n.store(n.load() + 1);
  }
  void byHand_ok() {
    m.lock();
    n = n + 1;
    m.unlock();
  }
  void one_ok() { n.fetch_add(1); ++n; n += 2; }
  void exchange_ok() {
    int v = n;
    while (!n.compare_exchange_weak(v, v * 2)) {
    }
  }
};

void threads_bad() {
  std::atomic<int> done{0};
  std::vector<std::thread> workers;
  for (int i = 0; i < 4; ++i)
    workers.emplace_back([&done] { done = done + 1; });
  // CHECK-MESSAGES: :[[@LINE-1]]:36: warning: 'done' is loaded
  // CHECK-MESSAGES-20: :[[@LINE-2]]:36: warning: 'done' is loaded
  for (auto &w : workers)
    w.join();
}
struct Stats { std::atomic<int> hits; };
void fresh_ok() {
  std::unique_ptr<Stats> s(new Stats);
  s->hits = s->hits + 1;
  auto t = std::make_shared<Stats>();
  t->hits = t->hits + 1;
}
void shared_bad(std::shared_ptr<Stats> s) { s->hits = s->hits + 1; }
// CHECK-MESSAGES: :[[@LINE-1]]:45: warning: 's->hits' is loaded
// CHECK-MESSAGES-20: :[[@LINE-2]]:45: warning: 's->hits' is loaded

#if __cplusplus >= 202002L
int plain;
void view_bad() {
  std::atomic_ref<int> r(plain);
  r = r + 1;
  // CHECK-MESSAGES-20: :[[@LINE-1]]:3: warning: 'plain' is loaded
}
std::atomic<std::shared_ptr<Stats>> current;
void copy_bad() {
  auto next = std::make_shared<std::string>("x");
  std::shared_ptr<Stats> old = current.load();
  current.store(old);
  // CHECK-MESSAGES-20: :[[@LINE-1]]:3: warning: 'current' is loaded
}
#endif
