// RUN: %race_check %s race-signal-handler-state %t -- -std=c++20
#include <csignal>
#include <string>

void work();

// Counted by both: the handler's count is lost when it comes in between.
namespace counted_bad {
int ticks;
void onAlarm(int) { ++ticks; }
void run() {
  std::signal(SIGALRM, onAlarm);
  for (int i = 0; i < 10; ++i) {
    ++ticks;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'ticks' is read, changed and written back while a signal handler may change it in between; what the handler did is lost [race-signal-handler-state]
    work();
  }
}
} // namespace counted_bad

// Taken and set back in two steps.
namespace volatile_bad {
volatile std::sig_atomic_t pending;
void onSignal(int) { pending = 1; }
void run() {
  std::signal(SIGUSR1, onSignal);
  work();
  pending -= 1;
  // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: 'pending' is read, changed and written back while a signal handler may change it in between
}
} // namespace volatile_bad

// A flag that the compiler may keep in a register.
namespace plain_bad {
bool quit;
void onTerm(int) { quit = true; }
void run() {
  std::signal(SIGTERM, onTerm);
  while (!quit)
    // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: 'quit' is read here and written by a signal handler, and is neither atomic nor 'volatile sig_atomic_t'; the change may never be seen, or half of it [race-signal-handler-state]
    work();
}
} // namespace plain_bad

// A string is more than a word.
namespace half_bad {
std::string last;
void onUser(int) { last = "user"; }
void run() {
  std::signal(SIGUSR1, onUser);
  last += "x";
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'last' is changed while a signal handler may change it in between; one of the two finds it half changed
}
} // namespace half_bad

// Through a helper, and installed elsewhere.
namespace helper_bad {
long total;
void add(long n) { total += n; }
// CHECK-MESSAGES: :[[@LINE-1]]:26: warning: 'total' is read, changed and written back while a signal handler
void onInt(int) { add(1); }
void install() { std::signal(SIGINT, onInt); }
void run() {
  install();
  add(2);
}
} // namespace helper_bad
