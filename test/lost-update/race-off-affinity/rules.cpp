// RUN: %race_check %s race-off-affinity %t --config-file=%S/Inputs/project.yaml -- -std=c++20 -isystem %mock
#include "thread.h"
namespace ui {
struct View {
  void resize(int);
  void postRedraw();
};
struct Canvas : View {
  void draw();
};
} // namespace ui
void start(ui::Canvas *c) {
  std::thread([c] {
    c->postRedraw();
    c->draw(); // the project's own method says nothing of threads
    c->resize(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'resize' is called on a 'ui::Canvas'
    // CHECK-MESSAGES: :[[@LINE-2]]:8: note: thread B calls 'resize'
    // CHECK-MESSAGES: :[[@LINE-3]]:8: note: hand it to 'ui::post'
  }).detach();
}
