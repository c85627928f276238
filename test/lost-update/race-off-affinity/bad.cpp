// RUN: %race_check %s race-off-affinity %t -- -std=c++20 -isystem %mock -isystem %S/Inputs
#include "thread.h"
#include "ui.h"

const char *compute();
struct Window {
  QLabel *label;
  QLabel own;
  void refresh() { own.update(); }
  // CHECK-MESSAGES: :[[@LINE-1]]:24: warning: 'update' is called on a 'QLabel' by another thread

  void start() {
    std::thread([this] {
      label->setText(compute());
      // CHECK-MESSAGES: :[[@LINE-1]]:14: warning: 'setText' is called on a 'QLabel' by another thread than the one that it belongs to; both change it at once [race-off-affinity]
      // CHECK-MESSAGES: :[[@LINE-3]]:5: note: thread A starts thread B
      // CHECK-MESSAGES: :[[@LINE-3]]:14: note: thread B calls 'setText'
      // CHECK-MESSAGES: :[[@LINE-4]]:14: note: thread A uses the same object with no lock
      refresh();
    }).detach();
  }
  static void work(QLabel *l) { l->setText(compute()); }
  // CHECK-MESSAGES: :[[@LINE-1]]:36: warning: 'setText' is called
  void byFunction() {
    std::thread t(work, label);
    t.join();
  }
};

#define IN_BACKGROUND(...) std::async(__VA_ARGS__)
template <class W> void later(W *w) {
  auto f = IN_BACKGROUND([w] { w->update(); });
  // CHECK-MESSAGES: :[[@LINE-1]]:35: warning: 'update' is called on a 'QLabel'
}
void use(QLabel *l) { later(l); }
