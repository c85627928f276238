// RUN: %race_check %s race-signal-handler-state %t -- -std=gnu17
#include <signal.h>
#include <stdlib.h>
#include <string.h>

void work(void);

// The handler stands in a structure.
static int received;
static void on_child_bad(int signal) { received++; }
void watch_bad(void) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = on_child_bad;
  sigaction(SIGCHLD, &action, NULL);
  work();
  received--;
  // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: 'received' is read, changed and written back while a signal handler may change it in between; what the handler did is lost [race-signal-handler-state]
}

// A structure is freed while the handler may follow the pointer to it.
struct job {
  volatile sig_atomic_t state;
};
static struct job *current;
static void on_stop_bad(int signal) {
  if (current)
    current->state = 2;
}
void finish_bad(void) {
  current = malloc(sizeof *current);
  signal(SIGTSTP, on_stop_bad);
  work();
  free(current);
  current = NULL;
  // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: 'current' is written here and read by a signal handler, and is neither atomic nor 'volatile sig_atomic_t'; the change may never be seen, or half of it [race-signal-handler-state]
}

// The handler is taken away first.
static struct job *other;
static void on_stop_ok(int signal) {
  if (other)
    other->state = 2;
}
void finish_ok(void) {
  other = malloc(sizeof *other);
  signal(SIGTTIN, on_stop_ok);
  work();
  signal(SIGTTIN, SIG_IGN);
  free(other);
  other = NULL;
}
