// RUN: %race_check %s race-signal-handler-state %t --min-confidence=low -- -std=c++20
#include <atomic>
#include <csignal>

void work();

// What 'volatile sig_atomic_t' is for.
namespace flag_ok {
volatile std::sig_atomic_t quit;
void onTerm(int) { quit = 1; }
void run() {
  std::signal(SIGTERM, onTerm);
  while (!quit)
    work();
  quit = 0;
}
} // namespace flag_ok

// Lock-free atomics.
namespace atomic_ok {
std::atomic<int> ticks;
void onAlarm(int) { ++ticks; }
void run() {
  std::signal(SIGALRM, onAlarm);
  ++ticks;
}
} // namespace atomic_ok

// Set up before the handler is there, and looked at after it is gone.
namespace ordered_ok {
int ticks;
void onAlarm(int) { ++ticks; }
int run() {
  ticks = 0;
  ++ticks;
  std::signal(SIGALRM, onAlarm);
  work();
  std::signal(SIGALRM, SIG_DFL);
  ++ticks;
  return ticks;
}
} // namespace ordered_ok

// Installed twice, it does not interrupt itself.
namespace again_ok {
int ticks;
void onAlarm(int) {
  ++ticks;
  std::signal(SIGALRM, onAlarm);
}
void run() { std::signal(SIGALRM, onAlarm); }
} // namespace again_ok

// Only the handler, and only the code.
namespace apart_ok {
int handled, normal;
void onAlarm(int) { ++handled; }
void run() {
  std::signal(SIGALRM, onAlarm);
  ++normal;
}
} // namespace apart_ok
