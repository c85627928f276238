// RUN: %race_check %s race-off-affinity %t -- -std=c++20 -isystem %mock -isystem %S/Inputs
#include "thread.h"
#include "ui.h"
void start(QLabel *l) {
  std::thread([l] {
    l->update(); // NOLINT(race-off-affinity)
    l->setText("");
    // CHECK-MESSAGES: :[[@LINE-1]]:8: warning:
  }).detach();
}
