// RUN: %race_check %s race-off-affinity %t -- -std=c++20 -isystem %mock -isystem %S/Inputs
#include "thread.h"
#include "ui.h"

const char *compute();
struct Window {
  QLabel *label;

  // Handed to its own thread.
  void start() {
    std::thread([this] {
      const char *text = compute();
      QMetaObject::invokeMethod(label, [this, text] { label->setText(text); });
    }).detach();
  }
  // What any thread may call.
  void close() {
    std::thread([this] { label->deleteLater(); }).detach();
  }
  // On its own thread.
  void show() { label->setText(compute()); }
};

// Made, used and destroyed by one thread.
void own() {
  std::thread([] {
    QLabel label;
    label.setText(compute());
    auto *other = new QLabel;
    other->setText(compute());
  }).detach();
}
