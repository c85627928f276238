// RUN: %race_check %s race-off-affinity %t -- -std=c++20 -isystem %mock -isystem %S/Inputs
// Shaped like mistakes that were mended in public projects.
#include "thread.h"
#include "ui.h"

// A painting program showed how far a save had come from the thread that saved;
// the fix sends it to the window's thread.
struct SaveDialog : QWidget {
  QLabel *progress;
  bool step();
  void save() {
    std::thread([this] {
      while (step())
        progress->setText("more");
      // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: 'setText' is called
    }).detach();
  }
  void saveFixed() {
    std::thread([this] {
      while (step())
        QMetaObject::invokeMethod(progress, [this] { progress->setText("more"); });
    }).detach();
  }
};

// A wallet closed its window from the thread that had found the wallet broken.
struct Wallet {
  QWidget *window;
  bool check();
  void watch() {
    auto f = std::async([this] {
      if (!check())
        window->update();
      // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: 'update' is called
    });
  }
  void watchFixed() {
    auto f = std::async([this] {
      if (!check())
        QMetaObject::invokeMethod(window, [this] { window->update(); });
    });
  }
};
