// Shaped like bugs that were fixed in public projects, each with the fixed form.
// RUN: %race_check %s race-signal-unsafe-call %t -- -std=c++20
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <unistd.h>

// A server of logins called the log from its timer's handler, which took a lock of
// the heap that the interrupted code held: it hung, and could be taken over.
namespace log_in_alarm {
static void log(const char *text) {
  char *line = static_cast<char *>(std::malloc(64));
  // CHECK-MESSAGES: :[[@LINE-1]]:36: warning: 'malloc' is called in a signal handler, {{.*}} [race-signal-unsafe-call]
  std::snprintf(line, 64, "%s\n", text);
  std::free(line);
}
static void on_alarm(int) { log("timeout before login"); }
void install() { std::signal(SIGALRM, on_alarm); }
} // namespace log_in_alarm
namespace log_in_alarm_fixed {
static void on_alarm(int) { _exit(255); }
void install() { std::signal(SIGALRM, on_alarm); }
} // namespace log_in_alarm_fixed

// A player cleaned up from its handler by 'exit', which ran what was registered
// for the end a second time.
namespace exit_in_handler {
static void on_interrupt(int) {
  std::exit(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'exit' is called in a signal handler, {{.*}} [race-signal-unsafe-call]
}
void install() { std::signal(SIGINT, on_interrupt); }
} // namespace exit_in_handler
namespace exit_in_handler_fixed {
static volatile std::sig_atomic_t quit;
static void on_interrupt(int) { quit = 1; }
void install() { std::signal(SIGINT, on_interrupt); }
} // namespace exit_in_handler_fixed
