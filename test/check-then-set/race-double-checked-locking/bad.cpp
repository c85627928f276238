// RUN: %race_check %s race-double-checked-locking %t -- -std=c++20 -I%mock
#include "atomic.h"
#include "containers.h"
#include "mutex.h"

struct Widget {
  int size;
};
Widget *make();
void log(int);
struct Lazy_bad {
  std::mutex m;
  Widget *plain;
  std::unique_ptr<Widget> owner;
  std::optional<int> maybe;
  std::atomic<Widget *> atomic;
  std::atomic<bool> ready;
  bool done;
  int size;

  Widget *notAtomic() {
    if (!plain) {
      std::lock_guard l(m);
      if (!plain)
        plain = make();
        // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'plain' is tested without 'm' under which it is set, and is not atomic; it may be seen before what it stands for [race-double-checked-locking]
    }
    return plain;
  }
  Widget *compared() {
    if (plain == nullptr) {
      std::lock_guard l(m);
      if (plain == nullptr)
        plain = make();
        // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'plain' is tested without 'm' under which it is set, and is not atomic; it may be seen before what it stands for
    }
    return plain;
  }
  Widget *earlyReturn() {
    if (plain)
      return plain;
    std::lock_guard l(m);
    if (!plain)
      plain = make();
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'plain' is tested without 'm' under which it is set, and is not atomic; it may be seen before what it stands for
    return plain;
  }
  Widget *smart() {
    if (!owner) {
      std::lock_guard l(m);
      if (!owner)
        owner = std::make_unique<Widget>();
        // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'owner' is tested without 'm' under which it is set, and is not atomic; it may be seen before what it stands for
    }
    return owner.get();
  }
  void flag() {
    if (!done) {
      std::unique_lock l(m);
      if (!done) {
        size = 3;
        done = true;
        // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'done' is tested without 'm' under which it is set, and is not atomic; it may be seen before what it stands for
      }
    }
  }
  void noSecondTest() {
    if (!plain) {
      std::lock_guard l(m);
      plain = make();
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'plain' is tested without 'm' and set under it with no second test; two threads may pass the test and set it one after the other [race-double-checked-locking]
    }
  }
  void noSecondTestSmart() {
    if (!owner) {
      std::lock_guard l(m);
      owner = std::make_unique<Widget>();
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'owner' is tested without 'm' and set under it with no second test; two threads may pass the test and set it one after the other
    }
  }
  void noSecondTestOptional() {
    if (!maybe.has_value()) {
      std::lock_guard l(m);
      maybe = 3;
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'maybe' is tested without 'm' and set under it with no second test; two threads may pass the test and set it one after the other
    }
  }
  void noSecondTestAtomic() {
    if (!atomic.load()) {
      std::lock_guard l(m);
      atomic.store(make());
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'atomic' is tested without 'm' and set under it with no second test; two threads may pass the test and set it one after the other
    }
  }
  void byHand() {
    if (!plain) {
      m.lock();
      if (!plain)
        plain = make();
        // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'plain' is tested without 'm' under which it is set, and is not atomic; it may be seen before what it stands for
      m.unlock();
    }
  }
  // The flag says that the data is there before it is.
  void flagFirst() {
    if (!ready.load()) {
      std::lock_guard l(m);
      if (!ready.load()) {
        ready.store(true);
        // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'ready' is set before what it announces; a thread that tests it without the lock goes on too early [race-double-checked-locking]
        size = 3;
      }
    }
  }
  Widget *relaxed() {
    Widget *w = atomic.load(std::memory_order_relaxed);
    if (!w) {
      std::lock_guard l(m);
      w = atomic.load(std::memory_order_relaxed);
      if (!w) {
        w = make();
        atomic.store(w, std::memory_order_release);
        // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'atomic' is tested with a relaxed load; the object it points to may not be seen yet
      }
    }
    return w;
  }
  void inLambda() {
    auto f = [this] {
      if (!plain) {
        std::lock_guard l(m);
        if (!plain)
          plain = make();
          // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: 'plain' is tested without 'm' under which it is set, and is not atomic; it may be seen before what it stands for
      }
    };
    f();
  }
};

std::mutex lock;
Widget *instance;
Widget *global_bad() {
  if (!instance) {
    std::lock_guard l(lock);
    if (!instance)
      instance = make();
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'instance' is tested without 'lock' under which it is set, and is not atomic; it may be seen before what it stands for
  }
  return instance;
}
Widget *local_bad() {
  static Widget *only;
  static std::mutex m;
  if (!only) {
    std::lock_guard l(m);
    if (!only)
      only = make();
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'only' is tested without 'm' under which it is set, and is not atomic; it may be seen before what it stands for
  }
  return only;
}
template <class T> struct Singleton {
  static T *it;
  static std::mutex m;
  static T *get() {
    if (!it) {
      std::lock_guard<std::mutex> l(m);
      if (!it)
        it = new T;
        // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'it' is tested without 'm' under which it is set, and is not atomic; it may be seen before what it stands for
    }
    return it;
  }
};
template struct Singleton<Widget>;
