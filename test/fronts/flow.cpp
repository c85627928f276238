// The checks on plain locations, coroutines and atomics, with real headers, say
// the same in all three fronts.
// RUN: not racetidy --quiet --checks='-*,race-*' %s -- -std=c++20 > %t.cli
// RUN: %stock_tidy --load=%plugin --checks='-*,race-*' %s -- -std=c++20 > %t.plugin 2>/dev/null
// RUN: %dropin_tidy --checks='-*,race-*' %s -- -std=c++20 > %t.dropin 2>/dev/null
// RUN: diff %t.plugin %t.cli
// RUN: diff %t.plugin %t.dropin
// RUN: FileCheck %s --input-file=%t.plugin --implicit-check-not=warning:
#include <atomic>
#include <condition_variable>
#include <coroutine>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <vector>

template <class T> struct Task {
  struct promise_type {
    Task get_return_object();
    std::suspend_always initial_suspend();
    std::suspend_always final_suspend() noexcept;
    void unhandled_exception();
    void return_value(T);
  };
  bool await_ready();
  void await_suspend(std::coroutine_handle<>);
  T await_resume();
};

struct Store {
  std::mutex m;
  std::shared_mutex rw;
  std::condition_variable cv;
  std::map<std::string, int> cache;
  std::vector<int> list;
  std::unique_ptr<int> made;
  std::optional<int> maybe;
  std::atomic<int> refs;
  std::weak_ptr<int> weak;
  int total;
  Task<int> fetch();

  void splitScalar() {
    int t;
    {
      std::lock_guard l(m);
      t = total;
    }
    std::lock_guard l(m);
    total = t + 1;
    // CHECK: [[@LINE-1]]:5: warning: 'total' is read under 'm'
  }
  void splitContainer() {
    std::unique_lock l(m);
    auto copy = list;
    l.unlock();
    copy.push_back(1);
    l.lock();
    list = std::move(copy);
    // CHECK: [[@LINE-1]]:5: warning: 'list' is read under 'm'
  }
  void splitKey(const std::string &k) {
    {
      std::shared_lock l(rw);
      if (cache.count(k))
        return;
    }
    int v = static_cast<int>(k.size());
    std::unique_lock l(rw);
    cache[k] = v;
    // CHECK: [[@LINE-1]]:5: warning: 'cache[...]' is tested under 'rw'
  }
  void splitIterator(const std::string &k) {
    std::unique_lock l(m);
    auto it = cache.find(k);
    cv.wait(l);
    // CHECK: [[@LINE-1]]:5: warning: nothing is tested around this wait on 'cv'
    cache.erase(it);
    // CHECK: [[@LINE-1]]:5: warning: 'cache' is read under 'm'
  }
  void waits() {
    std::unique_lock l(m);
    cv.wait(l, [this] { return total > 0; });
    total = total - 1;
  }
  int shared(const std::string &k) {
    std::shared_lock l(rw);
    return cache[k];
    // CHECK: [[@LINE-1]]:12: warning: 'cache[...]' may grow here
  }
  int *doubleChecked() {
    if (!made) {
      std::lock_guard l(m);
      if (!made)
        made = std::make_unique<int>(3);
      // CHECK: [[@LINE-1]]:9: warning: 'made' is tested without 'm'
    }
    return made.get();
  }
  void noSecondTest() {
    if (!maybe) {
      std::lock_guard l(m);
      maybe = total;
      // CHECK: [[@LINE-1]]:7: warning: 'maybe' is tested without 'm'
    }
  }
  Task<int> stale() {
    total = total + co_await fetch();
    // CHECK: [[@LINE-1]]:5: warning: 'total' is read before a suspension
    co_return 0;
  }
  Task<int> right() {
    total += co_await fetch();
    co_return 0;
  }
  Task<int> held() {
    std::scoped_lock l(m);
    co_return co_await fetch();
    // CHECK: [[@LINE-1]]:15: warning: 'm' is held while
  }
  void decrement() {
    refs.fetch_sub(1);
    if (refs.load() == 0)
      delete this;
    // CHECK: [[@LINE-2]]:9: warning: 'refs'
  }
  void exchange() {
    int e = refs.load();
    refs.compare_exchange_weak(e, e + 1);
    // CHECK: [[@LINE-1]]:5: warning: {{.*}} of 'refs'
  }
  int twice() {
    return refs * (refs + 1);
    // CHECK: [[@LINE-1]]:20: warning: 'refs'
  }
  int expired() {
    if (!weak.expired())
      return *weak.lock();
    // CHECK: [[@LINE-1]]:15: warning: {{.*}}weak
    return 0;
  }
};
