// What a library keeps for itself, changed by a handler in the middle of a change.
// RUN: %race_check %s race-signal-unsafe-call %t -- -std=gnu++20
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static volatile sig_atomic_t stop;

// The handler tells of the signal.
static void on_stop(int n) {
  printf("stopped by %d\n", n);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'printf' is called in a signal handler, and changes what the interrupted code may be in the middle of changing by it or its like; what either did is lost, or both wait forever [race-signal-unsafe-call]
  // CHECK-MESSAGES: :[[@LINE+29]]:3: note: 'install' installs the handler
  // CHECK-MESSAGES: :[[@LINE-3]]:3: note: the code is inside of 'printf', or of what shares its state
  // CHECK-MESSAGES: :[[@LINE-4]]:3: note: the handler interrupts it and calls 'printf': it finds the state half changed
  stop = 1;
}

// By a helper.
static char *name;
static void forget(void) {
  free(name);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'free' is called in a signal handler, {{.*}} [race-signal-unsafe-call]
  name = 0;
}
static void on_reload(int n) { forget(); }

// Installed by a structure.
static void on_child(int n, siginfo_t *info, void *context) {
  char *copy = strdup("child");
  // CHECK-MESSAGES: :[[@LINE-1]]:16: warning: 'strdup' is called in a signal handler, {{.*}} [race-signal-unsafe-call]
  name = copy;
}

#define SAY(text) fputs(text, stderr)
static void on_user(int n) {
  SAY("user\n");
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'fputs' is called in a signal handler, {{.*}} [race-signal-unsafe-call]
}

void install(void) {
  signal(SIGTERM, on_stop);
  signal(SIGHUP, on_reload);
  signal(SIGUSR1, on_user);
  struct sigaction action;
  memset(&action, 0, sizeof(action));
  action.sa_sigaction = on_child;
  sigaction(SIGCHLD, &action, 0);
}
