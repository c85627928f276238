// One set of checks, three fronts, the same findings to the letter: also in
// the shapes where skipping the bodies of system headers loses instantiations.
// RUN: not racetidy --quiet %s -- -std=c++20 > %t.cli
// RUN: %stock_tidy --load=%plugin --checks='-*,race-*' %s -- -std=c++20 > %t.plugin 2>/dev/null
// RUN: %dropin_tidy --checks='-*,race-*' %s -- -std=c++20 > %t.dropin 2>/dev/null
// RUN: diff %t.plugin %t.cli
// RUN: diff %t.plugin %t.dropin
// RUN: FileCheck %s --input-file=%t.plugin --implicit-check-not=warning:
#include <algorithm>
#include <atomic>
#include <functional>
#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

std::atomic<int> hits;
std::mutex m;

void plain() { hits = hits + 1; }
// CHECK: [[@LINE-1]]:16: warning: 'hits'
void locked() {
  std::lock_guard<std::mutex> l(m);
  hits = hits + 1;
}
void unnamed() { std::lock_guard<std::mutex>{m}; plain(); }
// CHECK: [[@LINE-1]]:18: warning: this guard is a temporary

// A generic lambda, instantiated only inside <thread>.
void genericLambda() {
  std::thread([](auto by) { hits.store(hits.load() + by); }, 2).join();
  // CHECK: [[@LINE-1]]:29: warning: 'hits'
}

// A functor with a template operator, inside <functional> and <future>.
struct Functor {
  template <class T> void operator()(T by) { hits = hits + by; }
  // CHECK: [[@LINE-1]]:46: warning: 'hits'
};
void functor() {
  std::function<void(int)> f = Functor();
  std::async(std::launch::async, Functor(), 3).get();
}

// Constructors and virtual methods of a class template, inside <memory>.
template <class T> struct Widget {
  std::atomic<T> n;
  explicit Widget(T start) : n(start) { hits.store(hits.load() + 1); }
  // CHECK: [[@LINE-1]]:41: warning: 'hits'
  virtual ~Widget() = default;
  virtual void inc() { n.store(n.load() + 1); }
  // CHECK: [[@LINE-1]]:24: warning: 'n'
};
std::unique_ptr<Widget<int>> make() { return std::make_unique<Widget<int>>(1); }

// A comparator template, inside <map> and <algorithm>.
template <class T> struct Counting {
  bool operator()(const T &a, const T &b) const {
    hits.store(hits.load() + 1);
    // CHECK: [[@LINE-1]]:5: warning: 'hits'
    return a < b;
  }
};
std::map<int, int, Counting<int>> ordered;
void sort(std::vector<int> &v) {
  ordered[1] = 2;
  std::sort(v.begin(), v.end(), Counting<int>());
}
