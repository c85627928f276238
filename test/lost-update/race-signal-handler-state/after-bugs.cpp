// RUN: %race_check %s race-signal-handler-state %t -- -std=c++20
// Shaped like bugs that were really made and mended.
#include <csignal>

void reap();
void log(int);

// A server counts the children that ended; the loop that reaps them counts down,
// and now and then one is forgotten.
namespace reaper_bad {
int ended;
void onChild(int) { ended++; }
void loop() {
  std::signal(SIGCHLD, onChild);
  for (;;)
    if (ended > 0) {
      reap();
      ended--;
      // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'ended' is read, changed and written back while a signal handler may change it in between
    }
}
} // namespace reaper_bad
namespace reaper_ok {
volatile std::sig_atomic_t some;
void onChild(int) { some = 1; }
void loop() {
  std::signal(SIGCHLD, onChild);
  for (;;)
    if (some) {
      some = 0;
      reap();
    }
}
} // namespace reaper_ok

// A tool resizes on SIGWINCH: the handler sets a plain number, and an optimised
// build never sees it.
namespace resize_bad {
int width;
void onResize(int) { width = 120; }
void draw() {
  std::signal(SIGWINCH, onResize);
  for (;;)
    log(width);
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'width' is read here and written by a signal handler
}
} // namespace resize_bad
namespace resize_ok {
volatile std::sig_atomic_t resized;
int width;
void onResize(int) { resized = 1; }
void draw() {
  std::signal(SIGWINCH, onResize);
  for (;;) {
    if (resized) {
      resized = 0;
      width = 120;
    }
    log(width);
  }
}
} // namespace resize_ok
