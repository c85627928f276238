// RUN: %race_check %s race-double-checked-locking %t --fix -- -std=c++20 -I%mock
#include "atomic.h"
#include "mutex.h"

struct Widget {};
Widget *make();
void announce();

struct Lazy {
  std::mutex m;
  std::atomic<Widget *> widget{nullptr};
  Widget *plain = nullptr;

  // CHECK-MESSAGES: :[[@LINE+6]]:7: warning:
  // CHECK-FIXES: std::lock_guard<std::mutex> l(m);
  // CHECK-FIXES-NEXT: {{^}}      if (!widget.load()) widget.store(make());
  Widget *get() {
    if (!widget.load()) {
      std::lock_guard<std::mutex> l(m);
      widget.store(make());
    }
    return widget.load();
  }
  // No repair: something follows that belongs to it; it is not atomic.
  // CHECK-MESSAGES: :[[@LINE+4]]:7: warning:
  void announced() {
    if (!widget.load()) {
      std::lock_guard<std::mutex> l(m);
      widget.store(make());
      announce();
    }
  }
  // CHECK-MESSAGES: :[[@LINE+4]]:7: warning:
  Widget *notAtomic() {
    if (!plain) {
      std::lock_guard<std::mutex> l(m);
      plain = make();
    }
    return plain;
  }
  // FIXED-MESSAGES: warning: 'widget' is tested without
  // FIXED-MESSAGES: warning: 'plain' is tested without
};
