// RUN: %race_check %s race-signal-unsafe-call %t -- -std=gnu++20
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// A flag, a pipe, and what POSIX lists as safe.
static volatile sig_atomic_t stop;
static int wake[2];
static void on_stop(int n) {
  int saved = errno;
  stop = 1;
  (void)!write(wake[1], "x", 1);
  errno = saved;
}

// It is all over.
static void on_crash(int n) {
  fprintf(stderr, "crashed\n");
  _exit(1);
}

// The work is done where the code looks.
static void report(void) {
  if (stop)
    printf("stopped\n");
}

// Nobody installs it.
void on_nothing(int n) { printf("%d\n", n); }

// Its own 'exit'.
struct door {
  void (*exit)(int);
};
static void leave(int n) {}
static void on_door(int n) {
  struct door d = {leave};
  d.exit(n);
}

void install(void) {
  signal(SIGTERM, on_stop);
  signal(SIGSEGV, on_crash);
  signal(SIGUSR1, on_door);
  report();
}
