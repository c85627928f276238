// RUN: %race_check %s race-signal-handler-state %t -- -std=gnu17
#include <signal.h>

void work(void);

#define ON(number, handler) signal(number, handler)
#define COUNT(v) (v)++

static int seen;
static void handler_bad(int number) { COUNT(seen); }
void run_bad(void) {
  ON(SIGUSR2, handler_bad);
  work();
  COUNT(seen);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'seen' is read, changed and written back while a signal handler may change it in between; what the handler did is lost [race-signal-handler-state]
}

// A handler of crashes runs when the program has failed.
static int depth;
static void crashed_ok(int number) { COUNT(depth); }
void watch_ok(void) {
  ON(SIGSEGV, crashed_ok);
  COUNT(depth);
}
