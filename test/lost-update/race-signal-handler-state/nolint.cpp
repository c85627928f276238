// RUN: %race_check %s race-signal-handler-state %t -- -std=c++20
#include <csignal>

int ticks;
void onAlarm_ok(int) { ++ticks; }
void run_ok() {
  std::signal(SIGALRM, onAlarm_ok);
  ++ticks; // NOLINT(race-signal-handler-state)
}
